// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/examples/programs/internal/process"
)

func TestWorker_continuesAfterItsConnectionBreaks(t *testing.T) {
	r := process.Start(t, process.Build(t), "-broken", "2")
	r.Await(t, "first job")
	r.Terminate(t)
	require.Zero(t, r.Code(), r.Output())
	require.Equal(t, 2, strings.Count(r.Output(), "task failed and is restarted"))
	require.Contains(t, r.Output(), "attempt=2 restarts_left=1 wait=")
	require.Contains(t, r.Output(), "queue closed")
}

func TestWorker_tooManyFailuresEndTheProgramWithTheCause(t *testing.T) {
	r := process.Start(t, process.Build(t), "-broken", "100")
	require.Equal(t, 1, r.Code())
	require.Contains(t, r.Output(), "task-failed: main.NewWorker: receive: the connection to the queue is broken; it has failed 4 times")
	require.Contains(t, r.Output(), "queue closed", "what the worker needs is stopped in order")
}
