// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd_test

import (
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/systemd"
)

// systemd rejects a status that is not UTF-8, and a message of more than 4096 bytes.
func TestStatus_isOneLineOfUTF8ThatSystemdTakes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Repeat(string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")), rapid.IntRange(1, 60).Draw(t, "times"))
		got := systemd.OneLine(text)
		require.True(t, utf8.ValidString(got))
		require.LessOrEqual(t, len(got), systemd.MaxStatus)
		require.False(t, strings.ContainsFunc(got, unicode.IsControl))
	})
	require.Equal(t, "ab c", systemd.OneLine("ab \t c\n"))
	require.Equal(t, `a\xffb`, systemd.OneLine("a\xffb"))
	long := systemd.OneLine(strings.Repeat("é", 5000))
	require.Equal(t, strings.Repeat("é", 510)+"…", long)
}

func TestStatus_anErrorCannotAddAssignments(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		evil := errors.New("oh\rX=1\u0085\x00READY=1")
		a := app(m, 0, nil, facet.Error(evil))
		require.ErrorIs(t, a.Start(t.Context()), evil)
		for _, heard := range m.all() {
			require.NotContains(t, strings.Fields(heard)[1], "READY")
			require.NotContains(t, heard, "\x00")
		}
	})
}
