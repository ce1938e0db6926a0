// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/hostile"
)

func TestText_isWhatTheErrorSays(t *testing.T) {
	require.Equal(t, "<nil>", guard.Text(nil))
	require.Equal(t, "EOF", guard.Text(io.EOF))
	require.Equal(t, "reading: EOF", guard.Text(fmt.Errorf("reading: %w", io.EOF)))
	require.Equal(t, "open x: EOF", guard.Text(&os.PathError{Op: "open", Path: "x", Err: io.EOF}))
}

func TestText_ofAnErrorWithoutOneIsTheNameOfItsType(t *testing.T) {
	var typedNil *os.PathError
	require.Equal(t, "nil *fs.PathError (a nil pointer is no nil error: return nil itself)", guard.Text(typedNil))
	require.Equal(t, "hostile.Panicking (its Error method panicked)", guard.Text(hostile.Panicking{}))
	require.Equal(t, "hostile.Exiting (its Error method did not return)", guard.Text(hostile.Exiting{}))
	synctest.Test(t, func(t *testing.T) {
		blocking := hostile.NewBlocking()
		defer blocking.Release()
		began := time.Now()
		require.Equal(t, "*hostile.Blocking (its Error method did not return)", guard.Text(blocking))
		require.Equal(t, time.Second, time.Since(began))
	})
}

func TestText_isBounded(t *testing.T) {
	long := strings.Repeat("ä", 1<<20)
	text := guard.Text(errors.New(long))
	require.Less(t, len(text), 17<<10)
	require.True(t, strings.HasPrefix(text, "ää"))
	require.True(t, strings.HasSuffix(text, " bytes more)"), text[len(text)-40:])
}

func TestText_valuesThatDoNotReturnAddNoGoroutinesWithoutBound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		blocking := hostile.NewBlocking()
		defer blocking.Release()
		for range 2000 {
			go guard.Text(blocking)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		began := time.Now()
		guard.Text(blocking)
		require.Zero(t, time.Since(began), "it is not asked while so many hang")
	})
	// The hanging methods have returned.
	require.Equal(t, "open x: EOF", guard.Text(&os.PathError{Op: "open", Path: "x", Err: io.EOF}))
}

func TestIs_findsWhatErrorsIsFinds(t *testing.T) {
	wrapped := fmt.Errorf("a: %w", errors.Join(io.EOF, &os.PathError{Err: context.Canceled}))
	for _, target := range []error{io.EOF, context.Canceled, io.ErrUnexpectedEOF, wrapped, nil} {
		require.Equal(t, errors.Is(wrapped, target), guard.Is(wrapped, target), "%v", target)
	}
	require.True(t, guard.Is(nil, nil))
	require.False(t, guard.Is(nil, io.EOF))
	require.True(t, guard.Is(&os.PathError{Err: os.ErrNotExist}, fs.ErrNotExist))
}

func TestIs_findsAnErrorJoinedWithAHostileOne(t *testing.T) {
	for _, h := range hostile.Errors(t) {
		joined := errors.Join(h, io.EOF)
		require.NotPanics(t, func() { guard.Is(joined, h) })
		require.NotPanics(t, func() { guard.Is(h, h) })
	}
	require.True(t, guard.Is(errors.Join(hostile.Panicking{}, io.EOF), io.EOF))
	require.True(t, guard.Is(errors.Join(hostile.Uncomparable(), io.EOF), io.EOF))
	require.False(t, guard.Is(hostile.NewCyclic(), io.EOF))
}

func TestAs_findsWhatErrorsAsFinds(t *testing.T) {
	path := &os.PathError{Op: "open", Err: io.EOF}
	found, ok := guard.As[*os.PathError](fmt.Errorf("a: %w", errors.Join(io.EOF, path)))
	require.True(t, ok)
	require.Same(t, path, found)
	_, ok = guard.As[*os.SyscallError](path)
	require.False(t, ok)
	_, ok = guard.As[*os.SyscallError](nil)
	require.False(t, ok)
	_, ok = guard.As[*os.SyscallError](hostile.NewCyclic())
	require.False(t, ok)
}

func TestIsOnly_allOfAJoinedErrorMustMatch(t *testing.T) {
	for _, c := range []struct {
		err  error
		only bool
	}{
		{nil, false},
		{context.Canceled, true},
		{fmt.Errorf("a: %w", context.Canceled), true},
		{errors.Join(context.Canceled, fmt.Errorf("b: %w", context.Canceled)), true},
		{errors.Join(context.Canceled, io.EOF), false},
		{io.EOF, false},
		{hostile.Panicking{}, false},
		{hostile.NewCyclic(), false},
	} {
		require.Equal(t, c.only, guard.IsOnly(c.err, context.Canceled, nil), "%T", c.err)
	}
}

func TestCauses_areWhatAnErrorWraps(t *testing.T) {
	require.Empty(t, guard.Causes(nil))
	require.Empty(t, guard.Causes(io.EOF))
	require.Equal(t, []error{io.EOF}, guard.Causes(fmt.Errorf("a: %w", io.EOF)))
	require.Equal(t, []error{io.EOF, context.Canceled}, guard.Causes(errors.Join(io.EOF, context.Canceled)))
	require.Empty(t, guard.Causes(hostile.Panicking{}))
}

type self []any

func TestValueText_neverFollowsAValueThatHoldsItself(t *testing.T) {
	loop := self{1}
	loop[0] = loop
	m := map[string]any{}
	m["self"] = m
	for _, v := range []any{loop, m, struct{ any }{m}, make([]int, 1e6), func() {}, hostile.Panicking{}} {
		require.Less(t, len(guard.ValueText(v)), 100)
	}
	require.Equal(t, "{1 [2 3]}", guard.ValueText(struct {
		A int
		B []int
	}{1, []int{2, 3}}))
	require.Equal(t, "7", guard.ValueText(7))
}

func FuzzErrors(f *testing.F) {
	f.Add([]byte{0, 1, 2}, "text")
	f.Fuzz(func(t *testing.T, shape []byte, text string) {
		err := hostile.Tree(shape, text)
		guard.Text(err)
		guard.Is(err, io.EOF)
		guard.Is(err, err)
		guard.IsOnly(err, io.EOF, context.Canceled)
		_, _ = guard.As[*os.PathError](err)
		guard.Causes(err)
	})
}

func TestExamine_isOneQuestion(t *testing.T) {
	facts := guard.Examine(fmt.Errorf("a: %w", errors.Join(io.EOF, context.Canceled)), io.EOF, io.ErrUnexpectedEOF, context.Canceled)
	require.Equal(t, []bool{true, false, true}, []bool{facts.Is(0), facts.Is(1), facts.Is(2)})
	require.True(t, facts.Only)
	require.Equal(t, "a: EOF\ncontext canceled", facts.Text)
	none := guard.Examine(nil, io.EOF)
	require.Equal(t, []any{"<nil>", false, false}, []any{none.Text, none.Only, none.Is(0)})
	synctest.Test(t, func(t *testing.T) {
		blocking := hostile.NewBlocking()
		defer blocking.Release()
		began := time.Now()
		facts := guard.Examine(&hostile.Wrapping{Err: blocking}, io.EOF, context.Canceled)
		require.Equal(t, time.Second, time.Since(began))
		require.Equal(t, "*hostile.Wrapping (its methods did not return)", facts.Text)
		require.False(t, facts.Only || facts.Is(0) || facts.Is(1))
		facts = guard.Examine(fmt.Errorf("wraps it: %w", error(hostile.Panicking{})), io.EOF)
		require.Contains(t, facts.Text, "wraps it: ")
	})
}

func TestText_manyValuesThatDoNotReturnTakeSecondsTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		blocking := hostile.NewBlocking()
		defer blocking.Release()
		began := time.Now()
		for range 100 {
			guard.Text(blocking)
		}
		require.InDelta(t, 5.2, time.Since(began).Seconds(), 0.1, "1 + 1/2 + 1/3 + ... seconds")
		for range 1000 {
			guard.Text(blocking)
		}
		require.Less(t, time.Since(began), 16*time.Second)
	})
}
