// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/examples/programs/internal/process"
)

// entries returns the lines of a log by their messages.
func entries(t *testing.T, output string) map[string]map[string]any {
	t.Helper()
	all := map[string]map[string]any{}
	for line := range strings.Lines(output) {
		if entry := map[string]any{}; json.Unmarshal([]byte(line), &entry) == nil {
			msg, _ := entry["msg"].(string)
			all[msg] = entry
		}
	}
	return all
}

func TestZapped_facetLogsToTheLoggerOfTheContainer(t *testing.T) {
	r := process.Start(t, process.Build(t), "-level", "debug", "-stop", "7s")
	r.Await(t, "app started")
	r.Terminate(t)
	require.Zero(t, r.Code(), r.Output())
	log := entries(t, r.Output())
	require.Contains(t, log, "app building", "the events before the logger, too")
	require.Contains(t, log, "connected to the mail server")
	require.InDelta(t, 7, log["app stopping"]["budget"], 0)
	require.Contains(t, log, "app stopped")
}

func TestZapped_aFailureIsAnEntryWithFields(t *testing.T) {
	r := process.Start(t, process.Build(t), "-fails")
	require.Equal(t, 1, r.Code())
	failed := entries(t, r.Output())["start failed"]
	require.Equal(t, "the mail server refuses the password", failed["error"])
	require.Equal(t, "start-failed", failed["slug"])
	require.Equal(t, "main.NewMailer", failed["component"])
	require.Contains(t, failed["place"], "zapped/main.go:")
}
