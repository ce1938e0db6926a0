// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"context"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

// call reads a function for Call and requires that it has no problem.
func call(t *testing.T, function any) *registration.Spec {
	t.Helper()
	spec, problems := registration.Call(function, graph.Caller(1))
	require.Empty(t, problems)
	return spec
}

func TestCall_leavesOutTheLeadingContext(t *testing.T) {
	spec := call(t, func(context.Context, *DB, struct {
		provide.In
		Routes []Route `group:"routes"`
	},
	) error {
		return nil
	})
	require.Equal(t, graph.KindInvoke, spec.Kind)
	require.True(t, spec.Context)
	require.True(t, spec.HasErr)
	require.Equal(t, []registration.Param{
		{Key: key[*DB](), Arg: 1},
		{Key: registration.Key{Type: reflect.TypeFor[Route](), Group: "routes"}, Arg: 2, Field: []int{1}, Slice: reflect.TypeFor[[]Route]()},
	}, spec.Params)
	require.Equal(t, "parameter 2", spec.Where(spec.Params[0]))
	require.Equal(t, "parameter 3, field Routes", spec.Where(spec.Params[1]))
	require.Empty(t, spec.Results)
}

func TestCall_needsNoContext(t *testing.T) {
	spec := call(t, func(*DB) {})
	require.False(t, spec.Context)
	require.False(t, spec.HasErr)
	require.Equal(t, []registration.Param{{Key: key[*DB]()}}, spec.Params)
	require.Empty(t, call(t, func() {}).Params)
	require.Empty(t, call(t, func(context.Context) {}).Params)
}

func TestCall_contextElsewhereIsAParameter(t *testing.T) {
	type ownContext interface{ context.Context }
	spec := call(t, func(*DB, context.Context) {})
	require.False(t, spec.Context)
	require.Equal(t, []registration.Param{{Key: key[*DB]()}, {Key: key[context.Context](), Arg: 1}}, spec.Params)

	spec = call(t, func(context.Context, context.Context) {})
	require.True(t, spec.Context)
	require.Equal(t, []registration.Param{{Key: key[context.Context](), Arg: 1}}, spec.Params)

	spec = call(t, func(struct {
		provide.In
		Context context.Context
	},
	) {
	})
	require.False(t, spec.Context)
	require.Equal(t, []registration.Param{{Key: key[context.Context](), Field: []int{1}}}, spec.Params)

	spec = call(t, func(ownContext) {})
	require.False(t, spec.Context)
	require.Equal(t, []registration.Param{{Key: key[ownContext]()}}, spec.Params)
}

func TestCall_contextIsForCallsOnly(t *testing.T) {
	spec := read(t, func(context.Context) *DB { return nil })
	require.False(t, spec.Context)
	spec, problems := registration.Invoke(func(context.Context) {}, graph.Caller(0))
	require.Empty(t, problems)
	require.False(t, spec.Context)
	require.Equal(t, []registration.Param{{Key: key[context.Context]()}}, spec.Params)
}

func TestCall_leavesAVariadicParameterEmpty(t *testing.T) {
	require.Empty(t, call(t, func(...string) {}).Params)
	require.Empty(t, call(t, func(context.Context, ...string) {}).Params)

	spec := call(t, func(...context.Context) {})
	require.Empty(t, spec.Params)
	require.False(t, spec.Context)
}

func TestCall_isNamedAndPlacedByItsFunction(t *testing.T) {
	at := graph.Caller(0)
	spec, problems := registration.Call(NewLogger, at)
	require.Equal(t, []string{"bad-call-result"}, slugs(problems))
	require.Equal(t, at, spec.Place)
	require.Equal(t, "registration_test.NewLogger", spec.Name())
	require.Contains(t, problems[0].Text, "registration_test.NewLogger: ")
	require.True(t, spec.Broken)
	require.Empty(t, spec.Results)
}

func NewLogger(context.Context) (*DB, error) { return nil, nil }

func TestCall_allProblemsAtOnce(t *testing.T) {
	spec, problems := registration.Call(func(context.Context, *baseIn, *DB) (int, error) { return 0, nil }, graph.Caller(0))
	require.Equal(t, []string{"pointer-to-in", "bad-call-result"}, slugs(problems))
	require.Equal(t, []registration.Param{{Key: key[*DB](), Arg: 2}}, spec.Params, "what could be read")
}

// Call reads a function like Invoke, except for the context and the results.
func TestCall_readsParametersAsInvokeDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSignature(t)
		var in []reflect.Type
		for i := range s.fn.NumIn() {
			in = append(in, s.fn.In(i))
		}
		withContext := append([]reflect.Type{reflect.TypeFor[context.Context]()}, in...)
		invoked, ofInvoke := registration.Invoke(made(in, s.fn.IsVariadic()), graph.Place{})
		called, ofCall := registration.Call(made(in, s.fn.IsVariadic()), graph.Place{})
		given, ofGiven := registration.Call(made(withContext, s.fn.IsVariadic()), graph.Place{})

		require.Equal(t, slugs(ofInvoke), slugs(ofCall))
		require.Equal(t, slugs(ofInvoke), slugs(ofGiven))
		require.Equal(t, invoked.Params, called.Params)
		require.Equal(t, []bool{false, true}, []bool{called.Context, given.Context})
		for i := range given.Params {
			given.Params[i].Arg--
		}
		require.Equal(t, invoked.Params, given.Params)
	})
}

// made returns a function with those parameters and no result.
func made(in []reflect.Type, variadic bool) any {
	none := func([]reflect.Value) []reflect.Value { return nil }
	return reflect.MakeFunc(reflect.FuncOf(in, nil, variadic), none).Interface()
}
