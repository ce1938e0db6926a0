// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package living_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/mutation/living"
	"github.com/facet-go/facet/mutation/mutant"
)

const text = `# A comment.

a/b.go T.f
- if n < 2 {
+ if n <= 2 {
  For n = 2 both ways
  - the short and the long - return 2.

a/b.go
- g()
+
  Only a hint.
`

func TestParse_readsWhatFormatWrites(t *testing.T) {
	want := living.List{
		{File: "a/b.go", Function: "T.f", Before: "if n < 2 {", After: "if n <= 2 {", Reason: "For n = 2 both ways - the short and the long - return 2."},
		{File: "a/b.go", Before: "g()", Reason: "Only a hint."},
	}
	list, err := living.Parse(text)
	require.NoError(t, err)
	require.Equal(t, want, list)

	var again strings.Builder
	for _, e := range list {
		again.WriteString(living.Format(&mutant.Mutant{File: e.File, Function: e.Function, Before: e.Before, After: e.After}, e.Reason) + "\n")
	}
	list, err = living.Parse(again.String())
	require.NoError(t, err)
	require.Equal(t, want, list)
}

func TestParse_wantsAReason(t *testing.T) {
	_, err := living.Parse("a/b.go f\n- g()\n+\n")
	require.ErrorContains(t, err, "a reason")
}

func TestList_knowsAMutantByItsText(t *testing.T) {
	list, err := living.Parse(text)
	require.NoError(t, err)
	m := mutant.Mutant{File: "a/b.go", Function: "T.f", Before: "if n < 2 {", After: "if n <= 2 {", Line: 77}
	reason, ok := list.Reason(&m)
	require.True(t, ok)
	require.Equal(t, "For n = 2 both ways - the short and the long - return 2.", reason)
	require.Equal(t, list[1:], list.Stale([]mutant.Mutant{m}))

	m.After = "if !(n < 2) {"
	_, ok = list.Reason(&m)
	require.False(t, ok)
}
