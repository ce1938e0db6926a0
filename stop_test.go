// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/hostile"
)

func TestStop_stopsTheRunThatWasCurrentWhenItWasCalled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		failing := true
		app := quiet(facet.Invoke(func(lc *facet.Lifecycle) {
			lc.OnStop(func(context.Context) error {
				if failing {
					return errBoom
				}
				return nil
			})
		}))
		require.NoError(t, app.Start(t.Context()))
		var once sync.Once
		slow := &hostile.Context{Context: context.Background(), How: func() { once.Do(func() { time.Sleep(500 * time.Millisecond) }) }}
		first := make(chan error, 1)
		go func() { first <- app.Stop(slow) }()
		synctest.Wait() // in a method of its context
		require.ErrorIs(t, app.Stop(t.Context()), errBoom)

		failing = false
		require.NoError(t, app.Start(t.Context()))
		require.ErrorIs(t, <-first, errBoom)
		require.True(t, app.Running(), "the second run continues")
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestReserve_ofMoreThanTheStopTimeoutFailsTheBuild(t *testing.T) {
	reserve := facet.Invoke(func(lc *facet.Lifecycle) {
		lc.OnStop(func(context.Context) error { return nil }, hooks.Name("flush"), hooks.Reserve(10*time.Second))
	})
	err := quiet(reserve).Build(t.Context())
	require.ErrorContains(t, err, "reserve-too-long")
	require.ErrorContains(t, err, "raise facet.StopTimeout, or lower hooks.Reserve")
	require.NoError(t, quiet(reserve, facet.StopTimeout(11*time.Second)).Build(t.Context()))
}
