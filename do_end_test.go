// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

// spawn calls Do on a goroutine of its own and returns where its result arrives,
// once all is quiet.
func spawn(app *facet.App, ctx context.Context, fn any) <-chan error { //nolint:revive // reads as a method of the app
	result := make(chan error, 1)
	go func() { result <- app.Do(ctx, fn) }()
	synctest.Wait()
	return result
}

func TestDo_aFailingTaskEndsAllThatShareIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(func(lc *facet.Lifecycle) error {
			lc.Go("task", func(ctx context.Context) error { _ = takes(time.Minute)(ctx); return errBoom })
			return nil
		}, nil, nil))
		one := spawn(app, t.Context(), func(ctx context.Context, _ *low) error { return untilCancelled(ctx) })
		two := spawn(app, t.Context(), func(ctx context.Context, _ *mid) error {
			<-ctx.Done()
			require.ErrorIs(t, context.Cause(ctx), errBoom)
			return nil
		})
		require.NoError(t, app.Start(t.Context()))
		require.ErrorIs(t, <-one, errBoom)
		require.ErrorIs(t, <-two, errBoom, "although the function returned nil")
		require.ErrorIs(t, app.Wait(), errBoom)
		requireState(t, app, facet.StateFailed)
	})
}

func TestDo_whatSharesAComponentThatHasFailedEndsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := quiet(facet.Provide(func(lc *facet.Lifecycle) *low {
			lc.Go("task", func(ctx context.Context) error {
				if err := takes(time.Minute)(ctx); err != nil {
					return err
				}
				return errBoom
			})
			return &low{}
		}))
		one := spawn(app, t.Context(), func(*low) { time.Sleep(2 * time.Minute) })
		time.Sleep(90 * time.Second)
		require.ErrorIs(t, app.Do(t.Context(), func(*low) { t.Error("called") }), errBoom)
		require.ErrorIs(t, <-one, errBoom)
		require.NoError(t, app.Do(t.Context(), func(*low) {}), "the next user gets a new one")
	})
}

func TestDo_aStopCancelsAndAwaitsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, nil, nil), facet.Provide(func(lc *facet.Lifecycle, _ *high) *[]int {
			tr.All(lc, "extra")
			return nil
		}), facet.DrainDelay(time.Second))
		require.NoError(t, app.Start(t.Context()))
		tr.Take()
		one := spawn(app, t.Context(), func(ctx context.Context, _ *[]int) error {
			<-ctx.Done()
			require.ErrorIs(t, app.Do(t.Context(), func() {}), facet.ErrStopping)
			time.Sleep(3 * time.Second)
			tr.Add("done")
			return ctx.Err()
		})
		took(t, 4*time.Second, func() { require.NoError(t, app.Stop(t.Context())) }) // its context ends after draining
		require.ErrorIs(t, <-one, facet.ErrStopping)
		require.Equal(t, joined([]string{"start extra", "done", "stop extra"}, towerStopped[:3], []string{"cleanup extra"}, towerStopped[3:]), tr.Take())
		require.NoError(t, app.Do(t.Context(), func(*low) {}), "a stopped app has a part of its own again")
	})
}

// took requires that f takes d of virtual time.
func took(t *testing.T, d time.Duration, f func()) {
	t.Helper()
	began := time.Now()
	f()
	require.Equal(t, d, time.Since(began))
}

func TestDo_theContextEndsWithTheCall(t *testing.T) {
	app := quiet(facet.Provide(func() *low { return &low{} }))
	for _, parent := range []context.Context{context.Background(), t.Context()} {
		var kept context.Context
		require.NoError(t, app.Do(parent, func(ctx context.Context, _ *low) { kept = ctx }))
		require.Error(t, kept.Err())
	}
}

func TestDo_theEventOfAnAbandonedConstructorPrecedesTheReturn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		defer time.Sleep(2 * time.Hour) // until what was abandoned has returned
		var seen atomic.Bool
		app := quiet(
			facet.Provide(func() *low { _ = stuckForAnHour(t.Context()); return &low{} }),
			facet.Observe(func(e observe.Event) {
				if e.Op == observe.OpAbandoned {
					time.Sleep(100 * time.Millisecond) // less than Grace
					seen.Store(true)
				}
			}),
		)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		require.Error(t, app.Do(ctx, func(*low) {}))
		require.True(t, seen.Load())
	})
}

func TestDo_whatItInheritsIsLeftToTheStopOfTheApp(t *testing.T) {
	type slow struct{}
	type failing struct{}
	synctest.Test(t, func(t *testing.T) {
		app := quiet(
			facet.Provide(func(lc *facet.Lifecycle) *slow {
				lc.OnStop(func(context.Context) error { time.Sleep(3 * time.Second); return nil })
				return &slow{}
			}),
			facet.Provide(func(lc *facet.Lifecycle) *failing {
				lc.OnStop(func(context.Context) error { return errBoom })
				return &failing{}
			}),
		)
		require.NoError(t, app.Start(t.Context()))
		heir := spawn(app, t.Context(), func(*slow) { time.Sleep(time.Second) })
		synctest.Wait()
		giver := spawn(app, t.Context(), func(*failing) { time.Sleep(2 * time.Second) })
		time.Sleep(3 * time.Second)
		require.ErrorIs(t, app.Stop(t.Context()), errBoom)
		require.NoError(t, <-heir)
		require.NoError(t, <-giver)
	})
}

func TestDo_aFunctionThatOutlastsTheStopIsAbandonedAndNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, nil, nil))
		require.NoError(t, app.Start(t.Context()))
		one := spawn(app, t.Context(), func(*low) { time.Sleep(time.Hour) })
		var err error
		took(t, 10*time.Second, func() { err = app.Stop(t.Context()) })
		var hung *facet.HookError
		require.ErrorAs(t, err, &hung)
		require.Equal(t, "call-hung", hung.Slug())
		require.Contains(t, hung.Stack, "do_end_test.go")
		require.Equal(t, joined(towerBuilt, towerStarted, towerStopped), tr.Take())
		require.NoError(t, <-one)
	})
}

func TestDo_thatIsStoppingLeavesTheRestToTheAppWhenTimeIsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		defer time.Sleep(2 * time.Hour) // until what was abandoned has returned
		var tr trace
		stuck := func(name string) func(*facet.Lifecycle) {
			return func(lc *facet.Lifecycle) {
				lc.OnStop(func(context.Context) error { tr.Add("stop " + name); return stuckForAnHour(t.Context()) })
				lc.Cleanup(func() error { tr.Add("clean " + name); return stuckForAnHour(t.Context()) })
			}
		}
		type one struct{}
		type two struct{ *one }
		app := quiet(
			facet.Provide(func(lc *facet.Lifecycle) *one { stuck("one")(lc); return &one{} }),
			facet.Provide(func(lc *facet.Lifecycle, o *one) *two { stuck("two")(lc); return &two{o} }),
			facet.Provide(func(lc *facet.Lifecycle) *low { stuck("low")(lc); return &low{} }),
			facet.Invoke(func(*low) {}),
		)
		require.NoError(t, app.Start(t.Context()))
		call := spawn(app, t.Context(), func(*two) {})
		var err error
		took(t, 12*time.Second, func() { err = app.Stop(t.Context()) }) // and not 13
		require.Equal(t, 5, strings.Count(err.Error(), "was abandoned"))
		require.Equal(t, 1, strings.Count((<-call).Error(), "was abandoned"))
		require.Equal(t, []string{"stop two", "stop one", "stop low", "clean two", "clean one", "clean low"}, tr.Take())
		requireState(t, app, facet.StateFailed)
	})
}

func TestDo_whatFailsInWhatItLeftToTheStopIsPartOfThat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := quiet(facet.Provide(func(lc *facet.Lifecycle) *low {
			lc.Go("task", func(context.Context) error { time.Sleep(time.Second); return errBoom })
			return &low{}
		}), facet.Provide(func(lc *facet.Lifecycle, _ *low) *mid {
			lc.Append(facet.Hook{OnStop: takes(time.Minute)})
			lc.OnStart(untilCancelled)
			return &mid{}
		}))
		require.NoError(t, app.Build(t.Context()))
		call := spawn(app, t.Context(), func(*mid) {})
		require.ErrorIs(t, app.Stop(t.Context()), errBoom)
		require.ErrorIs(t, <-call, facet.ErrStopping)
	})
}

func TestDo_waitsItsTurnWhileTheAppStarts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(func(lc *facet.Lifecycle) error { lc.OnStart(takes(time.Second)); return nil }, nil, nil))
		started := make(chan error)
		go func() { started <- app.Start(t.Context()) }()
		synctest.Wait()
		requireState(t, app, facet.StateStarting)
		took(t, time.Second, func() { require.NoError(t, app.Do(t.Context(), func(*low) {})) })
		require.NoError(t, <-started)

		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		require.ErrorIs(t, app.Do(ctx, func(ctx context.Context, _ *low) error { return ctx.Err() }), context.Canceled)
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestDo_aStopEndsWhatWaitsItsTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := quiet(facet.Provide(func() *low { return &low{} }), facet.Invoke(func(lc *facet.Lifecycle) { lc.OnStart(takes(time.Minute)) }), facet.StartTimeout(time.Hour))
		go func() { _ = app.Start(t.Context()) }()
		synctest.Wait()
		waiting := spawn(app, t.Context(), func(*low) { t.Error("called") })
		require.NoError(t, app.Stop(t.Context()))
		require.ErrorIs(t, <-waiting, facet.ErrStopping)
	})
}

func TestDo_fromAHookOrAConstructorIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var app *facet.App
		do := func(ctx context.Context) {
			require.ErrorIs(t, app.Do(ctx, func() { t.Error("called") }), facet.ErrReentrant)
		}
		app = quiet(facet.Invoke(func(lc *facet.Lifecycle) {
			do(lc.Context())
			hook := func(ctx context.Context) error { do(ctx); return nil }
			lc.Append(facet.Hook{OnStart: hook, OnStop: hook})
			lc.OnDrain(hook)
			lc.Serve("serve", func(ctx context.Context, ready func()) error {
				do(ctx) // the start waits for this one
				ready()
				return nil
			})
		}))
		require.NoError(t, app.Start(t.Context()))
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestDo_fromATaskAndFromACallIsServed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		var app *facet.App
		done := make(chan struct{})
		app = quiet(tr.Tower(nil, nil, nil), facet.Invoke(func(lc *facet.Lifecycle) {
			lc.Go("task", func(ctx context.Context) error {
				defer close(done)
				return app.Do(ctx, func(ctx context.Context, _ *low) error {
					require.ErrorIs(t, app.Stop(ctx), facet.ErrReentrant)
					return app.Do(ctx, func(*low) { tr.Add("inner") })
				})
			})
			lc.OnStart(takes(time.Second))
		}))
		require.NoError(t, app.Start(t.Context()))
		<-done
		require.Contains(t, tr.Take(), "inner")
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestDo_fromATaskDoesNotHoldUpTheStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var app *facet.App
		app = quiet(facet.Provide(func() *low { return &low{} }), facet.Invoke(func(lc *facet.Lifecycle) {
			lc.Go("task", func(ctx context.Context) error {
				return app.Do(ctx, func(ctx context.Context, _ *low) error { return untilCancelled(ctx) })
			})
		}))
		require.NoError(t, app.Start(t.Context()))
		synctest.Wait()
		took(t, 0, func() { require.NoError(t, app.Stop(t.Context()), "the task may return what Do did") })
	})
}

type lowUser struct{}

func TestReserve_isLeftByACallThatDoesNotEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var left time.Duration
		app := quiet(facet.Provide(func(lc *facet.Lifecycle) *low {
			lc.OnStop(func(ctx context.Context) error {
				deadline, _ := ctx.Deadline()
				left = time.Until(deadline)
				return nil
			}, hooks.Reserve(3*time.Second))
			return &low{}
		}), facet.Provide(func(lc *facet.Lifecycle, _ *low) *lowUser { return &lowUser{} }), facet.Invoke(func(*lowUser) {}))
		require.NoError(t, app.Start(t.Context()))
		one := spawn(app, t.Context(), func(*lowUser) { time.Sleep(time.Hour) })
		require.ErrorContains(t, app.Stop(t.Context()), "call-hung")
		require.Equal(t, 5*time.Second, left)
		require.NoError(t, <-one)
	})
}
