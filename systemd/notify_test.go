// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/provide"
)

type store struct{}

// newStore takes 2.5 s to start, 1.25 s to drain and 2.5 s to stop.
func newStore(lc *facet.Lifecycle) *store {
	lc.OnStart(takes(2500*time.Millisecond), hooks.Name("open"))
	lc.OnDrain(takes(1250*time.Millisecond), hooks.Name("flush"))
	lc.OnStop(takes(2500*time.Millisecond), hooks.Name("close"))
	return &store{}
}

type server struct{}

func newServer(lc *facet.Lifecycle, _ *store) *server {
	lc.OnStart(takes(500*time.Millisecond), hooks.Name("listen"))
	return &server{}
}

func storeAndServer() facet.Option {
	return facet.Options(facet.Provide(newStore), facet.Provide(newServer), facet.Invoke(func(*server) {}))
}

// one is an app with one component.
func one[T any](constructor func(*facet.Lifecycle) T) facet.Option {
	return facet.Options(facet.Provide(constructor), facet.Invoke(func(T) {}))
}

func TestNotify_reportsTheWholeRun(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		a := app(m, 0, nil, storeAndServer())
		require.NoError(t, a.Start(t.Context()))
		time.Sleep(time.Hour)
		require.NoError(t, a.Stop(t.Context()))
		require.Equal(t, []string{
			"10ms EXTEND_TIMEOUT_USEC=30000000 STATUS=starting: 0 hooks done, waiting for systemd_test.newStore: open",
			"1.01s STATUS=starting: 0 hooks done, waiting for systemd_test.newStore: open (1s)",
			"2.01s STATUS=starting: 0 hooks done, waiting for systemd_test.newStore: open (2s)",
			"2.51s EXTEND_TIMEOUT_USEC=30000000 STATUS=starting: 1 hook done, waiting for systemd_test.newServer: listen",
			"3s READY=1 STATUS=running: 3 constructed, 2 hooks started, in 3s",
			"1h0m3.01s STOPPING=1 EXTEND_TIMEOUT_USEC=30000000 STATUS=draining: 0 hooks done, waiting for systemd_test.newStore: flush",
			"1h0m4.01s STATUS=draining: 0 hooks done, waiting for systemd_test.newStore: flush (1s)",
			"1h0m4.26s EXTEND_TIMEOUT_USEC=30000000 STATUS=stopping: 0 steps done, waiting for systemd_test.newStore: close",
			"1h0m5.26s STATUS=stopping: 0 steps done, waiting for systemd_test.newStore: close (1s)",
			"1h0m6.26s STATUS=stopping: 0 steps done, waiting for systemd_test.newStore: close (2s)",
			"1h0m6.75s STATUS=stopped",
		}, m.all())
	})
}

func TestNotify_isReadyAfterTheLastStartStepOnly(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		var ready int // when the last step was about to return
		a := app(m, 0, nil, storeAndServer(), one(func(lc *facet.Lifecycle) int {
			lc.OnStart(func(context.Context) error {
				time.Sleep(5 * time.Second)
				ready = len(m.with("READY=1"))
				return nil
			})
			return 1
		}))
		require.NoError(t, a.Start(t.Context()))
		require.Zero(t, ready)
		time.Sleep(time.Minute)
		require.Len(t, m.with("READY=1"), 1)
		require.Empty(t, m.with("STOPPING=1"))
		require.NoError(t, a.Stop(t.Context()))
	})
}

func TestNotify_aFailedStartIsStoppingAndNamesTheFailure(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		a := app(m, 0, nil, facet.Provide(newStore), one2(func(lc *facet.Lifecycle, _ *store) int {
			lc.OnStart(func(context.Context) error { return errBoom }, hooks.Name("dial"))
			return 1
		}))
		require.ErrorIs(t, a.Start(t.Context()), errBoom)
		require.Empty(t, m.with("READY=1"))
		require.Len(t, m.with("STOPPING=1"), 1)
		all := m.all()
		require.Contains(t, all[len(all)-3], "STATUS=stopping: 0 steps done, waiting for systemd_test.newStore: close (1s), after start-failed: ")
		require.Contains(t, m.last(), "STATUS=failed: start-failed: ")
		require.Contains(t, m.last(), "dial: boom")
	})
}

// one2 is an app with a component that needs the store.
func one2[T any](constructor func(*facet.Lifecycle, *store) T) facet.Option {
	return facet.Options(facet.Provide(constructor), facet.Invoke(func(T) {}))
}

func TestNotify_aFailedBuildIsStoppingAndNamesTheProblem(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		a := app(m, 0, nil, facet.Provide(newServer), facet.Invoke(func(*server) {}))
		require.Error(t, a.Start(t.Context()))
		require.Len(t, m.with("STOPPING=1"), 1)
		require.Contains(t, m.last(), "STATUS=failed: facet: cannot build: 1 problem, nothing was constructed: missing-dependency: ")
	})
}

func TestNotify_aFailingTaskIsNamedAtTheEnd(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		a := app(m, 0, nil, one(func(lc *facet.Lifecycle) int {
			lc.Go("sync", func(context.Context) error { time.Sleep(time.Minute); return errBoom })
			return 1
		}))
		require.ErrorIs(t, a.Run(t.Context()), errBoom)
		require.Len(t, m.with("READY=1"), 1)
		require.Contains(t, m.last(), "STATUS=failed: ")
		require.Contains(t, m.last(), "sync: boom")
	})
}

func TestNotify_namesTheOldestTwoAndCountsTheRest(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		type gate struct{}
		slow := func(name string) facet.Option {
			return facet.Provide(func(lc *facet.Lifecycle, _ gate) *store {
				lc.OnStart(takes(1200*time.Millisecond), hooks.Name(name))
				return &store{}
			}, provide.Name(name), provide.Eager())
		}
		a := app(m, 0, nil, facet.Concurrent(), slow("a"), slow("b"), slow("c"),
			facet.Provide(func(lc *facet.Lifecycle) gate { lc.OnStart(takes(300 * time.Millisecond)); return gate{} }),
			one(func(lc *facet.Lifecycle) int { lc.OnStart(takes(1500*time.Millisecond), hooks.Name("z")); return 1 }))
		require.NoError(t, a.Start(t.Context()))
		require.Regexp(t, `^1\.31s STATUS=starting: 1 hook done, waiting for .*: z \(1s\), .*: [abc] \(1s\) and 2 more$`, m.with("(1s)")[0])
		require.NoError(t, a.Stop(t.Context()))
	})
}

func TestNotify_unsentMessagesAreTriedOnceMoreAtTheEnd(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		m.refuseWith(errBoom)
		a := app(m, 0, is(onError(new(notes[error]))), lasting(0, 0, 2200*time.Millisecond))
		require.NoError(t, a.Start(t.Context()))
		time.AfterFunc(2*time.Second, func() { m.refuseWith(nil) })
		require.NoError(t, a.Stop(t.Context()))
		require.Equal(t, []string{"2.2s READY=1 STATUS=stopped", "2.2s STOPPING=1 STATUS=stopped"}, m.all())
	})
}

func TestNotify_doesNotWaitForAbandonedHooks(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		hung := make(chan struct{})
		a := app(m, 0, nil, facet.Provide(newStore), facet.StartTimeout(10*time.Second), one2(func(lc *facet.Lifecycle, _ *store) int {
			lc.OnStart(func(context.Context) error { <-hung; return nil }, hooks.Name("hang"))
			return 1
		}))
		require.Error(t, a.Start(t.Context()))
		waits := m.with("hang (8s)")
		require.Len(t, waits, 1, "until the budget and Grace are over")
		require.Contains(t, m.with("STATUS=stopping")[0], "waiting for systemd_test.newStore: close, after start-hung: ")
		close(hung)
		time.Sleep(time.Second)
	})
}

func TestNotify_aCoupleOfQuickStepsAreOneMessage(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		a := app(m, 0, nil, one(func(lc *facet.Lifecycle) int {
			for range 1000 {
				lc.OnStart(takes(time.Millisecond))
			}
			return 1
		}))
		require.NoError(t, a.Start(t.Context()))
		require.Less(t, len(m.all()), 15, "one in 100 ms")
		require.NoError(t, a.Stop(t.Context()))
	})
}

func TestNotify_worksAgainInTheNextRun(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		a := app(m, 10*time.Second, nil, storeAndServer())
		for range 2 {
			require.NoError(t, a.Start(t.Context()))
			time.Sleep(time.Second)
			require.NoError(t, a.Stop(t.Context()))
		}
		for _, part := range []string{"READY=1", "STOPPING=1", "STATUS=stopped"} {
			require.Len(t, m.with(part), 2, part)
		}
		require.Equal(t, 2, m.closed)
		require.Contains(t, m.with("READY=1")[1], "2 hooks started, in 3s", "counted anew")
	})
}

func TestNotify_ignoresTheStepsOfDoWhileTheAppIsRunning(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		a := app(m, 0, nil, storeAndServer(), facet.Provide(func(lc *facet.Lifecycle) float64 {
			lc.OnStart(takes(10 * time.Second))
			return 1
		}))
		require.NoError(t, a.Start(t.Context()))
		time.Sleep(time.Second)
		before := m.all()
		require.NoError(t, a.Do(t.Context(), func(float64) {}))
		require.ErrorIs(t, a.Do(t.Context(), func(float64) error { return errBoom }), errBoom)
		require.Equal(t, before, m.all())
		require.NoError(t, a.Stop(t.Context()))
		require.Contains(t, m.last(), "STATUS=stopped")
	})
}

func TestNotify_anUnreachableManagerIsReportedOnceAndFailsNothing(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		m.refuseWith(errBoom)
		var told notes[error]
		a := app(m, 10*time.Second, is(onError(&told)), storeAndServer())
		require.NoError(t, a.Start(t.Context()))
		time.Sleep(time.Minute)
		require.Equal(t, []error{errBoom}, told.all())

		m.refuseWith(nil) // as after systemd has re-executed itself
		time.Sleep(time.Minute)
		require.Len(t, m.with("READY=1 STATUS=running"), 1, "what was not taken is sent later")
		m.refuseWith(errBoom)
		time.Sleep(time.Minute)
		require.Equal(t, []error{errBoom, errBoom}, told.all(), "once more after it has worked")

		require.NoError(t, a.Stop(t.Context()))
	})
}

func TestNotify_readyThatCouldNotBeSentComesBeforeStopping(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		m.refuseWith(errBoom)
		a := app(m, 0, is(onError(new(notes[error]))), facet.DrainDelay(10*time.Minute), storeAndServer())
		require.NoError(t, a.Start(t.Context()))
		time.AfterFunc(5*time.Minute, func() { m.refuseWith(nil) })
		require.NoError(t, a.Stop(t.Context()))
		require.Contains(t, m.all()[0], "READY=1 STATUS=draining")
		require.Contains(t, m.all()[1], "STOPPING=1 EXTEND_TIMEOUT_USEC=30000000 STATUS=draining")
	})
}

func TestNotify_aSlowManagerDoesNotSlowTheApp(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		var sent atomic.Int32
		slow := func(message string) error {
			if message == "" {
				return nil
			}
			time.Sleep(500 * time.Millisecond)
			sent.Add(1)
			return nil
		}
		began := time.Now()
		a := facet.New(one(func(lc *facet.Lifecycle) int {
			for range 100 {
				lc.OnStart(takes(time.Millisecond))
			}
			return 1
		}), observed(slow))
		require.NoError(t, a.Start(t.Context()))
		require.Equal(t, 100*time.Millisecond, time.Since(began))
		require.Zero(t, sent.Load())
		require.NoError(t, a.Stop(t.Context()))
		require.Equal(t, time.Second, time.Since(began), "the end waits for 900 ms")
		time.Sleep(time.Minute)
		require.EqualValues(t, 3, sent.Load(), "the start, ready, and stopping")
	})
}

func TestNotify_anErrorFunctionThatPanicsOrExitsIsSurvived(t *testing.T) {
	for name, f := range map[string]func(error){
		"panic":  func(error) { panic("oh") },
		"goexit": func(error) { exitGoroutine() },
	} {
		t.Run(name, func(t *testing.T) {
			virtually(t, func(m *manager) {
				t := m.t
				m.refuseWith(errors.New("away"))
				a := app(m, 0, is(onErrorDo(f)), storeAndServer())
				require.NoError(t, a.Start(t.Context()))
				m.refuseWith(nil)
				time.Sleep(time.Minute)
				require.NoError(t, a.Stop(t.Context()))
				require.Len(t, m.with("READY=1"), 1)
			})
		})
	}
}
