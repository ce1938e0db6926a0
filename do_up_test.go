// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"errors"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/internal/hostile"
)

// requests is a server whose stop waits for the requests in flight.
type requests struct{ inFlight sync.WaitGroup }

// serve answers a request in the background.
func (r *requests) serve(answer func() error) <-chan error {
	result := make(chan error, 1)
	r.inFlight.Go(func() { result <- answer() })
	synctest.Wait()
	return result
}

func newRequests(lc *facet.Lifecycle, _ *low) *requests {
	r := &requests{}
	lc.OnStop(func(context.Context) error { r.inFlight.Wait(); return nil })
	return r
}

// service has a store, low, and a server that uses it.
func service(tr *trace, opts ...facet.Option) *facet.App {
	return quiet(append(opts,
		facet.Provide(func(lc *facet.Lifecycle) *low { tr.All(lc, "store"); return &low{} }),
		facet.Provide(newRequests), facet.Invoke(func(*requests) {}),
	)...)
}

func TestDo_ofARequestThatTheStopOfItsServerWaitsForKeepsItsStore(t *testing.T) {
	for name, opts := range map[string][]facet.Option{
		"sequential": nil, "concurrent": {facet.Concurrent()}, "draining": {facet.DrainDelay(time.Minute)},
	} {
		synctest.Test(t, func(t *testing.T) {
			var tr trace
			app := service(&tr, opts...)
			require.NoError(t, app.Start(t.Context()))
			server, err := facet.Lookup[*requests](app)
			require.NoError(t, err)
			tr.Take()
			answered := server.serve(func() error {
				// The context of a request or a message is not one of the app.
				return app.Do(context.Background(), func(ctx context.Context, _ *low) error {
					time.Sleep(3 * time.Second)
					tr.Add("answered")
					return ctx.Err()
				})
			})
			began := time.Now()
			require.NoError(t, app.Stop(t.Context()), name)
			require.LessOrEqual(t, time.Since(began), time.Minute+3*time.Second)
			require.NoError(t, <-answered, "%s: its context has not ended", name)
			require.Equal(t, []string{"answered", "stop store", "cleanup store"}, tr.Take(), name)
		})
	}
}

func TestDo_ofAConsumerTaskWithAForeignContextDoesNotHoldUpTheStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var app *facet.App
		app = quiet(
			facet.Provide(func(lc *facet.Lifecycle) *low { lc.OnStop(takes(time.Second)); return &low{} }),
			facet.Provide(func(lc *facet.Lifecycle) *mid { lc.OnStop(takes(time.Second)); return &mid{} }),
			facet.Invoke(func(lc *facet.Lifecycle, _ *low) {
				lc.Go("consumer", func(ctx context.Context) error {
					for ctx.Err() == nil { // the middle is built and stopped for each message
						if app.Do(context.Background(), func(*low, *mid) error { time.Sleep(time.Second); return nil }) != nil {
							time.Sleep(10 * time.Millisecond)
						}
					}
					return nil
				})
			}),
		)
		require.NoError(t, app.Start(t.Context()))
		time.Sleep(10500 * time.Millisecond)
		began := time.Now()
		require.NoError(t, app.Stop(t.Context()))
		require.LessOrEqual(t, time.Since(began), 5*time.Second)
	})
}

func TestDo_goesOnWhileTheAppDrains(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := service(&tr, facet.DrainDelay(500*time.Millisecond), facet.Provide(func() *mid { t.Error("constructed"); return nil }))
		require.NoError(t, app.Start(t.Context()))
		running := spawn(app, t.Context(), func(ctx context.Context, _ *low) error { return takes(200 * time.Millisecond)(ctx) })
		stopped := make(chan error, 1)
		go func() { stopped <- app.Stop(t.Context()) }()
		synctest.Wait()
		requireState(t, app, facet.StateDraining)
		require.NoError(t, app.Do(t.Context(), func(*low) {}), "what is up serves on")
		require.ErrorIs(t, app.Do(t.Context(), func(*mid) {}), facet.ErrStopping, "nothing is constructed any more")
		require.NoError(t, <-running)
		require.NoError(t, <-stopped)
	})
}

func TestDo_endsAtTheTurnOfTheFirstComponentThatItUses(t *testing.T) {
	for name, opts := range map[string][]facet.Option{"sequential": nil, "concurrent": {facet.Concurrent()}} {
		synctest.Test(t, func(t *testing.T) {
			var tr trace
			app := quiet(append(opts, tr.Tower(nil, nil, func(lc *facet.Lifecycle) error {
				lc.OnStop(takes(time.Second))
				return nil
			}), facet.StopTimeout(time.Minute))...)
			require.NoError(t, app.Start(t.Context()))
			tr.Take()
			call := func(name string) func(ctx context.Context) error {
				return func(ctx context.Context) error {
					<-ctx.Done()
					require.ErrorIs(t, context.Cause(ctx), facet.ErrStopping)
					tr.Add(name + " ends")
					time.Sleep(time.Second)
					tr.Add(name + " returns")
					return nil
				}
			}
			onLow := spawn(app, t.Context(), func(ctx context.Context, _ *low) error { return call("low")(ctx) })
			onMid := spawn(app, t.Context(), func(ctx context.Context, _ *mid) error { return call("mid")(ctx) })
			require.NoError(t, app.Stop(t.Context()))
			require.NoError(t, <-onLow)
			require.NoError(t, <-onMid)
			require.Equal(t, []string{
				"stop high", "mid ends", "mid returns", "stop mid", "low ends", "low returns", "stop low",
				"cleanup high", "cleanup mid", "cleanup low",
			}, tr.Take(), name)
		})
	}
}

func TestDo_ofWhatHasNoLifecycleEndsBeforeWhatThatNeeds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		type plain struct{ *low }
		app := service(&tr, facet.Provide(func(l *low) *plain { return &plain{l} }), facet.Supply(7), facet.Invoke(func(*plain) {}))
		require.NoError(t, app.Start(t.Context()))
		server, err := facet.Lookup[*requests](app)
		require.NoError(t, err)
		tr.Take()
		answered := server.serve(func() error {
			return app.Do(context.Background(), func(ctx context.Context, _ *plain) error { return takes(3 * time.Second)(ctx) })
		})
		value := spawn(app, t.Context(), func(ctx context.Context, n int) error { return untilCancelled(ctx) })
		nothing := spawn(app, t.Context(), untilCancelled)
		require.NoError(t, app.Stop(t.Context()))
		require.NoError(t, <-answered)
		require.ErrorIs(t, <-value, facet.ErrStopping, "the stop ends and awaits them all")
		require.ErrorIs(t, <-nothing, facet.ErrStopping)
	})
}

func TestDo_withComponentsThatAreUpWaitsForNoTransition(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := service(&tr, facet.Provide(func() *mid { time.Sleep(time.Hour); return &mid{} }))
		require.NoError(t, app.Start(t.Context()))
		slow := spawn(app, t.Context(), func(*mid) {})
		took(t, 0, func() {
			for range 100 {
				require.NoError(t, app.Do(t.Context(), func(*low) {}))
				require.NoError(t, app.Do(t.Context(), func() {}))
			}
		})
		require.NoError(t, <-slow)
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestDo_withComponentsThatAreUpRunsDuringTheStartOfOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := quiet(
			facet.Provide(func(lc *facet.Lifecycle) *low { lc.OnStart(takes(time.Second)); return &low{} }),
			facet.Provide(func(lc *facet.Lifecycle, l *low) *mid { lc.OnStart(takes(10 * time.Second)); return newMid(l) }),
			facet.Invoke(func(*mid) {}),
		)
		started := make(chan error, 1)
		go func() { started <- app.Start(t.Context()) }()
		time.Sleep(2 * time.Second)
		took(t, 0, func() { require.NoError(t, app.Do(t.Context(), func(*low) {})) })
		require.NoError(t, <-started)
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestDo_whoseComponentsAreSharedWaitsForNoOtherCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, nil, nil), facet.Provide(func() *[]int { time.Sleep(time.Hour); return nil }))
		holder := spawn(app, t.Context(), func(*mid) { time.Sleep(2 * time.Hour) })
		slow := spawn(app, t.Context(), func(*[]int) {})
		took(t, 0, func() { require.NoError(t, app.Do(t.Context(), func(*mid) {})) })
		require.NoError(t, <-slow)
		require.NoError(t, <-holder)
		require.Equal(t, []string{"build low", "build mid", "start low", "start mid", "stop mid", "stop low", "cleanup mid", "cleanup low"}, tr.Take())
	})
}

// padded is an app of one component that is used, and n others that are not.
func padded(t *testing.T, n int) *facet.App {
	t.Helper()
	opts := []facet.Option{
		facet.Provide(func(lc *facet.Lifecycle) *low { lc.OnStop(takes(0)); return &low{} }),
		facet.Provide(func(lc *facet.Lifecycle, l *low) *mid { lc.OnStop(takes(0)); return newMid(l) }),
		facet.Invoke(func(*mid) {}),
	}
	for i := range n {
		result := reflect.ArrayOf(i, reflect.TypeFor[byte]())
		f := reflect.MakeFunc(reflect.FuncOf(nil, []reflect.Type{result}, false), func([]reflect.Value) []reflect.Value {
			return []reflect.Value{reflect.Zero(result)}
		})
		opts = append(opts, facet.Provide(f.Interface()))
	}
	app := quiet(opts...)
	require.NoError(t, app.Err())
	return app
}

func TestDo_costsWhatItNeedsAndNotWhatIsRegistered(t *testing.T) {
	allocated := func(n int, start bool) (objects, bytes float64) {
		app := padded(t, n)
		if start {
			require.NoError(t, app.Start(t.Context()))
		}
		call := func() { require.NoError(t, app.Do(context.Background(), func(*mid) {})) }
		call()
		var before, after runtime.MemStats
		const times = 20
		runtime.ReadMemStats(&before)
		for range times {
			call()
		}
		runtime.ReadMemStats(&after)
		require.NoError(t, app.Stop(t.Context()))
		return float64(after.Mallocs-before.Mallocs) / times, float64(after.TotalAlloc-before.TotalAlloc) / times
	}
	for _, up := range []bool{true, false} {
		fewObjects, fewBytes := allocated(10, up)
		manyObjects, manyBytes := allocated(3000, up)
		require.InDelta(t, fewObjects, manyObjects, 10, "up: %v", up)
		require.InEpsilon(t, fewBytes, manyBytes, 0.2, "up: %v", up)
		if up {
			require.Less(t, manyObjects, 60.0)
		}
	}
}

func TestDo_onTheGoroutineOfAConstructorOrAnObserverIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var app *facet.App
		refused := 0
		all := func() {
			for _, f := range []func() error{
				func() error { return app.Do(context.Background(), func(*low) {}) },
				func() error { return app.Do(context.Background(), func() {}) },
				func() error { return app.Start(context.Background()) },
				func() error { return app.Build(context.Background()) },
				func() error { return app.Stop(context.Background()) },
				func() error { return app.Run(context.Background()) },
			} {
				require.ErrorIs(t, f(), facet.ErrReentrant)
				refused++
			}
		}
		app = quiet(
			facet.Provide(func() *low { all(); return &low{} }),
			facet.Invoke(func(*low) { all() }),
		)
		require.NoError(t, app.Start(t.Context()))
		require.NoError(t, app.Stop(t.Context()))
		require.Equal(t, 12, refused)
	})
}

func TestStop_onTheGoroutineOfAHookOrATaskIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var app *facet.App
		var mu sync.Mutex
		var errs []error
		add := func(err error) { mu.Lock(); defer mu.Unlock(); errs = append(errs, err) }
		note := func() { add(app.Stop(context.Background())) }
		app = quiet(facet.Invoke(func(lc *facet.Lifecycle) {
			hook := func(context.Context) error { note(); return nil }
			lc.Append(facet.Hook{OnStart: hook, OnStop: hook})
			lc.Go("task", func(ctx context.Context) error { note(); return untilCancelled(ctx) })
			lc.OnStart(func(context.Context) error {
				add(app.Do(context.Background(), func(*low) {}))
				return nil
			})
		}), facet.Provide(func() *low { t.Error("constructed"); return nil }))
		took(t, 0, func() {
			require.NoError(t, app.Start(t.Context()))
			synctest.Wait()
			require.NoError(t, app.Stop(t.Context()))
		})
		require.Len(t, errs, 4)
		for _, err := range errs {
			require.ErrorIs(t, err, facet.ErrReentrant)
		}
	})
}

func TestShutdown_ofAnAbandonedConstructorDoesNotEndTheNextRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var late atomic.Pointer[facet.Lifecycle]
		var builds atomic.Int32
		app := quiet(facet.Provide(func(lc *facet.Lifecycle) *low {
			if builds.Add(1) == 1 {
				late.Store(lc)
				time.Sleep(time.Hour)
				lc.Shutdown(errBoom)
			}
			return &low{}
		}), facet.Invoke(func(*low) {}))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		require.Error(t, app.Start(ctx))
		require.NoError(t, app.Start(t.Context()))
		late.Load().Shutdown(errBoom)
		time.Sleep(2 * time.Hour)
		synctest.Wait()
		requireState(t, app, facet.StateRunning)
		require.NoError(t, app.Do(t.Context(), func(*low) {}))
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestShutdown_ofAStoppedComponentDoesNotEndTheNextRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var handles []*facet.Lifecycle
		app := quiet(facet.Provide(func(lc *facet.Lifecycle) *low { handles = append(handles, lc); return &low{} }), facet.Invoke(func(*low) {}))
		require.NoError(t, app.Start(t.Context()))
		require.NoError(t, app.Stop(t.Context()))
		require.NoError(t, app.Start(t.Context()))
		handles[0].Shutdown(errBoom)
		handles[0].OnStart(fail)
		synctest.Wait()
		requireState(t, app, facet.StateRunning)
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestStop_thatJoinsOneInProgressHeedsItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, drain := range []time.Duration{0, time.Hour} {
			app := quiet(facet.Invoke(func(lc *facet.Lifecycle) { lc.OnStop(untilCancelled) }), facet.StopTimeout(time.Hour), facet.DrainDelay(drain))
			require.NoError(t, app.Start(t.Context()))
			first := make(chan error, 1)
			go func() { first <- app.Stop(t.Context()) }()
			synctest.Wait()
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			took(t, time.Second, func() { require.ErrorIs(t, app.Stop(ctx), context.DeadlineExceeded) })
			cancel()
			require.ErrorIs(t, <-first, context.DeadlineExceeded)
		}
	})
}

func TestDo_returnsTheErrorOfItsFunctionUnchanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := quiet(facet.Supply(7))
		why := errors.New("why")
		ctx, cancel := context.WithCancelCause(t.Context())
		do := func(err error) error {
			return app.Do(ctx, func(ctx context.Context, _ int) error { cancel(why); <-ctx.Done(); return err })
		}
		require.Same(t, errBoom, do(errBoom), "whatever has become of its context")
		joined := errors.Join(errBoom, context.Canceled)
		require.Same(t, joined, do(joined))
		require.Same(t, why, do(context.Canceled), "the cause, if it says no more than that its context has ended")
	})
}

func TestTask_thatReturnsTheErrorOfItsComponentsContextHasEndedCleanly(t *testing.T) {
	for name, task := range map[string]func(lc *facet.Lifecycle, ctx context.Context) error{
		"Err": func(lc *facet.Lifecycle, _ context.Context) error { <-lc.Context().Done(); return lc.Context().Err() },
		"Cause": func(lc *facet.Lifecycle, _ context.Context) error {
			<-lc.Context().Done()
			return context.Cause(lc.Context())
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			app := quiet(facet.Invoke(func(lc *facet.Lifecycle) {
				lc.Go("task", func(ctx context.Context) error { return task(lc, ctx) })
				lc.OnStop(takes(time.Second))
			}))
			require.NoError(t, app.Start(t.Context()))
			require.NoError(t, app.Stop(t.Context()), name)
		})
	}
}

func TestExitCode_ofAStartThatFailedIsNeverZero(t *testing.T) {
	for _, code := range []int{0, 256, -1, 512} {
		app := quiet(facet.Invoke(func(lc *facet.Lifecycle) { lc.OnStart(func(context.Context) error { return facet.Exit(code) }) }))
		require.Equal(t, 1, facet.ExitCode(app.Start(t.Context())), "%d", code)
	}
	app := quiet(facet.Invoke(func(lc *facet.Lifecycle) { lc.OnStart(func(context.Context) error { return facet.Exit(7) }) }))
	require.Equal(t, 7, facet.ExitCode(app.Start(t.Context())))
}

// seam is a context that calls a function when its deadline is asked for.
type seam struct {
	context.Context //nolint:containedctx // in its place
	call            func()
}

func (s *seam) Deadline() (time.Time, bool) { s.call(); return s.Context.Deadline() }

func TestCheck_isNeverCalledAfterTheCleanupOfItsComponent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		var lifecycle *facet.Lifecycle
		app := quiet(facet.Invoke(func(lc *facet.Lifecycle) {
			lifecycle = lc
			lc.Cleanup(tr.Cleanup("cleanup"))
			lc.OnCheck("check", tr.Hook("check"))
		}))
		require.NoError(t, app.Start(t.Context()))
		check := app.Checks()[0]
		err := check.Run(&seam{t.Context(), sync.OnceFunc(func() { require.NoError(t, app.Stop(t.Context())) })})
		require.ErrorIs(t, err, facet.ErrStopping)
		synctest.Wait()
		require.Equal(t, []string{"cleanup"}, tr.Take())
		require.NotNil(t, lifecycle)
	})
}

func TestStop_keepsABoundedNumberOfErrors(t *testing.T) {
	var lc *facet.Lifecycle
	app := quiet(facet.Invoke(func(l *facet.Lifecycle) { lc = l }))
	require.NoError(t, app.Start(t.Context()))
	for range 5000 {
		lc.OnStart(fail) // too late
	}
	err := app.Stop(t.Context())
	var failure *facet.Failure
	require.ErrorAs(t, err, &failure)
	require.Len(t, failure.Later, 1000)
	require.Contains(t, err.Error(), "and 4000 more errors")
}

func TestDo_inATaskOfAnotherCallDoesNotHoldUpTheStopOfThat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var app *facet.App
		var tr trace
		app = quiet(
			facet.Provide(func(lc *facet.Lifecycle) *low { tr.All(lc, "low"); return &low{} }),
			facet.Provide(func(lc *facet.Lifecycle) *mid {
				lc.Go("task", func(ctx context.Context) error {
					<-ctx.Done() // its turn to stop: the stop waits for it
					return app.Do(context.Background(), func() {})
				})
				lc.Go("other", func(ctx context.Context) error {
					return app.Do(context.Background(), func(*low) error { <-ctx.Done(); return nil })
				})
				return &mid{}
			}),
		)
		took(t, time.Second+time.Minute, func() {
			require.NoError(t, app.Do(t.Context(), func(*mid) { time.Sleep(time.Minute) }))
		})
		synctest.Wait()
		require.Equal(t, []string{"start low", "stop low", "cleanup low"}, tr.Take())
	})
}

// origin and relay are a dependency, and a server whose stop waits for the request in
// flight.
type (
	origin struct{}
	relay  struct{ request func() }
)

func newRelay(app **facet.App) func(*facet.Lifecycle, *origin) *relay {
	return func(lc *facet.Lifecycle, _ *origin) *relay {
		done := make(chan struct{})
		lc.OnStop(func(ctx context.Context) error { // as http.Server.Shutdown
			select {
			case <-done:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
		return &relay{func() {
			go func() {
				defer close(done)
				_ = (*app).Do(context.Background(), func(*origin) { time.Sleep(time.Second) })
			}()
		}}
	}
}

func TestDo_aRequestInFlightDoesNotKeepTheStopOfAnotherCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var app *facet.App
		var tr trace
		app = quiet(
			facet.Provide(func(lc *facet.Lifecycle) *origin { tr.All(lc, "origin"); lc.OnStop(fail); return &origin{} }),
			facet.Provide(newRelay(&app)),
		)
		took(t, 2*time.Second, func() { // the request, and one Grace
			err := app.Do(t.Context(), func(s *relay) { s.request(); time.Sleep(time.Millisecond) })
			require.ErrorIs(t, err, errBoom, "what it stops in the place of the request is part of its result")
		})
		require.Equal(t, []string{"start origin", "stop origin", "cleanup origin"}, tr.Take())
	})
}

// brokenAfter is a context whose methods misbehave when they have been asked for a
// number of times.
func brokenAfter(asked int, how func()) context.Context {
	var n atomic.Int64
	return &hostile.Context{Context: context.Background(), How: how, Broken: func() bool { return n.Add(1) > int64(asked) }}
}

func TestDo_aContextThatMisbehavesLaterKeepsNothing(t *testing.T) {
	for asked := range 40 {
		synctest.Test(t, func(t *testing.T) {
			release := make(chan struct{})
			for _, how := range []func(){runtime.Goexit, func() { panic("broken") }, func() { <-release }} {
				app := quiet(facet.Provide(func(lc *facet.Lifecycle) *low { lc.Go("task", untilCancelled); return &low{} }), facet.Invoke(func(*low) {}))
				for _, call := range []func(ctx context.Context) error{
					func(ctx context.Context) error { return app.Do(ctx, func(*low) {}) },
					app.Start,
					func(ctx context.Context) error { return app.Do(ctx, func(*low) {}) },
					app.Stop,
					app.Build,
				} {
					go func() { _ = call(brokenAfter(asked, how)) }()
					time.Sleep(2 * time.Second)
				}
				took(t, 0, func() { require.NoError(t, app.Stop(t.Context()), "asked %d", asked) })
				ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
				require.NoError(t, app.Do(ctx, func(*low) {}), "asked %d", asked)
				cancel()
			}
			close(release)
		})
	}
}

func TestReport_namesTheConstructorThatACallRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		app := quiet(facet.Provide(func() *low { <-release; return &low{} }))
		call := spawn(app, t.Context(), func(*low) {})
		var report strings.Builder
		app.Report(&report)
		require.Contains(t, report.String(), "constructor facet_test.TestReport_namesTheConstructorThatACallRuns", report.String())
		close(release)
		require.NoError(t, <-call)
	})
}

func TestShutdown_withANilExitErrorIsAFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := quiet()
		require.NoError(t, app.Start(t.Context()))
		var none *facet.ExitError
		app.Shutdown(none)
		err := app.Wait()
		require.Error(t, err)
		require.Equal(t, 1, facet.ExitCode(err))
	})
}
