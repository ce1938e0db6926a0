// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParse_keepsTestsThatPass(t *testing.T) {
	out := `{"Action":"pass","Package":"go.uber.org/fx","Test":"TestB"}
not JSON
{"Action":"fail","Package":"go.uber.org/fx","Test":"TestC"}
{"Action":"pass","Package":"go.uber.org/fx/fxtest","Test":"TestA/x"}
{"Action":"pass","Package":"go.uber.org/fx","Test":"TestAppStart"}
{"Action":"pass","Package":"go.uber.org/fx"}`
	passed, err := parse([]byte(out))
	require.NoError(t, err)
	require.Equal(t, results{". TestB", "fxtest TestA/x"}, passed)
	require.Equal(t, 1, passed.count("."))

	_, err = parse(nil)
	require.Error(t, err)
}

func TestCompare_failsForATestThatNoLongerPasses(t *testing.T) {
	list := filepath.Join(t.TempDir(), "list.txt")
	require.NoError(t, compare(list, results{"a", "b"}, true))
	require.NoError(t, compare(list, results{"a", "b", "c"}, false), "more is no failure")
	require.ErrorContains(t, compare(list, results{"a"}, false), "do not pass:\n  b")
	require.NoError(t, compareExactly(list, results{"a", "b"}, false))
	require.ErrorContains(t, compareExactly(list, results{"a", "b", "c"}, false), "other differences")
}
