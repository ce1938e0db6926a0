// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/internal/guard"
)

type contextKey struct{}

// calls are the ways to call a function. All keep the same promises.
var calls = map[string]func(func() error) error{
	"Call": guard.Call,
	"CallContext": func(f func() error) error {
		return guard.CallContext(context.Background(), func(context.Context) error { return f() })
	},
}

func TestCall_returnsWhatTheFunctionReturns(t *testing.T) {
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, call(func() error { return nil }))
			require.Same(t, io.EOF, call(func() error { return io.EOF }))
		})
	}
}

func TestCallContext_passesTheContext(t *testing.T) {
	ctx := context.WithValue(t.Context(), contextKey{}, "value")
	var got any
	require.NoError(t, guard.CallContext(ctx, func(ctx context.Context) error {
		got = ctx.Value(contextKey{})
		return nil
	}))
	require.Equal(t, "value", got)
}

func increment(list []int, i int) { list[i]++ }

func explode() { panic("boom") }

func TestCall_aPanicIsAnErrorWithTheStackOfWhoPanicked(t *testing.T) {
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			err := call(func() error { explode(); return nil })
			var p *guard.PanicError
			require.ErrorAs(t, err, &p)
			require.Equal(t, "boom", p.Value)
			lines := strings.Split(p.Stack, "\n")
			require.Contains(t, lines[1], "guard_test.explode", "who panicked stands on top")
			require.EqualError(t, err, "panic: boom")
			require.NoError(t, errors.Unwrap(err))
		})
	}
}

func TestCall_aPanicWithNilIsAnError(t *testing.T) {
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			var nilPanic *runtime.PanicNilError
			require.ErrorAs(t, call(func() error { panic(nil) }), &nilPanic) //nolint:govet // on purpose
		})
	}
}

func TestCall_aPanicWithAnErrorUnwraps(t *testing.T) {
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			cause := fmt.Errorf("reading: %w", io.ErrUnexpectedEOF)
			require.ErrorIs(t, call(func() error { panic(cause) }), io.ErrUnexpectedEOF)

			var runtimeError runtime.Error
			err := call(func() error {
				increment(nil, 1)
				return nil
			})
			require.ErrorAs(t, err, &runtimeError)
		})
	}
}

// After runtime.Goexit only the deferred functions of the caller run.
func TestCall_doesNotSwallowGoexit(t *testing.T) {
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			returned, ended := false, make(chan struct{})
			go func() {
				defer close(ended)
				_ = call(func() error { runtime.Goexit(); return nil })
				returned = true
			}()
			<-ended
			require.False(t, returned)
		})
	}
}

func TestCall_doesNotSwallowGoexitAfterARecoveredPanic(t *testing.T) {
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			returned, ended := false, make(chan struct{})
			go func() {
				defer close(ended)
				_ = call(func() error {
					defer runtime.Goexit()
					panic("boom")
				})
				returned = true
			}()
			<-ended
			require.False(t, returned)
		})
	}
}

func ExampleCall() {
	err := guard.Call(func() error { panic(io.EOF) })
	fmt.Println(err, errors.Is(err, io.EOF))
	// Output: panic: EOF true
}
