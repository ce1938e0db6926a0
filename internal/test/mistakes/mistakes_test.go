// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package mistakes_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/internal/golden"
)

// mistake is a mistake of users who come from fx, dig, wire or samber/do.
type mistake struct {
	title string
	opts  []facet.Option
}

var placeLine = regexp.MustCompile(`(\.go):\d+( *)`)

// maskLines hides line numbers, and the padding that is as wide as they are.
func maskLines(text string) string {
	return placeLine.ReplaceAllStringFunc(text, func(place string) string {
		_, after, _ := strings.Cut(place, ":")
		return ".go:NN" + strings.Repeat(" ", min(4, strings.Count(after, " ")))
	})
}

// TestMistakes_areExplained holds what a newcomer reads after each mistake. Nothing
// is constructed, and Validate says what Build says.
func TestMistakes_areExplained(t *testing.T) {
	var all strings.Builder
	titles := map[string]bool{}
	for _, list := range [][]mistake{wiringMistakes(), nearMistakes(), moduleMistakes(), orderMistakes(), signatureMistakes(), structMistakes(), hookMistakes()} {
		for _, m := range list {
			require.False(t, titles[m.title], m.title)
			titles[m.title] = true
			app := facet.New(append(m.opts, facet.Log(nil))...)
			err := app.Build(t.Context())
			require.Error(t, err, m.title)
			require.Subset(t, problemTexts(t, app.Validate()), problemTexts(t, err), m.title)
			all.WriteString("# " + m.title + "\n\n" + maskLines(err.Error()) + "\n\n")
		}
	}
	golden.Equal(t, "mistakes.golden", all.String())
	require.GreaterOrEqual(t, len(titles), 25)
}

func problemTexts(t *testing.T, err error) []string {
	t.Helper()
	var problems *facet.Problems
	require.ErrorAs(t, err, &problems)
	texts := make([]string, len(problems.List))
	for i, p := range problems.List {
		texts[i] = p.Error()
	}
	return texts
}
