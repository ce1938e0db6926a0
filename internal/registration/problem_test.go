// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/golden"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

func mistakes() []mistake {
	return slices.Concat(notFunctions(), wrongCalls(), wrongParams(), wrongGroupParams(), wrongParallelParams(),
		wrongResults(), wrongGroupResults(), wrongOptions(), wrongOrders(), wrongValues(), wrongParamTags(), wrongResultTags(),
		wrongHooks(), wrongServices(), wrongDecorators(), wrongTargets())
}

func TestProblem_eachMistakeHasItsSlug(t *testing.T) {
	for _, m := range mistakes() {
		t.Run(m.what, func(t *testing.T) {
			at := graph.Caller(0)
			spec, problems := m.read(at)
			require.True(t, spec == nil || spec.Broken)
			require.Equal(t, m.want, slugs(problems))
			require.Equal(t, at, problems[0].Place)
		})
	}
}

// The texts are for the authors of the mistakes. Review the golden file from their side.
func TestProblem_text(t *testing.T) {
	var b strings.Builder
	for _, m := range mistakes() {
		_, problems := m.read(graph.Caller(0))
		fmt.Fprintf(&b, "# %s\n", m.what)
		for _, p := range problems {
			fmt.Fprintf(&b, "%v\n", p)
		}
		b.WriteByte('\n')
	}
	// Lines change with every edit, and so do the numbers of closures.
	text := regexp.MustCompile(`\.go:\d+`).ReplaceAllString(b.String(), ".go:N")
	text = regexp.MustCompile(`registration_test\.\w+\.func[\d.]+`).ReplaceAllString(text, "main.NewStore")
	golden.Equal(t, "problems.golden", text)
}

func TestProblem_allAtOnce(t *testing.T) {
	_, problems := registration.Constructor(func(*baseIn, struct {
		provide.In
		Routes Route `group:",flatten" name:"x" optional:"true"`
		db     *DB
	},
	) (error, *DB, *DB, *NotFound) { //nolint:staticcheck // the mistake
		return nil, nil, nil, nil
	}, graph.Caller(0), provide.Name("a"), provide.Name("b"), nil, provide.StartTimeout(-1))

	require.Equal(t, []string{
		"conflicting-options", // Name twice
		"bad-option",          // nil
		"bad-option",          // StartTimeout
		"pointer-to-in",
		"bad-tag", // no group name
		"bad-tag", // flatten
		"bad-group",
		"name-with-group",
		"optional-group",
		"unexported-field",
		"error-not-last",
		"error-result",
		"conflicting-keys",
	}, slugs(problems))
}

func TestProblem_nilOptionsAreCountedOneByOne(t *testing.T) {
	_, problems := registration.Constructor(buffer, graph.Caller(0), nil, nil)
	require.Equal(t, []string{"bad-option", "bad-option"}, slugs(problems))
}

func TestProblem_beginsWithTheFunction(t *testing.T) {
	_, problems := registration.Constructor(buffer, graph.Caller(0), provide.Self())
	require.Len(t, problems, 1)
	require.Regexp(t, `^registration_test\.buffer: `, problems[0].Text)
}
