// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/health"
)

// BenchmarkCheck checks an app with a chain of a thousand components, each with a check.
func BenchmarkCheck(b *testing.B) {
	parts := make([]part, 1000)
	opts := make([]facet.Option, len(parts))
	for i := range parts {
		parts[i].hooked, parts[i].asked = true, true
		if i > 0 {
			parts[i].deps = []int{i - 1}
		}
		opts[i] = constructor(parts, i, nil)
	}
	app := quiet(opts...)
	require.NoError(b, app.Start(context.Background()))
	for b.Loop() {
		health.Check(context.Background(), app)
	}
	require.NoError(b, app.Stop(context.Background()))
}
