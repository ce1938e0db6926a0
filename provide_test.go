// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/provide"
)

func TestProvide_takesSeveralConstructors(t *testing.T) {
	type a struct{}
	type b struct{ *a }
	calls := 0
	list := facet.Provide(func() *a { calls++; return &a{} }, func(x *a) *b { calls++; return &b{x} }, func(*a) int { return 1 })
	app := quiet(list, facet.Invoke(func(*b, int) {}))
	require.NoError(t, app.Validate())
	require.NoError(t, app.Build(t.Context()))
	require.Equal(t, 2, calls)
	require.NoError(t, app.Stop(t.Context()))
	places := map[string]bool{}
	for _, n := range app.Graph().Nodes[:3] {
		places[n.Place.String()] = true
	}
	require.Len(t, places, 1, "the line of the call")
}

func TestProvide_takesTheOptionsOfOneConstructor(t *testing.T) {
	opts := []provide.Option{provide.Name("n"), provide.Eager()}
	for _, option := range []facet.Option{
		facet.Provide(func() int { return 1 }, provide.Name("n"), provide.Eager()),
		facet.Provide(func() int { return 1 }, opts),
		facet.Provide(func() int { return 1 }, opts[:1], opts[1]),
	} {
		app := quiet(option)
		require.NoError(t, app.Build(t.Context()))
		v, err := facet.Lookup[int](app, "n")
		require.NoError(t, err)
		require.Equal(t, 1, v)
		require.NoError(t, app.Stop(t.Context()))
	}
}

func TestProvide_whatIsWrongSaysWhatToChange(t *testing.T) {
	one, two := func() int { return 1 }, func() string { return "" }
	for want, option := range map[string]facet.Option{
		"bad-option: Provide is given 2 constructors and Name(\"n\"); an option applies to one constructor, so give that a Provide of its own": facet.Provide(one, two, provide.Name("n")),
		"bad-option: argument 2 of Provide is the option Supply(1 value) of the app; list it by itself, next to Provide":                       facet.Provide(one, facet.Supply(1)),
		"bad-option: argument 1 of Provide is the option Module(\"m\") of the app; list it by itself, next to Provide":                         facet.Provide(facet.Module("m"), one),
		"nil-function: argument 2 of Provide is nil; give a constructor or an option of package provide":                                       facet.Provide(one, nil),
		"cannot provide a value of type string": facet.Provide(one, "text"),
	} {
		err := quiet(option).Err()
		require.ErrorContains(t, err, want)
		require.ErrorContains(t, err, "provide_test.go:")
	}
}

func TestSupply_refusesOptions(t *testing.T) {
	require.ErrorContains(t, quiet(facet.Supply(1, facet.Module("m"))).Err(), "argument 2 of Supply is the option Module(\"m\") of the app; list it by itself")
	require.ErrorContains(t, quiet(facet.Supply(provide.Eager())).Err(), "argument 1 of Supply is the option Eager() of a constructor; for a value with options use facet.Value")
}

func TestProvide_printsItsConstructors(t *testing.T) {
	require.Equal(t, "Provide(facet_test.newOne, facet_test.newTwo)", fmt.Sprint(facet.Provide(newOne, newTwo)))
	require.Equal(t, "Provide(facet_test.newOne)", fmt.Sprint(facet.Provide(newOne, provide.Eager())))
}

func newOne() int    { return 1 }
func newTwo() string { return "" }
