// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

func TestLookup_returnsWhatTheBuildConstructed(t *testing.T) {
	type out struct {
		provide.Out
		DB    *database `name:"main"`
		Cache *cache
	}
	made := &beta{from: "here"}
	l := listing(t).
		value(config{dsn: "x"}).
		provide(func(config) out { return out{DB: &database{config{dsn: "y"}}, Cache: &cache{}} }).
		provide(func() *beta { return made }, provide.As[reader](), provide.As[writer]()).
		provide(newServer).
		value("word", provide.Group("words")).
		invoke(func(*cache, reader, wordsIn) {})
	b, err := l.build()
	require.NoError(t, err)
	require.Equal(t, "x", lookup[config](t, b).dsn)
	require.Equal(t, "y", lookup[*database](t, b, "main").config.dsn)
	require.NotNil(t, lookup[*cache](t, b))
	require.Same(t, made, lookup[reader](t, b))
	require.Same(t, made, lookup[writer](t, b))
	for _, absent := range []registration.Key{
		{Type: reflect.TypeFor[*beta]()},                   // hidden by As
		{Type: reflect.TypeFor[*database]()},               // only under a name
		{Type: reflect.TypeFor[*server]()},                 // not constructed
		{Type: reflect.TypeFor[*worker]()},                 // not provided
		{Type: reflect.TypeFor[string](), Group: "words"},  // a group
		{Type: reflect.TypeFor[*cache](), Name: "another"}, // under another name
	} {
		_, ok := b.Lookup(absent)
		require.False(t, ok, "%v", absent)
	}
}

func TestLookup_findsNothingThatFailed(t *testing.T) {
	b, _ := listing(t).provide(returnsError).invoke(func(config) {}).construct()
	_, ok := b.Lookup(registration.Key{Type: reflect.TypeFor[config]()})
	require.False(t, ok)
}

// watch reads everything that can be read of a build, until stop is closed.
func watch(c *container.Container, b *container.Build, stop <-chan struct{}) {
	for {
		select {
		case <-stop:
			return
		default:
		}
		b.Lookup(registration.Key{Type: reflect.TypeFor[int]()})
		b.Nodes()
		b.Running()
		c.DependsOn(c.Size() - 1)
		_ = c.Graph(b).String()
		_ = c.Graph(nil).String()
		_ = c.Validate()
		_, _ = c.Check()
		_ = c.ID(0)
	}
}

func TestBuild_canBeWatchedWhileItRuns(t *testing.T) {
	l := listing(t).value(1)
	step := make(chan struct{})
	for i := range 10 {
		l.provide(func(int) string { <-step; return "" }, provide.Group("words"))
		l.value(i, provide.Group("numbers"))
	}
	c := l.invoke(func(wordsIn) {}).container()
	stop := make(chan struct{})
	var watchers sync.WaitGroup
	_, err := c.Build(t.Context(), callbacks{begin: func(b *container.Build) {
		for range 4 {
			watchers.Go(func() { watch(c, b, stop) })
		}
		watchers.Go(func() {
			for range 10 {
				step <- struct{}{}
			}
		})
	}}.config())
	close(stop)
	watchers.Wait()
	require.NoError(t, err)
}

func TestGraph_showsTheStateOfARunningBuild(t *testing.T) {
	var b *container.Build
	var c *container.Container
	states := func() string {
		var text strings.Builder
		for _, n := range c.Graph(b).Nodes {
			text.WriteString(n.State.String() + " ")
		}
		return text.String()
	}
	var seen log
	c = listing(t).
		provide(func() config { seen.add(states()); return config{} }).
		provide(func(config) (*database, error) { seen.add(states()); return nil, errRefused }).
		invoke(func(*database) {}).
		provide(newCache).container()
	require.Equal(t, "declared declared declared declared ", states())
	_, err := c.Build(t.Context(), callbacks{begin: func(begun *container.Build) { b = begun }}.config())
	require.Error(t, err)
	seen.add(states())
	require.Equal(t, log{
		"building declared declared declared ",
		"built building declared declared ",
		"built failed declared declared ",
	}, seen)
	require.Equal(t, graph.StateBuilt, c.Graph(nil).Nodes[0].State, "it lives")
	c.Evict(b.Release())
	require.Equal(t, graph.StateDeclared, c.Graph(nil).Nodes[0].State)
}

func TestGraph_ofTheDeclaredEqualsThatOfTheBuildButForStates(t *testing.T) {
	c := listing(t).provide(newServer).provide(newDatabase).value(config{}).provide(newQueue).
		invoke(func(*server, *database) {}).container()
	declared := c.Graph(nil)
	b, err := c.Build(t.Context(), config0)
	require.NoError(t, err)
	built := c.Graph(b)
	require.Equal(t, declared.Edges, built.Edges)
	for i := range built.Nodes {
		require.Equal(t, built.Nodes[i].Reached, built.Nodes[i].State == graph.StateBuilt)
		built.Nodes[i].State, built.Nodes[i].Timing = graph.StateDeclared, graph.Timing{}
	}
	require.Equal(t, declared.Nodes, built.Nodes)
	require.Equal(t, []string{c.ID(3)}, built.Unused())
}

func TestGraph_belongsToItsCaller(t *testing.T) {
	c := listing(t).provide(newServer).provide(newDatabase).value(config{}).provide(newQueue).
		invoke(func(*server, *database) {}).container()
	g, want := c.Graph(nil), c.Graph(nil)
	for i := range g.Nodes {
		n := &g.Nodes[i]
		// What is appended to one list must not show in the next one.
		_ = append(n.Gives, graph.Key{Type: "mine"})
		_ = append(n.Needs, graph.Need{Soft: true})
		for _, need := range n.Needs {
			_ = append(need.From, "mine")
		}
	}
	require.Equal(t, want, g)
	for i := range g.Nodes {
		for j := range g.Nodes[i].Gives {
			g.Nodes[i].Gives[j].Type = "mine"
		}
		for j := range g.Nodes[i].Needs {
			g.Nodes[i].Needs[j].Key.Type = "mine"
			clear(g.Nodes[i].Needs[j].From)
		}
		g.Nodes[i].ID = "mine"
	}
	clear(g.Edges)
	require.Equal(t, want, c.Graph(nil))
}
