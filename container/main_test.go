// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"flag"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// defaultCases is the number of cases of a property unless -rapid.checks says
// otherwise.
const defaultCases = "1500"

func TestMain(m *testing.M) {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given {
		if err := flag.Set("rapid.checks", defaultCases); err != nil {
			panic(err)
		}
	}
	goleak.VerifyTestMain(m)
}

var (
	lineNumber = regexp.MustCompile(`(\.(?:go|s)):\d+( *)`)
	elapsed    = regexp.MustCompile(`\b\d+(?:\.\d+)?(?:ns|µs|ms|s)\b`)
	stackLines = regexp.MustCompile(`(?s)\n  stack\n.*`)
)

// mask hides what changes from run to run.
func mask(text string) string {
	text = stackLines.ReplaceAllString(text, "\n  stack\n    ...")
	text = lineNumber.ReplaceAllStringFunc(text, func(place string) string {
		file, after, _ := strings.Cut(place, ":")
		// Columns are as wide as the longest number.
		return file + ":NN" + strings.Repeat(" ", min(4, strings.Count(after, " ")))
	})
	return elapsed.ReplaceAllString(text, "TIME")
}

// gallery collects the texts of errors for a golden file.
type gallery struct {
	t   *testing.T
	all strings.Builder
}

func (g *gallery) show(what string, err error) {
	g.t.Helper()
	require.Error(g.t, err, what)
	g.all.WriteString("--- " + what + "\n\n" + mask(err.Error()) + "\n\n")
}
