// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"errors"
	"reflect"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

var errRefused = errors.New("connection refused")

// ends are the ways in which a function fails.
var ends = []struct {
	slug  string
	fn    func() (config, error)
	cause error  // found by errors.Is
	text  string // of the cause
	stack string // a function in it
}{
	{"failed", returnsError, errRefused, "connection refused", ""},
	{"panicked", panicsWithText, nil, "panic: nil map", "container_test.panicsWithText"},
	{"panicked", panicsWithError, errRefused, "panic: connection refused", "container_test.panicsWithError"},
	{"panicked", panicsWithNil, nil, "panic: panic called with nil argument", "container_test.panicsWithNil"},
	{"exited", exits, nil, "runtime.Goexit was called", ""},
}

func returnsError() (config, error)    { return config{}, errRefused }
func panicsWithText() (config, error)  { panic("nil map") }
func panicsWithError() (config, error) { panic(errRefused) }
func panicsWithNil() (config, error)   { panic(nil) } //nolint:govet // what it is for
func exits() (config, error)           { runtime.Goexit(); return config{}, nil }

func TestBuild_reportsHowAConstructorFailed(t *testing.T) {
	for _, end := range ends {
		l := listing(t).value(&queue{}).provide(end.fn).provide(newDatabase).
			invoke(func(*queue) {}).invoke(func(*database) { t.Error("called") })
		b, failure := l.construct()
		require.Equal(t, "constructor-"+end.slug, failure.Slug())
		require.ErrorContains(t, failure.Err, end.text)
		require.Contains(t, failure.Error(), end.text)
		require.Contains(t, failure.Stack, end.stack)
		require.Equal(t, end.stack == "", failure.Stack == "")
		if end.cause != nil {
			require.ErrorIs(t, failure, end.cause)
		}
		require.Equal(t, graph.KindConstructor, failure.Kind)
		require.Equal(t, graph.FuncName(reflect.ValueOf(end.fn).Pointer()), failure.Component)
		require.Equal(t, l.specs[1].Place, failure.Place)
		require.Equal(t, l.specs[1].Source(), failure.Source)
		require.True(t, failure.Called)
		require.False(t, failure.Abandoned)
		require.Equal(t, []int{0, 3}, b.Nodes(), "it holds what had been constructed")
	}
}

func TestBuild_reportsHowAnInvokedFunctionFailed(t *testing.T) {
	for _, end := range ends {
		_, failure := listing(t).invoke(end.fn).invoke(func() { t.Error("called") }).construct()
		require.Equal(t, "invoke-"+end.slug, failure.Slug())
		require.ErrorContains(t, failure.Err, end.text)
		require.Equal(t, graph.KindInvoke, failure.Kind)
	}
}

func TestBuild_findsErrorsAfterEveryKindOfResult(t *testing.T) {
	fail := func(constructor any, opts ...provide.Option) {
		l := listing(t).provide(constructor, append(opts, provide.Eager())...)
		_, failure := l.construct()
		require.ErrorIs(t, failure, errRefused)
		l.specs[0].Eager = false
	}
	fail(func() (wordsOut, error) { return wordsOut{}, errRefused })
	fail(func() (string, error) { return "", errRefused }, provide.Group("words"))
	fail(func() (*beta, error) { return nil, errRefused }, provide.As[reader](), provide.Self())
}

func TestInvoke_ignoresResultsOtherThanTheLastError(t *testing.T) {
	_, err := listing(t).
		invoke(func() (config, int) { return config{}, 1 }).
		invoke(func() (config, error) { return config{}, nil }).build()
	require.NoError(t, err)
}

// A listener that ends the goroutine must not make the build look finished.
func TestBuild_failsIfTheListenerPanicsOrExits(t *testing.T) {
	c := listing(t).provide(func(*scopedHandle) *queue { return nil }).invoke(func(*queue) {}).container(handleType)
	for _, end := range []func(){runtime.Goexit, func() { panic("observer") }} {
		for _, cfg := range []container.Config{
			callbacks{reserved: func(int, reflect.Type) any { end(); return nil }}.config(),
			callbacks{before: func(int) { end() }}.config(),
		} {
			b, err := c.Build(t.Context(), cfg)
			require.Error(t, err)
			require.Empty(t, b.Nodes())
			require.Equal(t, -1, b.Running())
		}
	}
}
