// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"context"
	"reflect"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/provide"
)

type contextKey struct{}

func TestCall_passesItsContextFirst(t *testing.T) {
	ctx := context.WithValue(t.Context(), contextKey{}, "of the call")
	c := shop(t).container()
	var got any
	b := prepare(t, c, func(ctx context.Context, db *database) {
		require.NotNil(t, db)
		got = ctx.Value(contextKey{})
	})
	require.NoError(t, b.Call(ctx))
	require.Equal(t, "of the call", got)
}

func TestCall_needsNothingButItsContext(t *testing.T) {
	c := listing(t).container()
	called := false
	b := prepare(t, c, func(ctx context.Context) { called = ctx == nil })
	require.NoError(t, b.Call(nil)) //nolint:staticcheck // whatever it is, it is passed
	require.True(t, called)
	require.Empty(t, b.Nodes())
	require.Empty(t, b.Release())
}

// A context that is provided is a value like any other, but for the first parameter.
func TestCall_doesNotProvideItsContextToOthers(t *testing.T) {
	provided := context.WithValue(t.Context(), contextKey{}, "provided")
	c := listing(t).
		typed(provided, reflect.TypeFor[context.Context]()).
		provide(func(ctx context.Context) *queue { require.Equal(t, provided, ctx); return nil }).container()
	b := prepare(t, c, func(first context.Context, _ *queue, last context.Context) {
		require.Equal(t, t.Context(), first)
		require.Equal(t, provided, last)
	})
	require.NoError(t, b.Call(t.Context()))
}

func TestCall_passesEveryKindOfParameter(t *testing.T) {
	type inner struct {
		provide.In
		Replica *database `name:"replica"`
	}
	type in struct {
		provide.In
		Words  []string `group:"words"`
		Soft   []int    `group:"numbers,soft"`
		Absent *mailer  `optional:"true"`
		Cache  *cache   `optional:"true"`
		Inner  inner
		Handle *scopedHandle
	}
	db, replica := &database{}, &database{}
	c := listing(t).
		value(db).
		value(replica, provide.Name("replica")).
		value("a", provide.Group("words")).
		provide(func() []string { return []string{"b", "c"} }, provide.Group("words,flatten")).
		provide(func() int { t.Error("a soft group constructs nothing"); return 1 }, provide.Group("numbers")).
		value(&cache{db}).
		container(handleType)
	var asked []int
	called := false
	b, err := c.Prepare(t.Context(), calling(t, func(_ context.Context, got *database, in in, h *scopedHandle, rest ...*queue) {
		called = true
		require.Same(t, db, got)
		require.Same(t, replica, in.Inner.Replica)
		require.Equal(t, []string{"a", "b", "c"}, in.Words)
		require.Empty(t, in.Soft)
		require.Nil(t, in.Absent)
		require.Same(t, db, in.Cache.db)
		require.Same(t, h, in.Handle)
		require.Empty(t, rest)
	}), handles(&asked))
	require.NoError(t, err)
	require.NoError(t, b.Call(t.Context()))
	require.True(t, called)
	require.Equal(t, []int{c.Size()}, asked, "a function that is called is the node after the last")
}

func TestCall_returnsTheErrorUnchanged(t *testing.T) {
	b := prepare(t, listing(t).container(), func() error { return errRefused })
	require.Same(t, errRefused, b.Call(t.Context()))
	b = prepare(t, listing(t).container(), func() error { return nil })
	require.NoError(t, b.Call(t.Context()))
}

func panicsInACall() { panic(errRefused) }

func TestCall_returnsAPanicAsAnError(t *testing.T) {
	err := prepare(t, listing(t).container(), panicsInACall).Call(t.Context())
	require.ErrorIs(t, err, errRefused)
	var p *guard.PanicError
	require.ErrorAs(t, err, &p)
	require.Same(t, p, err, "not wrapped")
	require.Contains(t, p.Stack, "container_test.panicsInACall")
}

func TestCall_runsOnTheGoroutineOfTheCaller(t *testing.T) {
	var got uint64
	b := prepare(t, listing(t).container(), func() { got = guard.GoroutineID() })
	require.NoError(t, b.Call(t.Context()))
	require.Equal(t, guard.GoroutineID(), got)
}

func TestCall_letsGoexitEndTheGoroutine(t *testing.T) {
	b := prepare(t, listing(t).container(), func() { runtime.Goexit() })
	returned, ended := false, make(chan struct{})
	go func() {
		defer close(ended)
		_ = b.Call(context.Background())
		returned = true
	}()
	<-ended
	require.False(t, returned)
	require.Empty(t, stackOf(b))
}

// stackOf returns the stack of what a build runs.
func stackOf(b *container.Build) string {
	if r := container.Inspect(b)[0]; r != nil {
		return r.Stack
	}
	return ""
}

func waitsInACall(entered chan<- struct{}, leave <-chan struct{}) {
	close(entered)
	<-leave
}

func TestStack_isThatOfTheCallWhileItRuns(t *testing.T) {
	entered, leave, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
	b := prepare(t, listing(t).container(), func() { waitsInACall(entered, leave) })
	require.Empty(t, stackOf(b))
	go func() { defer close(done); _ = b.Call(context.Background()) }()
	<-entered
	require.Contains(t, stackOf(b), "container_test.waitsInACall")
	require.Equal(t, -1, b.Running(), "no constructor runs")
	close(leave)
	<-done
	require.Empty(t, stackOf(b))
}

func TestStack_isNoneAfterTheCall(t *testing.T) {
	b := prepare(t, listing(t).container(), func() error { return errRefused })
	require.Error(t, b.Call(t.Context()))
	require.Empty(t, stackOf(b), "though its goroutine lives")
}

func TestStack_isThatOfTheConstructorWhileItRuns(t *testing.T) {
	var b *container.Build
	var stack string
	c := listing(t).provide(func() *queue { stack = stackOf(b); return nil }).invoke(runQueue).container()
	_, err := c.Build(t.Context(), callbacks{begin: func(begun *container.Build) { b = begun }}.config())
	require.NoError(t, err)
	require.Contains(t, stack, "container_test.TestStack_isThatOfTheConstructorWhileItRuns.func1")
	require.Empty(t, stackOf(b))
}

func TestPrepare_doesNotCallTheFunction(t *testing.T) {
	var events log
	c := shop(t).container()
	_, err := c.Prepare(t.Context(), calling(t, func(*config) { t.Error("called") }), callbacks{
		before: func(node int) { events.add("before " + c.ID(node)) },
		after:  func(node int, _ time.Duration, _ error) { events.add("after " + c.ID(node)) },
	}.config())
	require.NoError(t, err)
	require.Equal(t, log{"before " + c.ID(3), "after " + c.ID(3)}, events)
}

func TestPrepare_keepsNoInstanceOfTheFunction(t *testing.T) {
	c := shop(t).invoke(runNothing).container()
	function := calling(t, runNothing) // a root has the same name
	for range 2 {
		b, err := c.Prepare(t.Context(), function, config0)
		require.NoError(t, err)
		require.NoError(t, b.Call(t.Context()))
		require.False(t, b.Uses(c.Size()))
		require.Empty(t, b.Nodes())
		require.Len(t, c.Graph(b).Nodes, c.Size())
	}
	require.Empty(t, c.Live())
}

func TestGraph_ofACallReachesWhatTheFunctionNeeds(t *testing.T) {
	c := shop(t).invoke(func(*cache) {}).container()
	b, _ := use[*server](t, c)
	g := c.Graph(b)
	require.Equal(t, []bool{false, true, true, true, false}, reached(g))
	require.Equal(t, 3, g.Nodes[1].Seq)
	require.Zero(t, g.Nodes[0].Seq)
}

func TestPrepare_callsFromManyGoroutinesRunConcurrently(t *testing.T) {
	c := shop(t).container()
	const n = 8
	entered, leave, done := make(chan struct{}), make(chan struct{}), make(chan error, n)
	for range n {
		b := prepare(t, c, func(*server) { entered <- struct{}{}; <-leave })
		go func() {
			err := b.Call(context.Background())
			b.Release()
			done <- err
		}()
	}
	for range n { // all are called before any returns
		<-entered
	}
	close(leave)
	for range n {
		require.NoError(t, <-done)
	}
	b, _ := use[*server](t, c)
	require.Equal(t, []int{3, 2, 1}, b.Release())
}
