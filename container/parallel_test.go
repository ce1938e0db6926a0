// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/internal/golden"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

// groups returns the parallel group of each node, which is that in the graph.
func groups(t *testing.T, c *container.Container) []string {
	t.Helper()
	all := make([]string, c.Size())
	for i, n := range c.Graph(nil).Nodes {
		all[i] = c.Parallel(i)
		require.Equal(t, n.Parallel, all[i])
	}
	return all
}

// inModule puts what was listed last in a module that is parallel as a whole.
func (l *list) inModule() *list {
	l.specs[len(l.specs)-1].Module = &registration.Module{Name: "module", Parallel: true}
	return l
}

type (
	queueInStores struct {
		provide.In
		Queue *queue `parallel:"stores"`
	}
	queueInCaches struct {
		provide.In
		Queue *queue `parallel:"caches"`
	}
)

func TestParallel_isNoneWithoutATag(t *testing.T) {
	require.Equal(t, []string{"", ""}, groups(t, listing(t).provide(one).invoke(runQueue).container()))
}

func TestParallel_comesFromTheOption(t *testing.T) {
	require.Equal(t, []string{"stores", ""}, groups(t, listing(t).provide(one, provide.Parallel("stores")).provide(two).container()))
}

func TestParallel_comesFromTheTagOfEveryKindOfField(t *testing.T) {
	type inner struct {
		provide.In
		Queue *queue `parallel:"deep"`
	}
	type in struct {
		provide.In
		Named    *worker       `name:"w" parallel:"named"`
		Words    []string      `group:"words" parallel:"words"`
		Soft     []int         `group:"numbers,soft" parallel:"soft"`
		Optional *mailer       `optional:"true" parallel:"optional"`
		Absent   *file         `optional:"true" parallel:"absent"`
		Handle   *scopedHandle `parallel:"scoped"`
		Inner    inner
	}
	both := func() wordsOut { return wordsOut{} }
	c := listing(t).
		provide(two, provide.Name("w")).
		provide(two). // has no name, and no tag
		provide(newWord, provide.Group("words")).
		provide(both).
		provide(func() int { return 0 }, provide.Group("numbers")).
		provide(three).
		provide(one).
		provide(func(in) *ring { return nil }).
		container(handleType)
	require.Equal(t, []string{"named", "", "words", "words", "soft", "optional", "deep", ""}, groups(t, c))
}

func TestParallel_comesFromUnreachedConsumers(t *testing.T) {
	c := listing(t).provide(one).provide(func(queueInStores) *ring { return nil }).invoke(runQueue).container()
	require.Equal(t, []string{"stores", "", ""}, groups(t, c))
}

func TestParallel_optionIsBeforeTagIsBeforeModule(t *testing.T) {
	l := listing(t).
		provide(one, provide.Parallel("option")).inModule().
		provide(one, provide.Parallel("option"), provide.Name("a")).
		provide(one, provide.Name("b")).inModule().
		provide(one, provide.Name("c")).inModule().
		provide(one, provide.Name("d"), provide.Parallel("option")).inModule()
	type in struct {
		provide.In
		Plain *queue `parallel:"tag"`
		A     *queue `name:"a" parallel:"tag"`
		B     *queue `name:"b" parallel:"tag"`
		C     *queue `name:"c"`
		D     *queue `name:"d"`
	}
	require.Equal(t, []string{"option", "option", "tag", "module", "option", ""}, groups(t, l.invoke(func(in) {}).container()))
}

func TestParallel_ofACallIsIgnored(t *testing.T) {
	c := listing(t).provide(one).container()
	b := prepare(t, c, func(queueInStores) {})
	require.NoError(t, b.Call(t.Context()))
	require.Equal(t, []string{""}, groups(t, c))
	require.Empty(t, c.Graph(b).Nodes[0].Parallel)
}

// conflicts returns the problems of the registrations, which are all conflicts.
func conflicts(t *testing.T, l *list) []string {
	t.Helper()
	c, problems := container.New(l.specs)
	texts := []string{}
	for _, p := range problems {
		require.Equal(t, "conflicting-groups", p.Slug)
		require.Len(t, p.Path, 2)
		texts = append(texts, p.Text)
	}
	require.NoError(t, c.Validate(), "it is usable all the same")
	return texts
}

func TestParallel_twoTagsOfConsumersConflict(t *testing.T) {
	l := listing(t).provide(one).inModule().invoke(func(queueInStores) {}).invoke(func(queueInCaches) {})
	require.Equal(t, []string{"container_test.one: consumers name the parallel groups \"stores\" and \"caches\" for it; " +
		"use one tag, or add provide.Parallel to its Provide, which overrides both"}, conflicts(t, l))
	c, problems := container.New(l.specs)
	require.Equal(t, l.specs[0].Place, problems[0].Place)
	require.Equal(t, l.specs[1].Source(), problems[0].Path[0].Place)
	require.Equal(t, l.specs[2].Source(), problems[0].Path[1].Place)
	require.Equal(t, "stores", c.Parallel(0), "the first one counts")
}

func TestParallel_theSameTagTwiceIsNoConflict(t *testing.T) {
	require.Empty(t, conflicts(t, listing(t).provide(one).invoke(func(queueInStores) {}).invoke(func(queueInStores) {})))
}

func TestParallel_anOptionSettlesAConflict(t *testing.T) {
	l := listing(t).provide(one, provide.Parallel("own")).invoke(func(queueInStores) {}).invoke(func(queueInCaches) {})
	require.Empty(t, conflicts(t, l))
}

func TestParallel_aModuleIsNoConflict(t *testing.T) {
	require.Empty(t, conflicts(t, listing(t).provide(one).inModule().invoke(func(queueInStores) {})))
}

// A value does nothing at start: it does not matter who wants it where.
func TestParallel_ofAValueIsNoConflict(t *testing.T) {
	require.Empty(t, conflicts(t, listing(t).value(&queue{}).invoke(func(queueInStores) {}).invoke(func(queueInCaches) {})))
}

func TestParallel_aConflictIsReportedOncePerConstructor(t *testing.T) {
	type in struct {
		provide.In
		A []string `group:"words" parallel:"a"`
		B []string `group:"words" parallel:"b"`
		C []string `group:"words" parallel:"c"`
	}
	l := listing(t).provide(newWord, provide.Group("words")).
		provide(func() wordsOut { return wordsOut{} }).
		provide(newWord, provide.Group("words"), provide.Parallel("own")).
		value("x", provide.Group("words")).
		invoke(func(in) {})
	require.Len(t, conflicts(t, l), 2)
}

// TestParallel_problemsReadWell holds the texts about parallel groups.
func TestParallel_problemsReadWell(t *testing.T) {
	texts := &gallery{t: t}
	conflict := func(what string, l *list) {
		_, problems := container.New(l.specs)
		require.Len(t, problems, 1)
		texts.show(what, problems[0])
	}
	conflict("two consumers disagree", listing(t).provide(one).invoke(runStores).provide(newCaches))
	conflict("one consumer disagrees with itself", listing(t).provide(newWord, provide.Group("words")).invoke(runWordsTwice))
	golden.Equal(t, "parallel.golden", texts.all.String())
}

func runStores(queueInStores)       {}
func newCaches(queueInCaches) *ring { return nil }
func runWordsTwice(wordsInTwo)      {}

type wordsInTwo struct {
	provide.In
	Slow []string `group:"words" parallel:"slow"`
	Fast []string `group:"words,soft" parallel:"fast"`
}
