// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package peers_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/provide"
)

func TestPeers_fxReportsOneProblemAtATime_facetAllWithTheirNearMisses(t *testing.T) {
	var tr trace
	app := quiet(
		facet.Provide(newLow, provide.Name("primary")),
		facet.Provide(newLow, provide.Name("primary")),
		facet.Supply(label("facet")),
		facet.Invoke(func(*low) { tr.Add("never") }),
		facet.Invoke(func(*label) { tr.Add("never") }),
	)
	var problems *facet.Problems
	require.ErrorAs(t, app.Build(t.Context()), &problems)
	type found struct{ slug, culprit, near string }
	var all []found
	for _, p := range problems.List {
		f := found{slug: p.Slug, culprit: strings.TrimPrefix(p.Text, "nothing provides ")}
		if len(p.Near) > 0 {
			f.near = p.Near[0].Change
		}
		all = append(all, f)
		require.Contains(t, p.Path[0].Place.String(), "build_test.go:")
	}
	require.Equal(t, []found{
		{"duplicate-provider", problems.List[0].Text, ""},
		{"missing-dependency", "*lifetest.Low", "ask for it with `name:\"primary\"` on a field of a struct that embeds facet.In"},
		{"missing-dependency", "*peers_test.label", "ask for peers_test.label, or provide *peers_test.label"},
	}, all)
	require.Empty(t, tr.Take())
}

func TestPeers_fxValidatesOnlyWhatInvokesReach_facetEverythingProvided(t *testing.T) {
	app := quiet(
		facet.Provide(func(*mid) *high { return nil }),
		facet.Provide(newLow),
		facet.Invoke(func(*low) {}),
	)
	var problem *facet.Problem
	require.ErrorAs(t, app.Validate(), &problem)
	require.Equal(t, "missing-dependency", problem.Slug)
	require.NoError(t, quiet(facet.Provide(newLow), facet.Invoke(func(*low) {})).Validate())
}

func TestPeers_fxModuleListedTwiceIsProvidedTwice_facetIncludesItOnce(t *testing.T) {
	var tr trace
	storage := facet.Module("storage", facet.Provide(newLow), facet.Invoke(func(*low) { tr.Add("invoke") }))
	app := quiet(storage, facet.Module("api", storage), storage)
	require.NoError(t, app.Validate())
	require.NoError(t, app.Build(t.Context()))
	require.Equal(t, []string{"invoke"}, tr.Take())
	require.NoError(t, app.Stop(t.Context()))
}

func TestPeers_fxInvokesOfChildModulesComeFirst_facetAsListed(t *testing.T) {
	var tr trace
	say := func(line string) facet.Option { return facet.Invoke(func() { tr.Add(line) }) }
	app := quiet(
		say("first"),
		facet.Module("child", say("child first"), facet.Module("grandchild", say("grandchild")), say("child last")),
		say("last"),
	)
	require.NoError(t, app.Build(t.Context()))
	require.Equal(t, []string{"first", "child first", "grandchild", "child last", "last"}, tr.Take())
	require.NoError(t, app.Stop(t.Context()))
}

func TestPeers_fxSupplyLosesInterfaces_facetValueKeepsThem(t *testing.T) {
	var got fmt.Stringer
	app := quiet(facet.Value[fmt.Stringer](label("facet")), facet.Invoke(func(s fmt.Stringer) { got = s }))
	require.NoError(t, app.Build(t.Context()))
	require.Equal(t, label("facet"), got)
}

type label string

func (l label) String() string { return string(l) }

func TestPeers_digIDsAreCodePointers_facetTellsClosuresOfOneLiteralApart(t *testing.T) {
	app := quiet(
		facet.Provide(numbered(1), provide.Name("a")),
		facet.Provide(numbered(2), provide.Name("b")),
		facet.Provide(numbered(3), provide.Name("c")),
		facet.Invoke(func(in struct {
			facet.In
			B *low `name:"b"`
			A *low `name:"a"`
		},
		) {
			require.Equal(t, []int{1, 2}, []int{in.A.ID, in.B.ID})
		}),
	)
	require.NoError(t, app.Build(t.Context()))
	nodes := app.Graph().Nodes
	require.NotEqual(t, nodes[0].ID, nodes[1].ID)
	require.NotEqual(t, nodes[1].ID, nodes[2].ID)
	require.NotEqual(t, nodes[0].ID, nodes[2].ID)
	require.Equal(t, []string{nodes[1].ID, nodes[0].ID}, app.Graph().Dependencies(nodes[3].ID))
	require.Equal(t, []string{nodes[2].ID}, app.Graph().Unused())
	require.NoError(t, app.Stop(t.Context()))
}

//go:noinline // inlined, each use of the literal is a function of its own
func numbered(id int) func() *low { return func() *low { return &low{ID: id} } }

func TestPeers_digShufflesGroups_facetKeepsTheOrderOfRegistration(t *testing.T) {
	const many = 20
	var opts []facet.Option
	var want, got []int
	for id := range many {
		opts = append(opts, facet.Provide(numbered(id), provide.Group("lows")))
		want = append(want, id)
	}
	app := quiet(append(opts, facet.Invoke(func(in struct {
		facet.In
		All []*low `group:"lows"`
	},
	) {
		for _, l := range in.All {
			got = append(got, l.ID)
		}
	}))...)
	require.NoError(t, app.Build(t.Context()))
	require.Equal(t, want, got)
	require.NoError(t, app.Stop(t.Context()))
}

func TestPeers_digRunsAFailedConstructorAgain_facetOnceInABuild(t *testing.T) {
	calls := 0
	app := quiet(
		facet.Provide(func() (*low, error) { calls++; return nil, errBoom }),
		facet.Provide(func(*low) *mid { return nil }),
		facet.Invoke(func(*low) {}, func(*mid) {}, func(*low) {}),
	)
	require.ErrorIs(t, app.Build(t.Context()), errBoom)
	require.Equal(t, 1, calls)
	require.ErrorIs(t, app.Build(t.Context()), errBoom)
	require.Equal(t, 2, calls, "the next build tries again")
}

// optionally wants what may not be there.
func optionally(t *testing.T, see func(*mid)) facet.Option {
	t.Helper()
	return facet.Invoke(func(in struct {
		facet.In
		Mid *mid `optional:"true"`
	},
	) {
		see(in.Mid)
	})
}

func TestPeers_digOptionalHidesABrokenProvider_facetReportsIt(t *testing.T) {
	var tr trace
	see := optionally(t, func(m *mid) {
		require.Nil(t, m)
		tr.Add("absent")
	})
	require.NoError(t, quiet(see).Build(t.Context()))
	require.Equal(t, []string{"absent"}, tr.Take())

	app := quiet(see, facet.Provide(func(*low) *mid { return &mid{} }))
	var problem *facet.Problem
	require.ErrorAs(t, app.Build(t.Context()), &problem)
	require.Equal(t, "missing-dependency", problem.Slug)

	app = quiet(see, facet.Provide(func() (*mid, error) { return nil, errBoom }))
	require.ErrorIs(t, app.Build(t.Context()), errBoom)
	require.Empty(t, tr.Take())
}
