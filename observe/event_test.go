// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/observe"
)

func TestOp_printsInLowerCase(t *testing.T) {
	var got []string
	for op := observe.OpState; op <= observe.OpSlow+1; op++ {
		got = append(got, op.String())
	}
	require.Equal(t, []string{
		"state", "constructing", "constructed", "starting", "started", "draining", "drained", "stopping", "stopped",
		"cleaning", "cleaned", "launched", "finished", "restarting", "abandoned", "returned", "signal", "warning", "result", "slow", "Op(20)",
	}, got)
}

func TestState_printsInLowerCase(t *testing.T) {
	var got []string
	for s := observe.StateNew; s <= observe.StateFailed+1; s++ {
		got = append(got, s.String())
	}
	require.Equal(t, []string{
		"new", "building", "built", "starting", "running", "draining", "stopping", "stopped", "failed", "State(9)",
	}, got)
}

func TestState_isTextInJSON(t *testing.T) {
	for s := observe.StateNew; s <= observe.StateFailed; s++ {
		text, err := json.Marshal(s)
		require.NoError(t, err)
		require.JSONEq(t, `"`+s.String()+`"`, string(text))
		var read observe.State
		require.NoError(t, json.Unmarshal(text, &read))
		require.Equal(t, s, read)
	}
	var read observe.State
	require.ErrorContains(t, json.Unmarshal([]byte(`"asleep"`), &read), `unknown state "asleep"; want one of ["new"`)
}
