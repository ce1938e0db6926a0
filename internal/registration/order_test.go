// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"fmt"
	"io"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

func TestAfter_reachesTheSpecInTheOrderGiven(t *testing.T) {
	spec := read(t, buffer,
		provide.After[*DB]("replica"), provide.Before[Routes](), provide.After[io.Reader](),
		provide.Before[Route]("main"), provide.After[*DB]())
	require.Equal(t, []registration.Key{
		{Type: reflect.TypeFor[*DB](), Name: "replica"}, key[io.Reader](), key[*DB](),
	}, spec.After)
	require.Equal(t, []registration.Key{
		key[Routes](), {Type: reflect.TypeFor[Route](), Name: "main"},
	}, spec.Before)
	require.Empty(t, spec.Params, "an order asks for nothing")
}

func TestAfter_isEmptyByDefault(t *testing.T) {
	spec := read(t, buffer, provide.After[*DB]())
	require.Empty(t, spec.Before)
	require.Empty(t, read(t, buffer, provide.Before[*DB]()).After)
}

func TestAfter_sameTypeUnderAnotherNameIsAnotherKey(t *testing.T) {
	spec := read(t, buffer, provide.After[*DB](), provide.Before[*DB]("replica"), provide.After[*DB]("main"))
	require.Equal(t, []registration.Key{key[*DB](), {Type: reflect.TypeFor[*DB](), Name: "main"}}, spec.After)
	require.Equal(t, []registration.Key{{Type: reflect.TypeFor[*DB](), Name: "replica"}}, spec.Before)
}

func TestAfter_oneOptionServesSeveralConstructors(t *testing.T) {
	after := provide.After[*DB]()
	require.Equal(t, read(t, buffer, after).After, read(t, buffer, after, provide.After[Route]()).After[:1])
	require.Len(t, read(t, buffer, after).After, 1)
}

func TestAfter_takesANameAsItIsAtTheCall(t *testing.T) {
	names := []string{"main"}
	after := provide.After[*DB](names...)
	names[0] = "replica"
	require.Equal(t, []registration.Key{{Type: reflect.TypeFor[*DB](), Name: "main"}}, read(t, buffer, after).After)
	require.Equal(t, `After[*registration_test.DB]("main")`, after.String())
}

func TestAfter_refusedMakesNoEdge(t *testing.T) {
	spec, problems := registration.Constructor(buffer, graph.Caller(0),
		provide.After[*DB](), provide.After[error](), provide.After[*DB](), provide.Before[*DB](), provide.Before[Stores](),
		provide.Before[Route]("a", "b"), provide.After[Route](""))
	require.Equal(t, []string{
		"bad-option", "conflicting-options", "conflicting-options", "bad-option", "bad-option", "bad-option",
	}, slugs(problems))
	require.Equal(t, []registration.Key{key[*DB]()}, spec.After)
	require.Empty(t, spec.Before)
}

func TestAfter_onAValueMakesNoEdge(t *testing.T) {
	spec, problems := registration.Value(&DB{}, reflect.TypeFor[*DB](), graph.Caller(0), provide.After[Route](), provide.Before[Routes]())
	require.Equal(t, []string{"bad-option"}, slugs(problems))
	require.Empty(t, spec.After)
	require.Empty(t, spec.Before)
}

// With any options, each accepted key is given once and in one direction, and each
// rejected key is a problem.
func TestAfter_everyEdgeIsKeptOrRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		options := rapid.SliceOfN(rapid.Custom(drawOrder), 0, 6).Draw(t, "options")
		spec, problems := registration.Constructor(buffer, graph.Place{}, options...)
		require.Equal(t, len(options), len(spec.After)+len(spec.Before)+len(problems))
		seen := map[registration.Key]bool{}
		for _, k := range append(spec.After[:len(spec.After):len(spec.After)], spec.Before...) {
			require.False(t, seen[k], "%v twice", k)
			seen[k] = true
		}
	})
}

func drawOrder(t *rapid.T) provide.Option {
	names := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b"}), 0, 1).Draw(t, "names")
	return rapid.SampledFrom([]provide.Option{
		provide.After[*DB](names...), provide.Before[*DB](names...), provide.After[Route](names...), provide.Before[Route](names...),
	}).Draw(t, "option")
}

func TestAfter_printsAsItIsWritten(t *testing.T) {
	require.Equal(t, `[After[*registration_test.DB]("main") After[io.Reader]() Before[registration_test.Route]("a\nb") Before[[]int]("a", "b")]`,
		fmt.Sprint([]provide.Option{
			provide.After[*DB]("main"), provide.After[io.Reader](), provide.Before[Route]("a\nb"), provide.Before[[]int]("a", "b"),
		}))
}
