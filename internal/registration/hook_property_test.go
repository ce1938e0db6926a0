// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

// Args are enough to call the hook: each parameter is filled once, from a result if there
// is one of its type, or else by injection.
func TestOnStart_argumentsFillEveryParameter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		results := rapid.SliceOfNDistinct(rapid.SampledFrom(leaves[:goodLeaves]), 1, 4, rapid.ID).Draw(t, "results")
		in := rapid.SliceOfN(rapid.SampledFrom(append(leaves[:goodLeaves:goodLeaves], reflect.TypeFor[context.Context]())), 0, 5).Draw(t, "hook")
		spec, problems := registration.Constructor(madeOf([]reflect.Type{reflect.TypeFor[int]()}, results), graph.Place{},
			provide.OnStart(madeOf(in, nil)), provide.OnStop(madeOf(in, nil)))
		if !slices.ContainsFunc(in, func(in reflect.Type) bool { return slices.Contains(results, in) }) {
			require.Equal(t, []string{"hook-without-result", "hook-without-result"}, slugs(problems))
			require.Len(t, spec.Params, 1)
			return
		}
		require.Empty(t, problems)
		require.Equal(t, spec.Hooks[0].Args, spec.Hooks[1].Args)
		require.Len(t, spec.Hooks[0].Args, len(in))
		for i, arg := range spec.Hooks[0].Args {
			require.Equal(t, i, arg.At)
			source := map[registration.HookSource]func() reflect.Type{
				registration.HookContext: func() reflect.Type { return reflect.TypeFor[context.Context]() },
				registration.HookResult:  func() reflect.Type { return results[arg.Arg] },
				registration.HookParam:   func() reflect.Type { return spec.Params[arg.Param].Key.Type },
			}[arg.Source]
			require.Equal(t, in[i], source())
			require.Equal(t, slices.Contains(results, in[i]), arg.Source == registration.HookResult)
		}
	})
}
