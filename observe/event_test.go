// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/observe"
)

func TestOp_printsInLowerCase(t *testing.T) {
	var got []string
	for op := observe.OpState; op <= observe.OpResult+1; op++ {
		got = append(got, op.String())
	}
	require.Equal(t, []string{
		"state", "constructing", "constructed", "starting", "started", "draining", "drained", "stopping", "stopped",
		"cleaning", "cleaned", "launched", "finished", "restarting", "abandoned", "returned", "signal", "warning", "result", "Op(19)",
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
