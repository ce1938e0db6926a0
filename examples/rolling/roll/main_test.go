// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"io"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestRoll_losesNoRequest(t *testing.T) {
	needHaproxy(t)
	const requests = 20_000
	result, err := Roll(t.Context(), Config{Requests: requests, Rounds: 3, Drain: time.Second, Race: race})
	require.NoError(t, err)
	t.Logf("\n%v", result)

	require.Zero(t, result.Total().Failed)
	require.GreaterOrEqual(t, result.Rounds, 3)
	require.GreaterOrEqual(t, result.Replacing().Requests, requests)
	require.Positive(t, result.Unfinished, "no process had to wait for a request before it ended")
	require.Len(t, result.Servers, 6)
	for _, s := range result.Servers {
		require.Positive(t, s.Sessions, "%v", s)
		require.Zero(t, s.Retried, "%v", s)
		if s.Way == "http" {
			require.GreaterOrEqual(t, s.Downs, result.Rounds, "haproxy has not seen that a process drains: %v", s)
			require.Greater(t, s.Reused, s.Connected, "%v", s)
		}
	}
}

// This makes the failures that the test above looks for.
func TestRoll_losesRequestsWithoutDrainDelay(t *testing.T) {
	needHaproxy(t)
	result, err := Roll(t.Context(), Config{Requests: 1, Race: race})
	require.NoError(t, err)
	t.Logf("\n%v", result)
	require.Positive(t, result.Total().Failed)
}

func TestRun_refusesABadConfiguration(t *testing.T) {
	require.EqualError(t, run(t.Context(), []string{"-port", "1"}, io.Discard), "flag provided but not defined: -port; -h lists the flags")
	require.EqualError(t, run(t.Context(), []string{"-drain", "-1s"}, io.Discard), "-drain -1s is not between 0 and 30s")
	require.NoError(t, run(t.Context(), []string{"-h"}, io.Discard))
}

// needHaproxy skips the test if there is no haproxy, except with FACET_ROLLING=must.
func needHaproxy(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("haproxy"); err == nil {
		return
	}
	const how = "it needs haproxy in the PATH: apt-get install haproxy"
	if os.Getenv("FACET_ROLLING") == "must" {
		t.Fatal(how)
	}
	t.Skip("NOT TESTED: a rolling restart; " + how)
}
