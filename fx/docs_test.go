// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The rows of the table of differences name tests of this package.
func TestDifferences_haveTests(t *testing.T) {
	page, err := os.ReadFile("../docs/fx-differences.md")
	require.NoError(t, err)
	files, err := filepath.Glob("*_test.go")
	require.NoError(t, err)
	var source strings.Builder
	for _, file := range files {
		content, err := os.ReadFile(file) //nolint:gosec // a test
		require.NoError(t, err)
		source.Write(content)
	}
	names := regexp.MustCompile(`\bTest\w+_\w+`).FindAllString(string(page), -1)
	require.NotEmpty(t, names)
	for _, name := range names {
		require.Contains(t, source.String(), "func "+name+"(", "a row names it")
	}
}
