// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A program that asks reflection for methods, by names that are no constants, has all
// exported methods of all its types linked, which makes it a quarter larger. facet
// must not be what does that.
func TestBinary_keepsNoMethodThatNothingCalls(t *testing.T) {
	if testing.Short() {
		t.Skip("NOT TESTED: what a program links; -short builds no program")
	}
	program := filepath.Join(t.TempDir(), "linked")
	run := func(args ...string) string {
		cmd := exec.CommandContext(t.Context(), "go", args...)
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
		return string(out)
	}
	run("build", "-o", program, "./testdata/linked")
	symbols := run("tool", "nm", program)
	require.True(t, strings.Contains(symbols, "main.(*Disk).Load"), "what is called")           //nolint:testifylint // thousands of lines
	require.False(t, strings.Contains(symbols, "main.(*Disk).Unrelated"), "what is not called") //nolint:testifylint // as above
}
