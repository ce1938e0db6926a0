// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
)

func TestLookup_duringStartAndStopFindsTheValueOrReturnsTheState(t *testing.T) {
	app := quiet(facet.Provide(newLow), facet.Invoke(func(*low) {}))
	end, ended := make(chan struct{}), make(chan error)
	go func() {
		defer close(ended)
		for {
			select {
			case <-end:
				return
			default:
			}
			l, err := facet.Lookup[*low](app)
			var state *facet.StateError
			var problem *facet.Problem
			switch {
			case err == nil && l != nil:
			case errors.As(err, &state) && state.State != facet.StateRunning:
			case errors.As(err, &problem) && problem.Slug == "not-built":
			default:
				ended <- err
				return
			}
		}
	}()
	for range 50 {
		require.NoError(t, app.Start(t.Context()))
		_, err := facet.Lookup[*low](app)
		require.NoError(t, err)
		require.NoError(t, app.Stop(t.Context()))
	}
	close(end)
	require.NoError(t, <-ended)
}
