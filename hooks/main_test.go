// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// golden compares text with a file in testdata.
func golden(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), text)
}

var (
	varying = regexp.MustCompile(`(_test\.go):\d+|after \d\S*( and was)?`)
	// Of a stack: the goroutine's number and state; of each frame the arguments, the
	// folder and the offset.
	header = regexp.MustCompile(`goroutine \d+ .*:`)
	call   = regexp.MustCompile(`(?m)^( +\S*[\w\])])\([^()]*\)$`)
	place  = regexp.MustCompile(`(?m)^( +\t)\S*/(\S+\.go):\d+.*$`)
)

// masked hides line numbers and times, and of stacks what varies.
func masked(text string) string {
	text = header.ReplaceAllString(text, "goroutine N [state]:")
	text = call.ReplaceAllString(text, "$1(...)")
	text = place.ReplaceAllString(text, "$1.../$2:NN")
	return varying.ReplaceAllStringFunc(text, func(s string) string {
		m := varying.FindStringSubmatch(s)
		if m[1] != "" {
			return m[1] + ":NN"
		}
		return "after TIME" + m[2]
	})
}
