// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"io"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

// populate reads a target and requires that it has no problem.
func populate(t *testing.T, target any) *registration.Spec {
	t.Helper()
	spec, problems := registration.Populate(target, graph.Caller(1))
	require.Empty(t, problems)
	return spec
}

func TestPopulate_asksForWhatTheTargetPointsTo(t *testing.T) {
	var db *DB
	spec := populate(t, &db)
	require.Equal(t, graph.KindInvoke, spec.Kind)
	require.Equal(t, []registration.Param{{Key: key[*DB]()}}, spec.Params)
	require.Equal(t, "target", spec.Where(spec.Params[0]))
	require.False(t, spec.HasErr)

	want := &DB{}
	require.Empty(t, spec.Func.Call([]reflect.Value{reflect.ValueOf(want)}))
	require.Same(t, want, db)
}

func TestPopulate_isNamedByItsTypeAndPlacedByItsRegistration(t *testing.T) {
	at := graph.Caller(0)
	spec, problems := registration.Populate(new(*DB), at)
	require.Empty(t, problems)
	require.Equal(t, "populate *github.com/facet-go/facet/internal/registration_test.DB", spec.ID())
	require.Equal(t, "populate *registration_test.DB", spec.Name())
	require.Equal(t, at, spec.Source())
	require.Equal(t, at, spec.Place)
}

func TestPopulate_fillsAnInterface(t *testing.T) {
	var r io.Reader
	spec := populate(t, &r)
	require.Equal(t, []registration.Param{{Key: key[io.Reader]()}}, spec.Params)

	arg := reflect.New(reflect.TypeFor[io.Reader]()).Elem()
	arg.Set(reflect.ValueOf(&DB{}))
	spec.Func.Call([]reflect.Value{arg})
	require.NotNil(t, r)
	spec.Func.Call([]reflect.Value{reflect.Zero(arg.Type())})
	require.Nil(t, r, "the next build fills it anew")
}

func TestPopulate_fillsTheFieldsOfAParameterStructAndNoOthers(t *testing.T) {
	type target struct {
		provide.In `ignore-unexported:"true"`
		kept       int
		Main       *DB `name:"main"`
		Nested     struct {
			provide.In
			Routes Routes `group:"routes"`
		}
	}
	into := target{kept: 7}
	spec := populate(t, &into)
	require.Equal(t, []registration.Param{
		{Key: named[*DB]("main"), Field: []int{2}},
		{Key: member[Route]("routes"), Field: []int{3, 1}, Slice: reflect.TypeFor[Routes]()},
	}, spec.Params)
	require.Equal(t, "field Main", spec.Where(spec.Params[0]))
	require.Equal(t, "field Nested.Routes", spec.Where(spec.Params[1]))

	arg := target{Main: &DB{}}
	arg.Nested.Routes = Routes{{Path: "/"}}
	spec.Func.Call([]reflect.Value{reflect.ValueOf(arg)})
	arg.kept = 7
	require.Equal(t, arg, into)
}

func TestPopulate_brokenIsNamedAllTheSame(t *testing.T) {
	spec, problems := registration.Populate(new(baseOut), graph.Caller(0))
	require.Equal(t, []string{"out-as-parameter"}, slugs(problems))
	require.True(t, spec.Broken)
	require.Equal(t, "populate registration_test.baseOut", spec.Name())

	spec, problems = registration.Populate(nil, graph.Caller(0))
	require.Len(t, problems, 1)
	require.Nil(t, spec)
}
