// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"context"
	"io"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

func TestConstructor_readsParametersAndResultsInOrder(t *testing.T) {
	spec := read(t, func(context.Context, *DB, []Route) (io.Reader, Routes, error) { return nil, nil, nil })

	require.Equal(t, graph.KindConstructor, spec.Kind)
	require.Equal(t, []registration.Param{
		{Key: key[context.Context](), Arg: 0},
		{Key: key[*DB](), Arg: 1},
		{Key: key[[]Route](), Arg: 2},
	}, spec.Params)
	require.Equal(t, []registration.Result{
		{Key: key[io.Reader](), Arg: 0},
		{Key: key[Routes](), Arg: 1},
	}, spec.Results)
	require.True(t, spec.HasErr)
}

func TestConstructor_withoutErrorHasNone(t *testing.T) {
	require.False(t, read(t, buffer).HasErr)
}

func TestConstructor_mayTakeAnError(t *testing.T) {
	spec := read(t, func(error) *DB { return nil })
	require.Equal(t, []registration.Param{{Key: key[error]()}}, spec.Params)
}

func TestConstructor_leavesAVariadicParameterEmpty(t *testing.T) {
	spec := read(t, func(int, ...string) *DB { return nil })
	require.Equal(t, []registration.Param{{Key: key[int]()}}, spec.Params)

	_, problems := registration.Constructor(func(...*baseIn) *DB { return nil }, graph.Caller(0))
	require.Empty(t, problems)
}

func TestConstructor_isNamedAndPlacedByItsFunction(t *testing.T) {
	at := graph.Caller(0)
	spec, problems := registration.Constructor(buffer, at)
	require.Empty(t, problems)

	require.Equal(t, at, spec.Place)
	require.Equal(t, "registration_test.buffer", spec.Name())
	require.Equal(t, "github.com/facet-go/facet/internal/registration_test.buffer", spec.ID())
	require.Equal(t, "internal/registration/main_test.go", spec.Source().File())
	require.Equal(t, spec.ID(), spec.Source().Func())
}

func TestSpec_whereSaysThePositionOfAParameter(t *testing.T) {
	spec := read(t, func(*DB, struct {
		provide.In
		Stores struct {
			provide.In
			Main int
		}
	},
	) io.Reader {
		return nil
	})
	require.Equal(t, "parameter 1", spec.Where(spec.Params[0]))
	require.Equal(t, "parameter 2, field Stores.Main", spec.Where(spec.Params[1]))
}

func TestKey_printsAsAReaderWouldWriteIt(t *testing.T) {
	db := reflect.TypeFor[*DB]()
	require.Equal(t, "*registration_test.DB", registration.Key{Type: db}.String())
	require.Equal(t, `*registration_test.DB[name="replica"]`, registration.Key{Type: db, Name: "replica"}.String())
	require.Equal(t, `*registration_test.DB[group="all"]`, registration.Key{Type: db, Group: "all"}.String())
	require.Equal(t, graph.Key{Type: "*github.com/facet-go/facet/internal/registration_test.DB", Name: "replica"},
		registration.Key{Type: db, Name: "replica"}.Graph())
}

func TestInvoke_mayReturnNothing(t *testing.T) {
	spec, problems := registration.Invoke(func(*DB) {}, graph.Caller(0))
	require.Empty(t, problems)
	require.Equal(t, graph.KindInvoke, spec.Kind)
	require.Equal(t, []registration.Param{{Key: key[*DB]()}}, spec.Params)
	require.Empty(t, spec.Results)
	require.False(t, spec.HasErr)
}

func TestInvoke_ignoresResultsExceptAnErrorAsTheLast(t *testing.T) {
	spec, problems := registration.Invoke(func() (int, error) { return 0, nil }, graph.Caller(0))
	require.Empty(t, problems)
	require.Empty(t, spec.Results)
	require.True(t, spec.HasErr)

	_, problems = registration.Invoke(func() (error, int) { return nil, 0 }, graph.Caller(0)) //nolint:staticcheck // on purpose
	require.Equal(t, []string{"error-result"}, slugs(problems), "an error that would be lost")
}

// key is the key of a type without name and group.
func key[T any]() registration.Key { return registration.Key{Type: reflect.TypeFor[T]()} }
