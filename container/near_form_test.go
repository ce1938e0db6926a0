// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

type (
	clock  func() time.Time
	routes []route
	ticks  <-chan time.Time
	bundle struct {
		Config  config
		Missing *file `optional:"true"`
	}
	privateBundle struct{ _ config }
	settings      struct{ Addr string }
)

func TestNear_aTypeThatDiffersOnlyByItsNameOrDirection(t *testing.T) {
	for _, c := range []struct {
		provide, invoke any
		want            []string
	}{
		{func() func() time.Time { return time.Now }, func(clock) {}, []string{"func() time.Time is provided, and can be assigned to clock; keys are exact types"}},
		{func() clock { return time.Now }, func(func() time.Time) {}, []string{"clock is provided, and can be assigned to func() time.Time; keys are exact types"}},
		{func() chan int { return nil }, func(<-chan int) {}, []string{"chan int is provided, and can be assigned to <-chan int; keys are exact types"}},
		{func() <-chan int { return nil }, func(chan int) {}, []string{"<-chan int is provided; keys are exact types"}},
		{func() []route { return nil }, func(routes) {}, []string{"[]route is provided, and can be assigned to routes; keys are exact types"}},
		{func() chan time.Time { return nil }, func(ticks) {}, []string{"chan time.Time is provided, and can be assigned to ticks; keys are exact types"}},
		{func() chan<- int { return nil }, func(<-chan int) {}, nil},
		{func() func() int { return nil }, func(clock) {}, nil},
	} {
		require.Equal(t, c.want, nearOf(t, listing(t).provide(c.provide).invoke(c.invoke).container()), "%T for %T", c.provide, c.invoke)
	}
}

func TestNear_aStructWhoseFieldsAreProvidedIsAParameterStruct(t *testing.T) {
	l := listing(t).provide(newConfig).invoke(func(bundle) {})
	require.Equal(t, []string{"bundle is a struct that does not embed facet.In, and the types of its fields are provided: config"}, nearOf(t, l.container()))
	for _, plain := range []any{func(settings) {}, func(privateBundle) {}, func(*bundle) {}} {
		require.Empty(t, nearOf(t, listing(t).provide(newConfig).invoke(plain).container()), "%T", plain)
	}
}

func TestNear_namesOfOneLetterSayNothing(t *testing.T) {
	type T struct{}
	local := func() any {
		type T interface{ Close() error }
		return func(T) {}
	}
	require.Empty(t, nearOf(t, listing(t).provide(func() T { return T{} }).invoke(local()).container()))
	other := func() any {
		type T struct{ _ int }
		return func(T) {}
	}
	require.Empty(t, nearOf(t, listing(t).provide(func() T { return T{} }).invoke(other()).container()), "two types of one package")
}

var newLiteral = func() config { return config{} }

func TestFuncName_ofALiteralOutsideOfAllFunctions(t *testing.T) {
	spec, problems := registration.Constructor(newLiteral, graph.Caller(0))
	require.Empty(t, problems)
	require.Regexp(t, `^container_test\.func\d+$`, spec.Name())
}
