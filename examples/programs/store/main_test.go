// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/examples/programs/internal/process"
)

func TestStore_itsCommandsStartWhatTheyNeed(t *testing.T) {
	program, file := process.Build(t), filepath.Join(t.TempDir(), "notes.db")
	early := process.Start(t, program, file, "serve")
	require.Equal(t, 1, early.Code())
	require.Contains(t, early.Output(), "start-failed: main.NewNotes: verify schema: the schema is missing; call store migrate")

	migrate := process.Start(t, program, file, "migrate")
	require.Zero(t, migrate.Code(), migrate.Output())
	require.NotContains(t, migrate.Output(), "the service is built", "Do calls no invoked function")

	for _, text := range []string{"one", "two"} {
		add := process.Start(t, program, file, "add", text)
		require.Zero(t, add.Code(), add.Output())
	}
	list := process.Start(t, program, file, "list")
	require.Zero(t, list.Code())
	require.Equal(t, "note: one\nnote: two\n", list.Output())

	serve := process.Start(t, program, file, "serve")
	serve.Await(t, "app started")
	serve.Terminate(t)
	require.Zero(t, serve.Code(), serve.Output())
	require.Equal(t, 1, process.Start(t, program, file).Code(), "usage")
}
