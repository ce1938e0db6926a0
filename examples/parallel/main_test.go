// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/internal/golden"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// In virtual time the output is exact.
func TestRun_printsEachMode(t *testing.T) {
	var out bytes.Buffer
	synctest.Test(t, func(t *testing.T) { require.NoError(t, run(t.Context(), &out)) })
	golden.Equal(t, "output.txt", out.String())
}

func TestRun_endsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer cancel()
		require.ErrorIs(t, run(ctx, new(bytes.Buffer)), context.DeadlineExceeded)
	})
}

// startOf returns the time that three independent hooks of 200 ms take.
func startOf(t *testing.T, tags bool, opts ...facet.Option) (took time.Duration) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		app := facet.New(components(tags), facet.Options(opts...))
		began := time.Now()
		require.NoError(t, app.Do(t.Context(), func(*Postgres, *Redis, *Kafka) { took = time.Since(began) }))
	})
	return took
}

func TestThreeIndependentHooksOf200ms(t *testing.T) {
	require.Equal(t, 600*time.Millisecond, startOf(t, false))
	require.Equal(t, 200*time.Millisecond, startOf(t, true))
	require.Equal(t, 200*time.Millisecond, startOf(t, false, facet.Concurrent()))
	require.Equal(t, 400*time.Millisecond, startOf(t, false, facet.ConcurrentLimit(2)))
}
