// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package golden compares texts with files in testdata, for tests of facet. With
// the flag -update the files are written instead.
package golden

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// Equal fails the test unless text is what a file in testdata holds.
func Equal(tb testing.TB, name, text string) {
	tb.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(tb, os.MkdirAll(filepath.Dir(file), 0o750))
		require.NoError(tb, os.WriteFile(file, []byte(text), 0o600))
	}
	want, err := os.ReadFile(file) //nolint:gosec // of the test
	require.NoError(tb, err)
	require.Equal(tb, string(want), text)
}
