// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"context"
	"errors"
	"io"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

type (
	// all has every method; each returns an error with its name.
	all struct{}

	shutdownAndClose interface {
		io.Closer
		Shutdown(ctx context.Context) error
	}
	server struct{ *all } // everything, promoted

	quiet  struct{ closed bool }
	worker struct{}
	wrong  struct{}
)

func (*all) Start(context.Context) error    { return errors.New("Start") }
func (*all) Run(context.Context) error      { return errors.New("Run") }
func (*all) Stop(context.Context) error     { return errors.New("Stop") }
func (*all) Shutdown(context.Context) error { return errors.New("Shutdown") }
func (*all) Close() error                   { return errors.New("Close") }

func (q *quiet) Close() { q.closed = true }

func (worker) Run(context.Context) error { return nil }

func (*wrong) Start(context.Context)      {}
func (*wrong) Run(int, ...string) bool    { return false }
func (*wrong) Stop() error                { return nil }
func (*wrong) Shutdown()                  {}
func (*wrong) Close(context.Context) bool { return false }

// bound calls the bound methods and returns their names.
func bound(m registration.Methods, v any) (called []string) {
	start, run, stop := m.Bind(reflect.ValueOf(&v).Elem())
	for _, f := range []func(context.Context) error{start, run, stop} {
		if f == nil {
			called = append(called, "")
			continue
		}
		called = append(called, f(context.Background()).Error())
	}
	return called
}

func TestService_findsTheMethodsOfTheResult(t *testing.T) {
	spec := read(t, func() *all { return nil }, provide.Service(), provide.Service())
	require.Equal(t, []registration.Methods{
		{Type: reflect.TypeFor[*all](), Start: true, Run: true, Stop: "Stop"},
	}, spec.Services)
	require.Equal(t, []string{"Start", "Run", "Stop"}, bound(spec.Services[0], &all{}))
	require.Empty(t, read(t, func() *all { return nil }).Services, "nothing without the option")
}

// An interface in the signature hides the other methods of the value.
func TestService_staticTypeDecides(t *testing.T) {
	type closer interface{ Close() error }
	for want, constructor := range map[string]any{
		"Stop":     func() server { return server{} },
		"Shutdown": func() shutdownAndClose { return nil },
		"Close":    func() closer { return nil },
	} {
		spec := read(t, constructor, provide.Service())
		require.Equal(t, want, spec.Services[0].Stop)
		require.Equal(t, want, bound(spec.Services[0], &all{})[2])
	}
	spec := read(t, func() shutdownAndClose { return nil }, provide.Service())
	require.Equal(t, []string{"", "", "Shutdown"}, bound(spec.Services[0], &all{}))
}

func TestService_closeMayReturnNothing(t *testing.T) {
	spec := read(t, func() *quiet { return nil }, provide.Service())
	require.Equal(t, []registration.Methods{{Type: reflect.TypeFor[*quiet](), Stop: "Close"}}, spec.Services)
	q := &quiet{}
	_, _, stop := spec.Services[0].Bind(reflect.ValueOf(q))
	require.NoError(t, stop(context.Background()))
	require.True(t, q.closed)
}

func TestService_takesEveryResultThatHasOne(t *testing.T) {
	type results struct {
		provide.Out
		Route Route
		Quiet *quiet `group:"quiet"`
	}
	spec := read(t, func() (int, worker, results, *all, error) { return 0, worker{}, results{}, nil, nil },
		provide.Service())
	require.Equal(t, []registration.Methods{
		{Type: reflect.TypeFor[worker](), Arg: 1, Run: true},
		{Type: reflect.TypeFor[*quiet](), Arg: 2, Field: []int{2}, Stop: "Close"},
		{Type: reflect.TypeFor[*all](), Arg: 3, Start: true, Run: true, Stop: "Stop"},
	}, spec.Services)
}

func TestService_takesAResultUnderTwoKeysOnce(t *testing.T) {
	spec := read(t, func() *all { return nil }, provide.Service(), provide.As[any](), provide.Self(), provide.Name("main"))
	require.Len(t, spec.Services, 1)
	require.Equal(t, []registration.Key{named[*all]("main"), named[any]("main")}, keys(spec))
}

func TestMethods_nilInterfaceHasNone(t *testing.T) {
	for _, stop := range []string{"Stop", "Shutdown", "Close"} {
		require.Equal(t, []string{"", "", ""}, bound(registration.Methods{Start: true, Run: true, Stop: stop}, nil))
	}
}

func TestService_wrongResultIsOneProblem(t *testing.T) {
	spec, problems := registration.Constructor(func() *baseOut { return nil }, graph.Caller(0), provide.Service())
	require.Equal(t, []string{"pointer-to-out"}, slugs(problems))
	require.Empty(t, spec.Services)
}

// A hook besides Service is not a mistake if it calls another method.
func TestService_hooksOfOtherMethodsAreNotCalledTwice(t *testing.T) {
	spec := read(t, func() *all { return nil }, provide.Service(),
		provide.OnStop((*all).Close), provide.OnStart((*all).Shutdown), provide.OnStop(func(a *all) error { return a.Stop(t.Context()) }))
	require.Len(t, spec.Hooks, 3)
	spec = read(t, func() (*DB, *all) { return nil, nil }, provide.Service(), provide.OnStop((*all).Close))
	require.Len(t, spec.Services, 2)
}
