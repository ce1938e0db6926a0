// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package adapt_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/adapt"
	"github.com/facet-go/facet/graph"
)

type store struct{ name string }

// constructor reads a constructor that has no problems.
func constructor(t *testing.T, f any) *adapt.Spec {
	t.Helper()
	s, problems := adapt.Constructor(f, graph.Caller(1))
	require.Empty(t, problems)
	return s
}

func value(t *testing.T, v any) *adapt.Spec {
	t.Helper()
	s, problems := adapt.Value(v, reflect.TypeOf(v), graph.Caller(1))
	require.Empty(t, problems)
	return s
}

func decorator(t *testing.T, f any) *adapt.Spec {
	t.Helper()
	s, problems := adapt.Decorator(f, graph.Caller(1))
	require.Empty(t, problems)
	return s
}

func invoke(t *testing.T, f any) *adapt.Spec {
	t.Helper()
	s, problems := adapt.Invoke(f, graph.Caller(1))
	require.Empty(t, problems)
	return s
}

func TestSpecs_keepTheirPlacesAndModules(t *testing.T) {
	at := graph.Caller(0)
	s, problems := adapt.Constructor(func() *store { return &store{} }, at)
	require.Empty(t, problems)
	s.Module = &adapt.Module{Name: "inner", Parent: &adapt.Module{Name: "outer"}}
	app := adapt.New(adapt.Front{Specs: []*adapt.Spec{s, invoke(t, func(*store) {})}})
	require.NoError(t, app.Validate())

	node := app.Graph().Nodes[0]
	require.Equal(t, at, node.Place)
	require.Equal(t, "outer.inner", node.Module)
	require.Equal(t, node.ID, app.ID(s))
	require.Empty(t, app.ID(&adapt.Spec{}))
}

func TestSpecs_comeBeforeTheOptions(t *testing.T) {
	var order []string
	app := adapt.New(adapt.Front{Specs: []*adapt.Spec{invoke(t, func() { order = append(order, "spec") })}},
		facet.Invoke(func() { order = append(order, "option") }), facet.First(facet.Invoke(func() { order = append(order, "first") })))
	require.NoError(t, app.Build(t.Context()))
	require.Equal(t, []string{"first", "spec", "option"}, order)
	require.NoError(t, app.Stop(t.Context()))
}

func TestWiring_winsOverTheScopes(t *testing.T) {
	provider := constructor(t, func() *store { return &store{"plain"} })
	decorated := decorator(t, func(s *store) *store { return &store{s.name + ", decorated"} })
	var got [2]string
	byScope := invoke(t, func(s *store) { got[0] = s.name })
	pinned := invoke(t, func(s *store) { got[1] = s.name })
	app := adapt.New(adapt.Front{Specs: []*adapt.Spec{provider, decorated, byScope, pinned}, Wiring: adapt.Wiring{pinned: {provider}}})
	require.NoError(t, app.Check())
	require.NoError(t, app.Build(t.Context()))
	require.Equal(t, [2]string{"plain, decorated", "plain"}, got)
	require.Equal(t, []string{app.ID(provider)}, app.Graph().Nodes[3].Needs[0].From)
	require.NoError(t, app.Stop(t.Context()))
}

func TestWiring_ofAnotherAppLeavesTheParameterWithoutProvider(t *testing.T) {
	type in struct {
		facet.In

		Store *store `optional:"true"`
	}
	provider, absent := constructor(t, func() *store { return &store{} }), constructor(t, func() *store { return nil })
	var got *store
	optional := invoke(t, func(p in) { got = p.Store })
	app := adapt.New(adapt.Front{Specs: []*adapt.Spec{provider, optional}, Wiring: adapt.Wiring{optional: {absent}}})
	require.NoError(t, app.Build(t.Context()))
	require.Nil(t, got)
	require.NoError(t, app.Stop(t.Context()))

	needed := invoke(t, func(*store) {})
	wrong := adapt.New(adapt.Front{Specs: []*adapt.Spec{provider, needed}, Wiring: adapt.Wiring{needed: {absent}}})
	requireSlug(t, wrong.Check(), "missing-dependency")
}

func TestDetached_providesOnlyToThoseThatNameIt(t *testing.T) {
	provider := constructor(t, func() *store { return &store{"visible"} })
	detached := value(t, &store{"detached"})
	detached.Detached = true
	var got [2]string
	plain := invoke(t, func(s *store) { got[0] = s.name })
	naming := invoke(t, func(s *store) { got[1] = s.name })
	app := adapt.New(adapt.Front{Specs: []*adapt.Spec{detached, provider, plain, naming}, Wiring: adapt.Wiring{naming: {detached}}})
	require.NoError(t, app.Build(t.Context()))
	require.Equal(t, [2]string{"visible", "detached"}, got)
	require.NoError(t, app.Stop(t.Context()))
}

func TestCheck_isWhatBuildRefuses(t *testing.T) {
	calls := 0
	provider := constructor(t, func(int) *store { calls++; return &store{} })
	unneeded := adapt.Front{Specs: []*adapt.Spec{provider, invoke(t, func() { calls++ })}}
	require.NoError(t, adapt.New(unneeded).Check())

	needed := adapt.New(adapt.Front{Specs: []*adapt.Spec{provider, invoke(t, func(*store) { calls++ })}}, facet.Log(nil))
	err := needed.Check()
	requireSlug(t, err, "missing-dependency")
	require.EqualError(t, needed.Build(t.Context()), err.Error())
	require.Zero(t, calls)
}

func TestProblems_areThoseOfRegistration(t *testing.T) {
	app := adapt.New(adapt.Front{Problems: []*graph.Problem{{Slug: "bad-option", Text: "wrong"}}}, facet.Log(nil))
	requireSlug(t, app.Err(), "bad-option")
	requireSlug(t, app.Check(), "bad-option")
	requireSlug(t, app.Build(t.Context()), "bad-option")
}

func TestReword_replacesTheWordsOfProblems(t *testing.T) {
	app := facet.New(facet.Provide(3))
	words := strings.NewReplacer("facet.Supply", "fx.Supply")
	err := adapt.Reword(app.Err(), words)
	require.ErrorContains(t, err, "use fx.Supply for a value")
	require.NotContains(t, err.Error(), "facet.Supply")
	requireSlug(t, err, "not-a-function")
	require.ErrorIs(t, err, app.Err().(*facet.Problems).List[0]) //nolint:errcheck,errorlint // it is one

	other := &facet.StateError{Op: "Start"}
	require.Equal(t, error(other), adapt.Reword(other, words))
}

func requireSlug(t *testing.T, err error, slug string) {
	t.Helper()
	var p *facet.Problems
	require.ErrorAs(t, err, &p)
	require.Equal(t, slug, p.List[0].Slug)
}
