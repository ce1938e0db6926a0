// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/hostile"
)

func texts(parts []guard.Part) []string {
	var list []string
	for _, p := range parts {
		list = append(list, p.Text)
	}
	return list
}

func TestParts_areAnErrorAndWhatItWraps(t *testing.T) {
	require.Empty(t, guard.Parts(nil, 9))
	require.Equal(t, []guard.Part{{Err: io.EOF, Text: "EOF"}}, guard.Parts(io.EOF, 9))
	open := &os.PathError{Op: "open", Path: "x", Err: io.EOF}
	wrapped := fmt.Errorf("a: %w", errors.Join(open, io.ErrNoProgress))
	require.Equal(t, []string{
		"a: open x: EOF\nmultiple Read calls return no data or error", "open x: EOF\nmultiple Read calls return no data or error",
		"open x: EOF", "EOF", "multiple Read calls return no data or error",
	}, texts(guard.Parts(wrapped, 9)))
	require.Equal(t, open, guard.Parts(wrapped, 9)[2].Err)
	require.Len(t, guard.Parts(wrapped, 2), 2)
	require.Len(t, guard.Parts(hostile.NewCyclic(), 9), 9)
}

func TestParts_ofAHostileErrorAreWhatCanBeTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for kind, err := range hostile.Errors(t) {
			began := time.Now()
			parts := guard.Parts(err, 9)
			require.NotEmpty(t, parts, kind)
			require.NotEmpty(t, parts[0].Text, kind)
			require.LessOrEqual(t, time.Since(began), 250*time.Millisecond, kind)
		}
		require.Equal(t, []string{"nil *fs.PathError (a nil pointer is no nil error: return nil itself)"}, texts(guard.Parts(hostile.TypedNil(), 9)))
		require.Equal(t, []string{
			"*errors.joinError (its Error method panicked)", "EOF", "hostile.Panicking (its Error method panicked)",
		}, texts(guard.Parts(errors.Join(io.EOF, hostile.Panicking{}), 9)))
		require.Equal(t, []string{"hostile.Exiting (its Error method did not return)"}, texts(guard.Parts(hostile.Exiting{}, 9)))
	})
}

func TestUnknown_isWhatHasAnotherText(t *testing.T) {
	known := func(texts ...string) func(string) bool {
		return func(text string) bool {
			return slices.Contains(texts, text)
		}
	}
	a, b, c := errors.New("a"), errors.New("b"), errors.New("c")
	all := errors.Join(a, errors.Join(b, c))
	require.Empty(t, guard.Unknown(nil, known()))
	require.Empty(t, guard.Unknown(a, known("a")))
	require.Equal(t, []string{"a\nb\nc"}, texts(guard.Unknown(all, known())))
	require.Equal(t, []string{"b\nc"}, texts(guard.Unknown(all, known("a"))))
	require.Equal(t, []string{"a", "c"}, texts(guard.Unknown(all, known("b"))))
	require.Empty(t, guard.Unknown(all, known("a", "b", "c")))
}

func TestUnknown_ofAHostileErrorComesToAnEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for kind, err := range hostile.Errors(t) {
			began := time.Now()
			guard.Unknown(errors.Join(err, io.EOF), func(text string) bool { return text == "EOF" })
			require.LessOrEqual(t, time.Since(began), 250*time.Millisecond, kind)
		}
	})
}

func TestSaid_asksTheErrorNothing(t *testing.T) {
	require.NoError(t, guard.Part{}.Said())
	err := guard.Part{Err: hostile.Panicking{}, Text: "text"}.Said()
	require.EqualError(t, err, "text")
	require.Equal(t, hostile.Panicking{}, errors.Unwrap(err))
}
