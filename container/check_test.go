// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

// texts returns the problems of an error, one by one.
func problemTexts(err error) []string {
	all := []string{}
	for _, p := range problemsOf(err) {
		all = append(all, p.Slug+": "+p.Text)
	}
	return all
}

const (
	noDatabase = "missing-dependency: nothing provides *container_test.database"
	noConfig   = "missing-dependency: nothing provides container_test.config"
)

func TestCheck_saysNothingOfWhatNoRootReaches(t *testing.T) {
	ran := false
	c := listing(t).provide(newServer).provide(newPing).provide(newPong).provide(newPeng).
		invoke(func() { ran = true }).container()
	err, warning := c.Check()
	require.NoError(t, err)
	require.NoError(t, warning)
	require.Equal(t, []string{noDatabase, "dependency-cycle: container_test.newPing needs its own result"}, problemTexts(c.Validate()))
	_, err = c.Build(t.Context(), config0)
	require.NoError(t, err)
	require.True(t, ran)
}

func TestCheck_findsNothingWrongWithUnusedConstructors(t *testing.T) {
	err, warning := listing(t).value(config{}).provide(newDatabase).invoke(runNothing).container().Check()
	require.NoError(t, err)
	require.NoError(t, warning)
}

func TestCheck_isAnErrorWhereARootIsAffected(t *testing.T) {
	c := listing(t).provide(newServer).provide(newCache).provide(newPing).invoke(runServer).container()
	err, warning := c.Check()
	require.Equal(t, []string{noDatabase}, problemTexts(err))
	require.NoError(t, warning)
	_, built := c.Build(t.Context(), config0)
	require.Equal(t, err, built)
}

func TestDuplicates_areErrorsEverywhere(t *testing.T) {
	c := listing(t).provide(newConfig).provide(newConfig).invoke(func() { t.Error("called") }).container()
	want := []string{"duplicate-provider: container_test.newConfig is registered twice, and provides container_test.config each time; " +
		`keep one of the two, or name one with provide.Name("...")`}
	err, warning := c.Check()
	require.NoError(t, warning)
	require.Equal(t, want, problemTexts(err))
	require.Equal(t, want, problemTexts(c.Validate()))
	_, err = c.Build(t.Context(), config0)
	require.Equal(t, want, problemTexts(err))
}

func TestDuplicates_areOneProblemForTwoConstructors(t *testing.T) {
	two := func() (config, *queue) { return config{}, nil }
	_, err := listing(t).provide(two).provide(two).value(config{}).build()
	problems := problemsOf(err)
	require.Len(t, problems, 2)
	require.Contains(t, problems[0].Text, "container_test.config, *container_test.queue each time")
	require.Contains(t, problems[1].Text, "container_test.config is provided twice")
}

func TestDuplicates_doNotIncludeNamesAndGroups(t *testing.T) {
	_, err := listing(t).provide(newConfig).provide(newConfig, provide.Name("a")).provide(newConfig, provide.Name("b")).
		provide(newConfig, provide.Group("g")).provide(newConfig, provide.Group("g")).build()
	require.NoError(t, err)
}

func TestValidate_reportsEveryIndependentProblemOnce(t *testing.T) {
	c := listing(t).
		provide(newServer).provide(newCache).provide(newDatabase).provide(newDatabase).
		provide(newPing).provide(newPong).provide(newPeng).provide(newIndex).
		provide(newIndexRoute, provide.Group("routes")).
		invoke(runAll).invoke(copyAll).container()
	err := c.Validate()
	require.Equal(t, []string{
		"duplicate-provider: container_test.newDatabase is registered twice, and provides *container_test.database each time; " +
			`keep one of the two, or name one with provide.Name("...")`,
		noConfig,
		"missing-dependency: nothing provides *container_test.queue",
		"missing-dependency: nothing provides *container_test.worker",
		"missing-dependency: nothing provides *container_test.mailer",
		"missing-dependency: nothing provides io.Reader",
		"dependency-cycle: container_test.newPing needs its own result",
		"dependency-cycle: container_test.newIndex needs its own result",
	}, problemTexts(err))
	require.Same(t, problemsOf(err)[0], problemsOf(c.Validate())[0], "found once")
	var one *graph.Problem
	require.ErrorAs(t, err, &one)
}

// What follows from a missing dependency is no problem of its own.
func TestMissing_isOneProblemHoweverManyNeedIt(t *testing.T) {
	l := listing(t).provide(newCache).provide(newServer).provide(newQueue).provide(newWorker).provide(newMailer)
	_, err := l.invoke(runAll).build()
	problems := problemsOf(err)
	require.Len(t, problems, 1)
	relations := log{}
	for _, h := range problems[0].Path {
		relations.add(h.Relation + " " + h.Name)
	}
	require.Equal(t, log{
		"needed by container_test.newCache", "for invoke container_test.runAll",
		"also needed by container_test.newServer", "also needed by container_test.newQueue",
		"also needed by container_test.newWorker", "and 1 more",
	}, relations)
}

func TestMissing_showsTheShortestWayFromARoot(t *testing.T) {
	needsBoth := func(*server, *database) *worker { return nil }
	unused := func(*database) *mailer { return nil }
	l := listing(t).provide(unused).provide(newServer).provide(needsBoth).
		invoke(func(*server, *worker) {}).invoke(runQueue).value(&queue{})
	err := l.container().Validate()
	path := problemsOf(err)[0].Path
	require.Equal(t, "container_test.newServer", path[0].Name, "nearer than the worker, reached unlike the mailer")
	require.Equal(t, "for", path[1].Relation)
	require.Equal(t, "also needed by", path[2].Relation)
}

func TestNearMisses_areRankedAndBounded(t *testing.T) {
	l := listing(t).provide(func() file { return file{} })
	for _, name := range []string{"a", "b", "c", "d"} {
		l.provide(newFile, provide.Name(name))
	}
	l.provide(newFile, provide.Group("files")).provide(newFile, provide.Name("z"))
	_, err := l.invoke(runFile).build()
	near := problemsOf(err)[0].Near
	require.Len(t, near, 5)
	require.Contains(t, near[0].Change, `name:"a"`)
	require.Contains(t, near[4].Change, `group:"files"`)
	for _, n := range near {
		require.Equal(t, graph.FuncPlace(entry(newFile)), n.Place)
	}
}

func TestCheck_warnsIfNothingIsToRun(t *testing.T) {
	l := listing(t).value(config{}).provide(newDatabase)
	err, warning := l.container().Check()
	require.NoError(t, err)
	require.Equal(t, []string{"nothing-to-run: no Invoke or Eager constructor needs anything that is registered; add facet.Invoke with a function " +
		"that takes what the program runs, for example what container_test.newDatabase returns, or add provide.Eager()"}, problemTexts(warning))
	require.Equal(t, l.specs[1].Place, problemsOf(warning)[0].Place)
}

func TestNew_isUsableWithNothing(t *testing.T) {
	c, problems := container.New(nil)
	require.Empty(t, problems)
	require.NoError(t, c.Validate())
	require.Empty(t, c.Graph(nil).Nodes)
	_, err := c.Build(t.Context(), container.Config{})
	require.NoError(t, err)
	require.Zero(t, c.Size())
}
