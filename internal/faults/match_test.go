// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const source = `package p

func stop(all []*task) {
	for _, t := range all {
		t.cancel(errEnd)
	}
}

func wait(all []*task) {
	for _, t := range all {
		<-t.done // closed at the end
	}
}
`

func TestReplace_findsTheStatementInItsFunction(t *testing.T) {
	broken, err := replace(source, "wait", "\t\t<-t.done\n", "\t\t_ = t\n")
	require.NoError(t, err)
	require.Contains(t, broken, "range all {\n\t\t\t\t_ = t // closed at the end")
}

func TestReplace_survivesARenaming(t *testing.T) {
	broken, err := replace(source, "stop", "for _, x := range tasks {\n x.end(cause)\n}\n", "for range tasks {\n\tx.end(nil, cause)\n}\n")
	require.NoError(t, err)
	require.Contains(t, broken, "for range all {\n\tt.cancel(nil, errEnd)\n}")
}

func TestReplace_refusesWhatIsNotUnique(t *testing.T) {
	for name, old := range map[string]string{"twice": "for _, t := range all {", "not at all": "return nil", "another literal": `t.cancel("x")`} {
		_, err := replace(source, "", old, "")
		require.ErrorIs(t, err, errNoUniqueMatch, name)
	}
	_, err := replace(source, "start", "t.cancel(errEnd)", "")
	require.ErrorContains(t, err, "there is no function start")
	_, err = replace(source, "stop", "a.b(a)", "")
	require.ErrorIs(t, err, errNoUniqueMatch, "one name for two")
}
