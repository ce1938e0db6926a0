// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"fmt"
	"io"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/dig"
	"pgregory.net/rapid"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

// decorate reads a decorator and requires that it has no problem.
func decorate(t *testing.T, function any, opts ...provide.Option) *registration.Spec {
	t.Helper()
	spec, problems := registration.Decorator(function, graph.Caller(1), opts...)
	require.Empty(t, problems)
	return spec
}

func TestDecorator_givesTheKeysOfItsResults(t *testing.T) {
	at := graph.Caller(0)
	spec, problems := registration.Decorator(teeLog, at)
	require.Empty(t, problems)
	require.Equal(t, graph.KindDecorator, spec.Kind)
	require.Equal(t, at, spec.Place)
	require.Equal(t, "registration_test.teeLog", spec.Name())
	require.Equal(t, "internal/registration/decorator_test.go", spec.Source().File())
	require.Equal(t, []registration.Param{{Key: key[io.Writer]()}, {Key: key[Route](), Arg: 1}}, spec.Params)
	require.Equal(t, []registration.Result{{Key: key[io.Writer]()}}, spec.Results)
	require.True(t, spec.HasErr)
}

func teeLog(io.Writer, Route) (io.Writer, error) { return nil, nil }

func TestDecorator_needNotTakeWhatItGives(t *testing.T) {
	spec := decorate(t, func() (*DB, int) { return nil, 0 })
	require.Empty(t, spec.Params)
	require.Equal(t, []registration.Key{key[*DB](), key[int]()}, keys(spec))
}

func TestDecorator_namesAndGroupsByOption(t *testing.T) {
	require.Equal(t, []registration.Key{named[*DB]("main")}, keys(decorate(t, func() *DB { return nil }, provide.Name("main"))))
	require.Equal(t, []registration.Result{{Key: member[Route]("routes"), Whole: true}},
		decorate(t, func() Routes { return nil }, provide.Group("routes")).Results)

	spec := decorate(t, func(*DB, []Route, int) (*DB, []Route, Route) { return nil, nil, Route{} },
		provide.Params(`name:"main"`, `group:"routes"`), provide.Results(`name:"main"`, `group:"routes"`))
	require.Equal(t, []registration.Param{
		{Key: named[*DB]("main")},
		{Key: member[Route]("routes"), Arg: 1, Slice: reflect.TypeFor[[]Route]()},
		{Key: key[int](), Arg: 2},
	}, spec.Params)
	require.Equal(t, []registration.Result{
		{Key: named[*DB]("main")},
		{Key: member[Route]("routes"), Arg: 1, Whole: true},
		{Key: key[Route](), Arg: 2},
	}, spec.Results)
}

func TestDecorator_resultStructStandsForItsFields(t *testing.T) {
	type results struct {
		provide.Out
		Main   *DB    `name:"main"`
		Routes Routes `group:"routes"`
	}
	require.Equal(t, []registration.Result{
		{Key: named[*DB]("main"), Field: []int{1}},
		{Key: member[Route]("routes"), Field: []int{2}, Whole: true},
	}, decorate(t, func() results { return results{} }).Results)
}

func TestDecorator_mayHaveHooks(t *testing.T) {
	require.Equal(t, "stores", decorate(t, func(*DB) *DB { return nil }, provide.Parallel("stores")).Parallel)

	spec := decorate(t, func(*DB, Routes) (*DB, Routes) { return nil, nil },
		provide.Results(``, `group:"routes"`), provide.OnStart(func(*DB, Routes, int) {}), provide.Service(),
		provide.StartTimeout(time.Second), provide.StopTimeout(time.Minute))
	require.Equal(t, [][]registration.HookArg{{
		{Source: registration.HookResult},
		{Source: registration.HookResult, At: 1, Arg: 1},
		{Source: registration.HookParam, At: 2, Param: 2},
	}}, args(spec))
	require.Equal(t, "Close", spec.Services[0].Stop)
	require.Equal(t, []time.Duration{time.Second, time.Minute}, []time.Duration{spec.StartTimeout, spec.StopTimeout})
}

// A broken decorator provides nothing, and no keys are inferred for it.
func TestDecorator_brokenGivesNothing(t *testing.T) {
	spec, problems := registration.Decorator(func() (*baseOut, *NotFound) { return nil, nil }, graph.Caller(0), provide.As[io.Reader]())
	require.Equal(t, []string{"bad-option", "pointer-to-out", "error-result"}, slugs(problems))
	require.True(t, spec.Broken)
	require.Empty(t, spec.Results)
}

func TestDecorator_agreesWithDig(t *testing.T) {
	accepted := 0
	rapid.Check(t, func(t *rapid.T) {
		s := drawSignature(t)
		s.options, s.as, s.asTwice, s.group = nil, false, false, ""
		fn := reflect.MakeFunc(s.fn, func([]reflect.Value) []reflect.Value { panic("nothing is called") }).Interface()
		_, problems := registration.Decorator(fn, graph.Place{})
		err := digDecorate(fn)
		switch {
		case len(problems) == 0 && err != nil:
			t.Fatalf("%v: provide accepts, dig says: %v", s.fn, err)
		case len(problems) > 0 && err == nil && !s.deliberate() && slugs(problems)[0] != "no-result" && slugs(problems)[0] != "only-error":
			t.Fatalf("%v: dig accepts, provide says: %v", s.fn, problems)
		case err == nil:
			accepted++
		}
	})
	require.Positive(t, accepted)
}

func digDecorate(fn any) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v", v)
		}
	}()
	return dig.New(dig.DeferAcyclicVerification()).Decorate(fn)
}
