// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/internal/hostile"
	"github.com/facet-go/facet/observe"
	"github.com/facet-go/facet/systemd"
)

// states calls an observer with states, one second apart.
func states(notify func(observe.Event), list ...observe.State) {
	for _, s := range list {
		notify(observe.Event{Op: observe.OpState, State: s, Time: time.Now()})
		time.Sleep(time.Second)
	}
}

func TestNotify_hostileErrorsHaveAStatus(t *testing.T) {
	for kind := range hostile.Errors(t) {
		virtually(t, func(m *manager) {
			t := m.t
			err := hostile.Errors(t)[kind] // of this bubble
			notify := systemd.NotifyTo(m.hear, 0)
			states(notify, observe.StateBuilding, observe.StateStarting)
			began := time.Now()
			notify(observe.Event{Op: observe.OpStarted, Node: "a", Hook: "open", Err: err, Time: time.Now()})
			require.LessOrEqual(t, time.Since(began), 250*time.Millisecond, kind)
			states(notify, observe.StateStopping)
			require.Contains(t, m.last(), "STATUS=stopping: 0 steps done, after ", kind)
			began = time.Now()
			notify(observe.Event{Op: observe.OpResult, Err: errors.Join(err, errBoom), Time: time.Now()})
			require.LessOrEqual(t, time.Since(began), 250*time.Millisecond, kind)
			require.Contains(t, m.last(), "STATUS=failed: ", kind)
		})
	}
}

func TestAlive_mayReturnHostileErrors(t *testing.T) {
	for kind := range hostile.Errors(t) {
		virtually(t, func(m *manager) {
			t := m.t
			err := hostile.Errors(t)[kind]
			var told notes[error]
			a := app(m, watched, is(onError(&told), alive(func(context.Context) error { return err })), lasting(0, 0, 0))
			require.NoError(t, a.Start(t.Context()), kind)
			time.Sleep(time.Minute)
			require.NoError(t, a.Stop(t.Context()), kind)
			require.Len(t, told.all(), 1, kind)
			require.True(t, strings.HasPrefix(told.all()[0].Error(), "systemd: not alive: "), kind)
			require.NotEmpty(t, m.with("not alive: "), kind)
		})
	}
}

func TestNotify_anErrorFunctionThatBlocksDelaysNothing(t *testing.T) {
	setLog(t, slog.DiscardHandler)
	virtually(t, func(m *manager) {
		t := m.t
		release := make(chan struct{})
		var calls notes[error]
		a := app(m, watched, is(onErrorDo(func(err error) { calls.add(err); <-release })), storeAndServer())
		m.refuseWith(errBoom)
		require.NoError(t, a.Start(t.Context()))
		time.Sleep(10 * time.Second)
		m.refuseWith(nil)
		time.Sleep(time.Minute)
		require.Len(t, m.with("READY=1"), 1)
		require.NotEmpty(t, m.with("WATCHDOG=1"))
		m.refuseWith(errBoom)
		began := time.Now()
		require.NoError(t, a.Stop(t.Context()))
		require.Equal(t, 3750*time.Millisecond, time.Since(began), "its hooks")
		time.Sleep(3 * time.Second)
		require.Equal(t, 1, m.closed, "the goroutine has ended")
		require.Len(t, calls.all(), 1, "calls do not overlap")
		close(release)
	})
}

func TestNotify_anErrorFunctionMayPanicWithHostileValues(t *testing.T) {
	setLog(t, slog.NewTextHandler(io.Discard, nil))
	for kind := range hostile.Errors(t) {
		virtually(t, func(m *manager) {
			t := m.t
			err := hostile.Errors(t)[kind]
			a := app(m, 0, is(onErrorDo(func(error) { panic(err) })), storeAndServer())
			m.refuseWith(errBoom)
			require.NoError(t, a.Start(t.Context()), kind)
			m.refuseWith(nil)
			time.Sleep(time.Minute)
			require.NoError(t, a.Stop(t.Context()), kind)
			require.Len(t, m.with("READY=1"), 1, kind)
		})
	}
}

// setLog sets the handler of slog.Default until the end of a test.
func setLog(t *testing.T, h slog.Handler) {
	t.Helper()
	before, flags, out := slog.Default(), log.Flags(), log.Writer()
	slog.SetDefault(slog.New(h))
	t.Cleanup(func() {
		slog.SetDefault(before)
		log.SetFlags(flags)
		log.SetOutput(out) // which slog has changed
	})
}

// blocked is a handler that does not return.
type blocked struct {
	slog.Handler

	until chan struct{}
}

func (b blocked) Handle(context.Context, slog.Record) error { <-b.until; return nil }

func TestNotify_aLogThatBlocksDelaysNothing(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		release := make(chan struct{})
		setLog(t, blocked{slog.NewTextHandler(io.Discard, nil), release})
		a := app(m, 0, nil, storeAndServer())
		m.refuseWith(errBoom)
		require.NoError(t, a.Start(t.Context()))
		time.Sleep(10 * time.Second)
		m.refuseWith(nil)
		time.Sleep(time.Minute)
		require.NoError(t, a.Stop(t.Context()))
		require.Len(t, m.with("READY=1"), 1)
		require.Contains(t, m.last(), "STATUS=stopped")
		close(release)
	})
}

func TestNotify_aResultThatWasMissedEndsWithTheNextRun(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		notify := systemd.NotifyTo(m.hear, 0)
		states(notify, observe.StateBuilding, observe.StateRunning, observe.StateStopping)
		states(notify, observe.StateBuilding, observe.StateRunning, observe.StateStopping)
		require.Len(t, m.with("READY=1"), 2)
		require.Len(t, m.with("STOPPING=1"), 2)
		notify(observe.Event{Op: observe.OpResult, Time: time.Now()})
		synctest.Wait()
		require.Equal(t, 2, m.closed)
	})
}

func TestNotify_stepsWhoseEndsAreMissedTakeBoundedMemory(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		notify := systemd.NotifyTo(m.hear, 0)
		states(notify, observe.StateBuilding, observe.StateRunning)
		before := heap()
		for i := range 200_000 {
			notify(observe.Event{Op: observe.OpStarting, Node: "a", Hook: fmt.Sprint("hook ", i), Time: time.Now()})
		}
		require.Less(t, heap()-before, int64(4<<20))
		notify(observe.Event{Op: observe.OpResult, Time: time.Now()})
	})
}

func heap() int64 {
	runtime.GC()
	runtime.GC() // frees the garbage of the first run
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc) //nolint:gosec // far from the limit
}
