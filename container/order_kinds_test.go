// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/provide"
)

// milestone is what constructors of all kinds are ordered by.
type milestone struct{}

type (
	// allKinds asks for what allKindsWith lists, the milestone last.
	allKinds struct {
		provide.In
		Plain     *queue
		Named     *worker `name:"w"`
		Reader    reader
		Writer    writer
		Beta      *beta
		File      *file
		Words     []string `group:"words"`
		Mailer    *mailer
		Index     *index `name:"deep"`
		Milestone *milestone
	}
	deepOut struct {
		provide.Out
		Inner struct {
			provide.Out
			Index *index   `name:"deep"`
			Words []string `group:"words,flatten"`
		}
	}
)

// allKindsWith lists constructors of all kinds with one more option, and a root
// that needs them all and looks at what it got.
func allKindsWith(t *testing.T, calls *log, extra provide.Option) *list {
	t.Helper()
	q, w, b, m := &queue{}, &worker{}, &beta{from: "here"}, &mailer{}
	return listing(t).
		provide(func() *queue { calls.add("plain"); return q }, extra).
		provide(func() *worker { calls.add("named"); return w }, extra, provide.Name("w")).
		provide(func() *beta { calls.add("as and self"); return b }, extra, provide.As[reader](), provide.As[writer](), provide.Self()).
		provide(func() (*file, error) { calls.add("error"); return &file{}, nil }, extra).
		provide(func() string { calls.add("group"); return "a" }, extra, provide.Group("words")).
		provide(func() []string { calls.add("flatten"); return []string{"b", "c"} }, extra, provide.Group("words,flatten")).
		provide(func(_ *queue, rest ...int) *mailer { calls.add("variadic"); require.Empty(t, rest); return m }, extra).
		provide(func() (out deepOut) {
			calls.add("struct")
			out.Inner.Index, out.Inner.Words = &index{}, []string{"d"}
			return out
		}, extra).
		provide(func(h *scopedHandle) *ring { calls.add("eager"); require.Equal(t, 8, h.node); return nil }, extra, provide.Eager()).
		provide(func() *milestone { calls.add("milestone"); return &milestone{} }).
		invoke(func(in allKinds) {
			calls.add("root")
			require.Same(t, q, in.Plain)
			require.Same(t, w, in.Named)
			require.Same(t, b, in.Reader)
			require.Same(t, b, in.Writer)
			require.Same(t, b, in.Beta)
			require.NotNil(t, in.File)
			require.Equal(t, []string{"a", "b", "c", "d"}, in.Words)
			require.Same(t, m, in.Mailer)
			require.NotNil(t, in.Index)
			require.NotNil(t, in.Milestone)
		})
}

func TestAfter_appliesToEveryKindOfConstructor(t *testing.T) {
	calls, asked := log{}, []int{}
	c := allKindsWith(t, &calls, provide.After[*milestone]()).container(handleType)
	_, err := c.Build(t.Context(), handles(&asked))
	require.NoError(t, err)
	require.Equal(t, log{
		"milestone", "eager", "plain", "named", "as and self", "error", "group", "flatten", "struct", "variadic", "root",
	}, calls)
}

func TestBefore_appliesToEveryKindOfConstructor(t *testing.T) {
	calls, asked := log{}, []int{}
	l := allKindsWith(t, &calls, provide.Before[*milestone]())
	c := l.invoke(func(*milestone) {}).container(handleType)
	b, err := c.Prepare(t.Context(), calling(t, func(*milestone, allKinds, *ring) {}), handles(&asked))
	require.NoError(t, err)
	require.NoError(t, b.Call(t.Context()))
	require.Equal(t, log{
		"plain", "named", "as and self", "error", "group", "flatten", "variadic", "struct", "eager", "milestone",
	}, calls)
}

func TestOrder_hasNoEffectOnInstances(t *testing.T) {
	l := listing(t).
		provide(one, provide.After[*worker]()).
		provide(two, provide.After[*mailer]()).
		provide(three).
		provide(func() *ring { return nil }, provide.Before[*worker]())
	c := l.container()
	use[*queue](t, c)
	b := prepare(t, c, func(*queue, *ring, *worker, *mailer) {})
	require.Equal(t, []int{0, 3, 2, 1}, b.Nodes(), "the queue waits for nothing, and the worker still does")
	require.Empty(t, c.DependsOn(0), "it was not ordered after what came later")
	require.Equal(t, []int{3, 2}, c.DependsOn(1))
}

// No missing node needs the worker, which is live because of the ring.
func TestAfter_countsAfterAnInstance(t *testing.T) {
	c := listing(t).
		provide(one, provide.After[*worker]()).
		provide(two).
		provide(func(*worker) *ring { return nil }).container()
	use[*ring](t, c)
	b := prepare(t, c, func(*ring, *queue) {})
	require.Equal(t, []int{1, 2, 0}, b.Nodes())
	require.Equal(t, []int{1}, c.DependsOn(0))
}

func TestDependsOn_listsOrderOnlyPredecessors(t *testing.T) {
	c := listing(t).
		provide(newDatabase, provide.After[*queue]()).
		provide(one).
		value(config{}).
		provide(two, provide.Before[*database](), provide.Before[*queue]()).container()
	b := prepare(t, c, func(*database, *queue, *worker) {})
	require.Equal(t, []int{3, 1, 2, 0}, b.Nodes())
	require.Equal(t, []int{3, 1, 2}, c.DependsOn(0))
	require.Equal(t, []int{3}, c.DependsOn(1))
}
