// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestREADME_itsProgramCompilesAndItIsShort(t *testing.T) {
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	require.LessOrEqual(t, strings.Count(string(text), "\n"), 150)
	_, program, found := strings.Cut(string(text), "```go\n")
	require.True(t, found)
	program, _, _ = strings.Cut(program, "```")

	// Within the module, so that the imports resolve; a leading dot hides it from ./... .
	dir, err := os.MkdirTemp(".", ".readme") //nolint:usetesting // it must lie within the module
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	file := filepath.Join(dir, "main.go")
	require.NoError(t, os.WriteFile(file, []byte(program), 0o600))
	out, err := exec.CommandContext(t.Context(), "go", "vet", file).CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// The promises in docs/lifecycle.md name their tests.
func TestLifecyclePage_eachTestThatItNamesIsThere(t *testing.T) {
	page, err := os.ReadFile("docs/lifecycle.md")
	require.NoError(t, err)
	var sources strings.Builder
	for _, folder := range []string{".", "hooks", "container", "health", "internal/test/carryover", "internal/test/peers", "internal/test/property"} {
		files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
		require.NoError(t, err)
		for _, file := range files {
			source, err := os.ReadFile(file) //nolint:gosec // of the repository
			require.NoError(t, err)
			sources.Write(source)
		}
	}
	names := regexp.MustCompile("`(Test[A-Za-z_]+)`").FindAllStringSubmatch(string(page), -1)
	require.Greater(t, len(names), 50)
	for _, name := range names {
		require.Contains(t, sources.String(), "func "+name[1]+"(t *testing.T)", name[1])
	}
}
