// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

// watched returns a fixture with this observer.
func watched(observer func(observe.Event)) *fixture {
	b := &fixture{}
	return b.with(observe.NewStream(nil, observer), grace)
}

// patient lets observers take an hour for an event.
func (b *fixture) patient() *fixture {
	b.stream.Grace = time.Hour
	return b
}

func TestObserver_thatDoesNotReturnDelaysAStartAndAStopByOneGraceAtMost(t *testing.T) {
	for op := observe.OpStarting; op <= observe.OpAbandoned; op++ {
		synctest.Test(t, func(t *testing.T) {
			release := make(chan struct{})
			defer close(release)
			b := watched(func(e observe.Event) {
				if e.Op == op {
					<-release
				}
			})
			lc := b.component("a")
			lc.Append(b.pair("a"))
			lc.OnDrain(b.says("drain"))
			lc.Go("task", func(ctx context.Context) error { <-ctx.Done(); return nil })
			lc.OnStop(func(context.Context) error { <-release; return nil }, hooks.Name("stuck"))
			lc.Cleanup(b.cleanup("a"))
			began := time.Now()
			require.NoError(t, b.start(t.Context(), t), op)
			down := b.teardown(t)
			require.NoError(t, down.Drain(b.plan), op)
			require.LessOrEqual(t, time.Since(began), grace, op)
			began = time.Now()
			require.Contains(t, kinds(down.Stop(b.plan)), "stop-hung", op)
			require.LessOrEqual(t, time.Since(began), stopTimeout+2*grace, op)
			time.Sleep(grace) // what the observer has held up
			require.ElementsMatch(t, []string{"+a", "drain", "-a", "~a"}, b.took(), op)
		})
	}
}

func TestObserver_thatDelaysAStartBeyondItsDeadlineKeepsItFromBeingCalled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := watched(func(e observe.Event) {
			if e.Op == observe.OpStarting {
				time.Sleep(time.Minute)
			}
		}).patient()
		lc := b.component("a")
		lc.Append(b.pair("a"))
		lc.Go("task", b.says("task"))
		require.ErrorIs(t, b.start(t.Context(), t), context.DeadlineExceeded)
		time.Sleep(time.Hour)
		require.Empty(t, b.took())
		require.NoError(t, b.stop(t))
		require.Empty(t, b.took())
	})
}

func TestObserver_thatDelaysAStopBeyondItsDeadlineDoesNotKeepItFromBeingCalled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := watched(func(e observe.Event) {
			if e.Op == observe.OpStopping {
				time.Sleep(time.Minute)
			}
		}).patient()
		lc := b.component("a")
		lc.OnStop(b.says("-a"))
		b.up(t)
		require.Error(t, b.stop(t))
		time.Sleep(time.Hour)
		require.Equal(t, []string{"-a"}, b.took())
	})
}

func TestObserver_thatPanicsIsDroppedAndChangesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := watched(func(observe.Event) { panic("observer") })
		lc := b.component("a")
		lc.Append(b.pair("a"))
		lc.Cleanup(b.cleanup("a"))
		b.up(t)
		require.NoError(t, b.stop(t))
		require.Equal(t, []string{"+a", "-a", "~a"}, b.took())
		require.ErrorContains(t, b.stream.Err(), "observer-panicked")
	})
}

// An observer may be a test's that calls require.
func TestObserver_thatCallsGoexitChangesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := watched(func(observe.Event) { runtime.Goexit() })
		lc := b.component("a")
		lc.Append(b.pair("a"))
		lc.Go("task", func(ctx context.Context) error {
			b.note("task")
			<-ctx.Done()
			return nil
		})
		lc.Cleanup(b.cleanup("a"))
		lc.OnDrain(b.says("drain"))
		b.up(t)
		time.Sleep(time.Second)
		lc.Go("added", b.says("added"))
		time.Sleep(time.Second)
		require.Equal(t, []string{"+a", "task", "added"}, b.took())
		down := b.teardown(t)
		require.NoError(t, down.Drain(b.plan))
		require.NoError(t, down.Stop(b.plan))
		require.Equal(t, []string{"drain", "-a", "~a"}, b.took())
	})
}

func TestObserver_thatCallsGoexitAtAFailureDoesNotHideIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := watched(func(observe.Event) { runtime.Goexit() })
		lc := b.component("a")
		lc.Go("failing", func(context.Context) error {
			time.Sleep(time.Minute)
			return errBoom
		})
		lc.Append(b.pair("a"))
		lc.OnStop(ignores(time.Hour))
		b.up(t)
		time.Sleep(2 * time.Minute)
		require.Len(t, b.requests(), 1)
		require.ErrorIs(t, b.requests()[0], errBoom)
		// The caller of Stop is the one that reports what it abandons.
		require.Equal(t, []string{"stop-hung"}, kinds(b.stop(t)))
		require.Equal(t, []string{"+a", "-a"}, b.took())
		time.Sleep(2 * time.Hour)
	})
}

func TestObserver_thatCallsGoexitDoesNotHideAMisuse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := watched(func(observe.Event) { runtime.Goexit() })
		lc := b.component("a")
		b.up(t)
		go lc.OnStop(b.says("late"))
		time.Sleep(time.Second)
		require.Len(t, b.reports(), 1)
		require.NoError(t, b.stop(t))
	})
}

func TestObserver_mayUseTheHandleOfItsEvent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var lc *hooks.Lifecycle
		b := watched(func(e observe.Event) {
			if e.Op == observe.OpStarted {
				lc.Go("added", func(context.Context) error { return nil })
				require.NoError(t, lc.Context().Err())
				lc.Shutdown(errBoom)
			}
		})
		lc = b.component("a")
		lc.Append(b.pair("a"))
		b.up(t)
		require.NoError(t, b.stop(t))
		require.Equal(t, []error{errBoom}, b.requests())
	})
}
