// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"runtime"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
)

// handle starts an app with one component and returns that one's handle.
func handle(t *testing.T) (*facet.App, *facet.Lifecycle) {
	t.Helper()
	var lc *facet.Lifecycle
	app := quiet(facet.Invoke(func(own *facet.Lifecycle) { lc = own }))
	require.NoError(t, app.Start(t.Context()))
	return app, lc
}

func TestTask_aHundredThousandShortOnesLeakNoMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app, lc := handle(t)
		held := func() uint64 {
			synctest.Wait()
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			return m.HeapAlloc
		}
		batch := func() {
			for range 1000 {
				lc.Go("short", func(context.Context) error { return nil })
			}
			synctest.Wait()
		}
		batch()
		before := held()
		for range 100 {
			batch()
		}
		const each = 10                                                   // bytes; a task that is kept has some hundreds
		require.Less(t, int64(held())-int64(before), int64(each*100_000)) //nolint:gosec // no heap is that large
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestTask_aFailureAddedWhileRunningBringsTheAppDown(t *testing.T) {
	for name, fn := range map[string]func(context.Context) error{
		"error":  func(context.Context) error { return errBoom },
		"panic":  func(context.Context) error { panic(errBoom) },
		"goexit": func(context.Context) error { runtime.Goexit(); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			app, lc := handle(t)
			lc.Go("fails", fn)
			err := app.Wait()
			var failed *facet.HookError
			require.ErrorAs(t, err, &failed)
			require.Equal(t, "fails", failed.Hook)
			if name != "goexit" {
				require.ErrorIs(t, err, errBoom)
			}
			require.Equal(t, 1, facet.ExitCode(err))
		})
	}
}

func TestTask_aSignificantOneAddedWhileRunningEndsTheAppCleanly(t *testing.T) {
	app, lc := handle(t)
	lc.Go("batch", func(context.Context) error { return nil }, hooks.Significant())
	require.NoError(t, app.Wait())
	requireState(t, app, facet.StateStopped)
}
