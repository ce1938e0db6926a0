// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	stdlog "log"
	"log/slog"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/hostile"
	"github.com/facet-go/facet/observe"
)

// blocks is an observer that does not return from the first event that is meant,
// before the end of the test.
func blocks(t *testing.T, meant func(observe.Event) bool) func(observe.Event) {
	t.Helper()
	release := make(chan struct{})
	t.Cleanup(func() { close(release) })
	return func(e observe.Event) {
		if meant(e) {
			<-release
		}
	}
}

// moments are the events at which an observer may misbehave.
func moments() map[string]func(observe.Event) bool {
	all := map[string]func(observe.Event) bool{}
	for op := observe.OpConstructing; op <= observe.OpResult; op++ {
		all[op.String()] = func(e observe.Event) bool { return e.Op == op }
	}
	for s := facet.StateBuilding; s <= facet.StateFailed; s++ {
		all["state "+s.String()] = func(e observe.Event) bool { return e.Op == observe.OpState && e.State == s }
	}
	return all
}

func TestObserver_thatBlocksDelaysAStartAndAStopByOneGraceAtMost(t *testing.T) {
	for name, meant := range moments() {
		for _, hung := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				var tr trace
				var rest []observe.Event
				app := quiet(
					facet.Observe(blocks(t, meant)), facet.Observe(func(e observe.Event) { rest = append(rest, e) }), facet.Grace(2*time.Second),
					tr.Tower(func(lc *facet.Lifecycle) error { lc.Go("task", untilCancelled); return nil }, nil, func(lc *facet.Lifecycle) error {
						if hung {
							lc.OnStop(deaf(time.Minute), hooks.Name("deaf"))
						}
						return nil
					}),
				)
				began := time.Now()
				require.NoError(t, app.Start(t.Context()), name)
				up := time.Since(began)
				require.LessOrEqual(t, up, 2*time.Second, name)
				began = time.Now()
				err := app.Stop(t.Context())
				require.Equal(t, hung, err != nil, "an observer that is detached fails nothing, %s: %v", name, err)
				bound := 2 * time.Second
				if hung {
					bound += 10*time.Second + 2*2*time.Second
				}
				require.LessOrEqual(t, time.Since(began), bound, name)
				time.Sleep(time.Hour)
				synctest.Wait()
				require.ElementsMatch(t, joined(towerBuilt, towerStarted, towerStopped), tr.Take(), name)
				require.True(t, slices.ContainsFunc(rest, func(e observe.Event) bool { return e.State >= facet.StateStopped }), name)
			})
		}
	}
}

func TestObserver_thatBlocksDelaysAFailingStartByOneGraceAtMost(t *testing.T) {
	for name, meant := range moments() {
		synctest.Test(t, func(t *testing.T) {
			app := quiet(facet.Observe(blocks(t, meant)), facet.Invoke(func(lc *facet.Lifecycle) {
				lc.OnStart(deaf(time.Hour), hooks.Name("deaf"))
				lc.OnStop(deaf(time.Hour), hooks.Name("deaf"))
			}, func(lc *facet.Lifecycle) { lc.OnStop(deaf(time.Hour)) }))
			began := time.Now()
			require.Error(t, app.Start(t.Context()), name)
			require.LessOrEqual(t, time.Since(began), (15+10+3+1)*time.Second, name)
			time.Sleep(3 * time.Hour)
		})
	}
}

func TestObserver_aLogHandlerThatBlocksHoldsUpNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		defer close(release)
		logger := slog.New(slog.NewTextHandler(blockingWriter(release), nil))
		app := facet.New(facet.Signals(), facet.Log(observe.Slog(func() *slog.Logger { return logger })), facet.Invoke(func(lc *facet.Lifecycle) {
			lc.OnStart(fail)
		}))
		began := time.Now()
		require.ErrorIs(t, app.Start(t.Context()), errBoom)
		require.Equal(t, time.Second, time.Since(began))
	})
}

type blockingWriter chan struct{}

func (w blockingWriter) Write(p []byte) (int, error) { <-w; return len(p), nil }

func TestObserver_getsErrReentrantFromEverythingThatWouldWaitForIt(t *testing.T) {
	for name, meant := range moments() {
		synctest.Test(t, func(t *testing.T) {
			var app *facet.App
			var got []error
			asked := false
			app = quiet(facet.Observe(func(e observe.Event) {
				if asked || !meant(e) {
					return
				}
				asked = true
				ctx := context.Background() // the worst that an observer can do
				got = append(got, app.Do(ctx, func() {}), app.Start(ctx), app.Stop(ctx), app.Run(ctx), app.Build(ctx))
			}), facet.Invoke(func(lc *facet.Lifecycle) {
				lc.Append(facet.Hook{OnStart: untilNow, OnStop: untilNow})
				lc.OnDrain(untilNow)
				lc.Go("task", func(context.Context) error { return nil })
				lc.Cleanup(func() error { return nil })
			}))
			began := time.Now()
			require.NoError(t, app.Start(t.Context()), name)
			synctest.Wait()
			require.NoError(t, app.Do(t.Context(), func() {}), name)
			require.NoError(t, app.Stop(t.Context()), name)
			require.Zero(t, time.Since(began), name)
			for _, err := range got {
				require.ErrorIs(t, err, facet.ErrReentrant, name)
			}
			require.Equal(t, asked, len(got) == 5, name)
		})
	}
}

func untilNow(context.Context) error { return nil }

func TestObserver_ofAnotherAppMayStopThisOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inner := quiet(facet.Observe(func(observe.Event) {}))
		require.NoError(t, inner.Start(t.Context()))
		var err error
		outer := quiet(facet.Observe(func(e observe.Event) {
			if e.Op == observe.OpState && e.State == facet.StateDraining {
				err = errors.Join(inner.Do(t.Context(), func() {}), inner.Stop(t.Context()))
			}
		}))
		require.NoError(t, outer.Start(t.Context()))
		require.NoError(t, outer.Stop(t.Context()))
		require.NoError(t, err)
		requireState(t, inner, facet.StateStopped)
	})
}

// An observer that causes an event by a late registration is not waited for by itself.
func TestObserver_mayCauseAnEvent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var lc *facet.Lifecycle
		var events []observe.Event
		app := quiet(facet.Observe(func(e observe.Event) {
			events = append(events, e)
			if e.Op == observe.OpState && e.State == facet.StateRunning {
				lc.OnStart(untilNow)
			}
		}), facet.Invoke(func(l *facet.Lifecycle) { lc = l }))
		began := time.Now()
		require.NoError(t, app.Start(t.Context()))
		require.ErrorContains(t, app.Stop(t.Context()), "OnStart was called after the build had ended")
		require.Zero(t, time.Since(began))
		require.True(t, slices.ContainsFunc(events, func(e observe.Event) bool { return e.Op == observe.OpWarning }))
	})
}

func TestObserver_aPanicAtTheLastEventsIsOfThisRunOrOfNone(t *testing.T) {
	for name, end := range map[string]func(){"observer-panicked": func() { panic("ouch") }, "observer-exited": runtime.Goexit} {
		synctest.Test(t, func(t *testing.T) {
			var warnings []string
			at := observe.OpResult
			once := func(e observe.Event) bool {
				return e.Op == at && (at == observe.OpResult || e.State >= facet.StateStopped)
			}
			watch := facet.Observe(func(e observe.Event) {
				if e.Op == observe.OpWarning {
					slug, _, _ := strings.Cut(e.Err.Error(), ":")
					warnings = append(warnings, slug)
				}
			})
			bad := func(e observe.Event) {
				if once(e) {
					end()
				}
			}
			app := quiet(facet.Observe(bad), watch)
			require.NoError(t, app.Start(t.Context()))
			require.ErrorContains(t, app.Stop(t.Context()), name, "the result is not out yet")
			requireState(t, app, facet.StateFailed)
			require.NoError(t, app.Start(t.Context()))
			require.NoError(t, app.Stop(t.Context()))
			require.Equal(t, []string{name}, warnings)

			at, warnings = observe.OpState, nil
			app = quiet(facet.Observe(bad), watch)
			require.NoError(t, app.Start(t.Context()))
			require.NoError(t, app.Stop(t.Context()), "the result is out")
			requireState(t, app, facet.StateStopped)
			require.NoError(t, app.Start(t.Context()))
			require.NoError(t, app.Stop(t.Context()), "and of no run that comes later")
			require.Equal(t, []string{name}, warnings)
		})
	}
}

func TestObserver_aPanicBetweenRunsIsOfNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bad := false
		app := quiet(facet.Provide(newLow), facet.Observe(func(observe.Event) {
			if bad {
				panic("ouch")
			}
		}))
		bad = true
		require.NoError(t, app.Do(t.Context(), func(*low) {}))
		require.NoError(t, app.Start(t.Context()))
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestSignals_actWhileAnObserverBlocks(t *testing.T) {
	for name, meant := range moments() {
		synctest.Test(t, func(t *testing.T) {
			var feed facet.SignalFeed
			app := facet.New(facet.FeedSignals(&feed), facet.Log(nil), facet.Observe(blocks(t, meant)),
				facet.Grace(time.Minute), facet.DrainDelay(time.Hour), facet.StopTimeout(time.Hour),
				facet.Invoke(func(lc *facet.Lifecycle) {
					lc.Append(facet.Hook{OnStart: untilNow, OnStop: untilCancelled})
					lc.OnDrain(untilNow)
					lc.Go("task", untilCancelled)
					lc.Cleanup(func() error { return nil })
				}))
			result := running(t.Context(), app)
			time.Sleep(2 * time.Minute) // if it blocks on the way up
			synctest.Wait()
			began := time.Now()
			for range 3 {
				feed.Send(syscall.SIGTERM)
				synctest.Wait()
			}
			<-feed.Released // so the next one kills
			require.Zero(t, time.Since(began), name)
			var forced *facet.ForcedError
			require.ErrorAs(t, <-result, &forced, name)
			require.LessOrEqual(t, time.Since(began), 2*time.Minute, name)
		})
	}
}

func TestSignals_areEventsBeforeTheStateThatTheyCause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told []string
		var feed facet.SignalFeed
		app := facet.New(facet.FeedSignals(&feed), facet.Log(nil), facet.Observe(func(e observe.Event) {
			if e.Op == observe.OpSignal || e.Op == observe.OpState {
				told = append(told, fmt.Sprint(e.Hook, e.State))
			}
		}))
		result := running(t.Context(), app)
		feed.Send(syscall.SIGTERM)
		require.NoError(t, <-result)
		require.Equal(t, []string{"building", "built", "starting", "running", "terminatednew", "draining", "stopping", "stopped"}, told)
	})
}

// heap returns the bytes in use.
func heap() int64 {
	runtime.GC()
	runtime.GC() // what the first has freed
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc) //nolint:gosec // far from the limit
}

func TestLog_keepsNoFailuresOfCalls(t *testing.T) {
	type fails struct{}
	logger := slog.New(slog.NewTextHandler(io.Discard, nil))
	for name, log := range map[string]facet.Option{
		"failures": facet.Options(), // the default, with slog.Default
		"all":      facet.Log(observe.Slog(func() *slog.Logger { return logger })),
	} {
		t.Run(name, func(t *testing.T) {
			setLog(t, slog.NewTextHandler(io.Discard, nil))
			n := 0
			app := facet.New(log, facet.Signals(), facet.Provide(func() (*fails, error) {
				n++
				return nil, errors.New(strconv.Itoa(n) + strings.Repeat("x", 8<<10))
			}))
			require.NoError(t, app.Start(t.Context()))
			require.Error(t, app.Do(t.Context(), func(*fails) {}))
			before := heap()
			for range 2000 {
				require.Error(t, app.Do(t.Context(), func(*fails) {}))
			}
			require.Less(t, heap()-before, int64(1<<20))
			require.NoError(t, app.Stop(t.Context()))
			require.Less(t, heap()-before, int64(1<<20), "after the stop")
			runtime.KeepAlive(app)
		})
	}
}

// setLog makes a handler that of slog.Default until the end of a test.
func setLog(t *testing.T, h slog.Handler) {
	t.Helper()
	before, flags, out := slog.Default(), stdlog.Flags(), stdlog.Writer()
	slog.SetDefault(slog.New(h))
	t.Cleanup(func() {
		slog.SetDefault(before)
		stdlog.SetFlags(flags)
		stdlog.SetOutput(out) // which slog has changed
	})
}

func TestObserver_mayPanicWithHostileValues(t *testing.T) {
	for kind := range hostile.Errors(t) {
		synctest.Test(t, func(t *testing.T) {
			v := hostile.Errors(t)[kind]
			app := quiet(facet.Grace(3*time.Second), facet.Observe(func(observe.Event) { panic(v) }))
			require.NoError(t, app.Start(t.Context()), kind)
			_ = app.Stop(t.Context())
			requireState(t, app, facet.StateFailed)
		})
	}
}
