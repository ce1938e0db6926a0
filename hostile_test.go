// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"errors"
	"maps"
	"runtime"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/hostile"
)

// entrances are the places at which an error of a user enters an app. Each runs an
// app with that error, and returns all that facet makes of it.
var entrances = map[string]func(ctx context.Context, err error) []error{
	"constructor": func(ctx context.Context, err error) []error {
		return life(ctx, func(*facet.Lifecycle) error { return err })
	},
	"start hook": func(ctx context.Context, err error) []error {
		return life(ctx, func(lc *facet.Lifecycle) error { lc.OnStart(func(context.Context) error { return err }); return nil })
	},
	"start hook whose context has ended": func(ctx context.Context, err error) []error {
		return life(ctx, func(lc *facet.Lifecycle) error {
			lc.OnStart(func(ctx context.Context) error { <-ctx.Done(); return err })
			return nil
		})
	},
	"stop hook": func(ctx context.Context, err error) []error {
		return life(ctx, func(lc *facet.Lifecycle) error { lc.OnStop(func(context.Context) error { return err }); return nil })
	},
	"drain hook": func(ctx context.Context, err error) []error {
		return life(ctx, func(lc *facet.Lifecycle) error { lc.OnDrain(func(context.Context) error { return err }); return nil })
	},
	"cleanup": func(ctx context.Context, err error) []error {
		return life(ctx, func(lc *facet.Lifecycle) error { lc.Cleanup(func() error { return err }); return nil })
	},
	"task": func(ctx context.Context, err error) []error {
		return life(ctx, func(lc *facet.Lifecycle) error {
			lc.Go("task", func(context.Context) error { return err })
			return nil
		})
	},
	"task whose context has ended": func(ctx context.Context, err error) []error {
		return life(ctx, func(lc *facet.Lifecycle) error {
			lc.Go("task", func(ctx context.Context) error { <-ctx.Done(); return err })
			return nil
		})
	},
	"serve before it is ready": func(ctx context.Context, err error) []error {
		return life(ctx, func(lc *facet.Lifecycle) error {
			lc.Serve("task", func(context.Context, func()) error { return err })
			return nil
		})
	},
	"restarted task": func(ctx context.Context, err error) []error {
		return life(ctx, func(lc *facet.Lifecycle) error {
			lc.Go("task", hooks.Restarting(hooks.Restart{Budget: 2}, func(context.Context) error { return err }))
			return nil
		})
	},
	"Shutdown": func(ctx context.Context, err error) []error {
		return life(ctx, func(lc *facet.Lifecycle) error {
			lc.OnStart(func(context.Context) error { return nil })
			lc.Go("task", func(ctx context.Context) error { time.Sleep(time.Second); lc.Shutdown(err); <-ctx.Done(); return nil })
			return nil
		})
	},
	"panic": func(ctx context.Context, err error) []error {
		return life(ctx, func(lc *facet.Lifecycle) error { lc.OnStop(func(context.Context) error { panic(err) }); return nil })
	},
	"panic of a constructor": func(ctx context.Context, err error) []error {
		return life(ctx, func(*facet.Lifecycle) error { panic(err) })
	},
	"cause of the start's context": func(ctx context.Context, err error) []error {
		app := quiet(facet.Invoke(func(lc *facet.Lifecycle) { lc.OnStart(untilCancelled) }))
		ctx, cancel := context.WithCancelCause(ctx)
		time.AfterFunc(time.Second, func() { cancel(err) })
		return []error{app.Start(ctx), app.Wait()}
	},
	"cause of the stop's context": func(ctx context.Context, err error) []error {
		app := quiet(facet.Invoke(func(lc *facet.Lifecycle) { lc.OnStop(untilCancelled) }))
		_ = app.Start(ctx)
		ctx, cancel := context.WithCancelCause(ctx)
		time.AfterFunc(time.Second, func() { cancel(err) })
		return []error{app.Stop(ctx)}
	},
	"function of Do": func(ctx context.Context, err error) []error {
		app := quiet(facet.Supply(1))
		return []error{app.Do(ctx, func(int) error { return err })}
	},
	"function of Do whose context has ended": func(ctx context.Context, err error) []error {
		app := quiet(facet.Supply(1))
		ctx, cancel := context.WithCancelCause(ctx)
		time.AfterFunc(time.Second, func() { cancel(err) })
		return []error{app.Do(ctx, func(ctx context.Context, _ int) error { <-ctx.Done(); return err })}
	},
	"middleware": func(ctx context.Context, err error) []error {
		return life(ctx, func(lc *facet.Lifecycle) error { lc.OnStart(func(context.Context) error { return nil }); return nil },
			facet.Around(func(ctx context.Context, _ hooks.Call, next func(context.Context) error) error {
				return errors.Join(err, next(ctx))
			}))
	},
	"option": func(ctx context.Context, err error) []error {
		app := quiet(facet.Error(err))
		return []error{app.Err(), app.Validate(), app.Start(ctx)}
	},
}

// life runs an app of one component that a function makes, and stops it after a
// while.
func life(ctx context.Context, component func(*facet.Lifecycle) error, opts ...facet.Option) []error {
	app := quiet(append(opts, facet.Provide(func(lc *facet.Lifecycle) (*low, error) { return &low{}, component(lc) }), facet.Invoke(func(*low) {}))...)
	started := make(chan error, 1)
	go func() { started <- app.Start(ctx) }()
	time.Sleep(2 * time.Second)
	stopped := app.Stop(ctx)
	return []error{<-started, stopped, app.Wait()}
}

func TestErrors_whateverTheirMethodsDoTheAppGoesOn(t *testing.T) {
	for place, run := range entrances {
		synctest.Test(t, func(t *testing.T) {
			for kind, err := range hostile.Errors(t) {
				began := time.Now()
				for _, got := range run(t.Context(), err) {
					if got != nil && !isSame(got, err) { // a user's own error is the user's to ask
						require.NotPanics(t, func() { _ = got.Error() }, "%s, %s", place, kind)
						require.NotEmpty(t, got.Error())
						require.Less(t, len(got.Error()), 200<<10, "%s, %s", place, kind)
						facet.ExitCode(got)
					}
				}
				require.Less(t, time.Since(began), 40*time.Second, "%s, %s: bounded", place, kind)
			}
		})
	}
}

func TestProperty_errorsOfAnyShapeHarmNothing(t *testing.T) {
	places := slices.Sorted(maps.Keys(entrances))
	rapid.Check(t, func(rt *rapid.T) {
		place := rapid.SampledFrom(places).Draw(rt, "place")
		shape := rapid.SliceOfN(rapid.Byte(), 0, 6).Draw(rt, "shape")
		synctest.Test(t, func(t *testing.T) {
			err := hostile.Tree(shape, rapid.String().Draw(rt, "text"))
			for _, got := range entrances[place](t.Context(), err) {
				if got != nil && !isSame(got, err) {
					_ = got.Error()
					facet.ExitCode(got)
				}
			}
		})
	})
}

// isSame reports whether two errors are the same, also if they cannot be compared.
func isSame(a, b error) (same bool) {
	defer func() { same = recover() != nil || same }()
	return a == b //nolint:errorlint // as the comment says
}

func TestErrors_theirCauseIsFoundUnchanged(t *testing.T) {
	for place, run := range entrances {
		if place == "option" {
			continue
		}
		synctest.Test(t, func(t *testing.T) {
			require.ErrorIs(t, errors.Join(run(t.Context(), errBoom)...), errBoom, place)
		})
	}
}

func TestErrors_mayAskTheAppForAnything(t *testing.T) {
	for place, run := range entrances {
		synctest.Test(t, func(t *testing.T) {
			app := quiet()
			var once sync.Once
			calling := &hostile.Calling{Call: func() {
				_ = app.State()
				app.Graph()
				app.Report(new(discard))
				once.Do(func() { app.Shutdown(nil) })
				_ = app.Stop(context.Background())
			}}
			require.NoError(t, app.Start(t.Context()))
			began := time.Now()
			run(t.Context(), calling)
			require.NoError(t, app.Do(t.Context(), func() {}), place)
			require.Less(t, time.Since(began), 40*time.Second)
			_ = app.Stop(t.Context())
		})
	}
}

type discard struct{}

func (*discard) Write(p []byte) (int, error) { return len(p), nil }

// selfAsking is an error that asks the very app that it ends.
type selfAsking struct{ app **facet.App }

func (e *selfAsking) ask() {
	_ = (*e.app).State()
	_ = (*e.app).Graph()
	(*e.app).Shutdown(e)
	_ = (*e.app).Stop(context.Background())
}
func (e *selfAsking) Error() string { e.ask(); return "asked" }
func (e *selfAsking) Unwrap() error { e.ask(); return nil }
func (e *selfAsking) Is(error) bool { e.ask(); return false }

func TestErrors_anErrorThatStopsItsOwnAppDoesNotHoldItUp(t *testing.T) {
	for name, component := range map[string]func(lc *facet.Lifecycle, err error) error{
		"constructor": func(_ *facet.Lifecycle, err error) error { return err },
		"start": func(lc *facet.Lifecycle, err error) error {
			lc.OnStart(func(context.Context) error { return err })
			return nil
		},
		"stop": func(lc *facet.Lifecycle, err error) error {
			lc.OnStop(func(context.Context) error { return err })
			return nil
		},
		"cleanup": func(lc *facet.Lifecycle, err error) error { lc.Cleanup(func() error { return err }); return nil },
		"task": func(lc *facet.Lifecycle, err error) error {
			lc.Go("task", func(context.Context) error { return err })
			return nil
		},
		"shutdown": func(lc *facet.Lifecycle, err error) error {
			lc.OnStart(func(context.Context) error { lc.Shutdown(err); return nil })
			return nil
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			var app *facet.App
			err := &selfAsking{&app}
			app = quiet(facet.Provide(func(lc *facet.Lifecycle) (*low, error) { return &low{}, component(lc, err) }), facet.Invoke(func(*low) {}))
			began := time.Now()
			_ = app.Start(t.Context())
			_ = app.Stop(t.Context())
			require.Less(t, time.Since(began), 20*time.Second, name)
			time.Sleep(time.Minute)
			synctest.Wait()
		})
	}
}

func TestContexts_whoseMethodsMisbehaveHarmNothing(t *testing.T) {
	ways := map[string]func(){
		"panics": func() { panic("hostile context") },
		"exits":  runtime.Goexit,
	}
	for way, how := range ways {
		for name, call := range map[string]func(app *facet.App, ctx context.Context){
			"Start": func(app *facet.App, ctx context.Context) { _ = app.Start(ctx) },
			"Build": func(app *facet.App, ctx context.Context) { _ = app.Build(ctx) },
			"Run":   func(app *facet.App, ctx context.Context) { _ = app.Run(ctx) },
			"Do":    func(app *facet.App, ctx context.Context) { _ = app.Do(ctx, func(context.Context, *low) {}) },
			"Stop": func(app *facet.App, ctx context.Context) {
				_ = app.Start(context.Background())
				_ = app.Stop(ctx)
			},
		} {
			synctest.Test(t, func(t *testing.T) {
				app := quiet(facet.Provide(func(lc *facet.Lifecycle) *low {
					_ = lc.Context()
					lc.OnStart(func(ctx context.Context) error { _ = ctx.Value(way); return nil })
					lc.Go("task", untilCancelled)
					return &low{}
				}), facet.Invoke(func(*low) {}))
				inner, cancel := context.WithCancel(context.Background())
				broken := false
				for _, late := range []bool{false, true} {
					var mu sync.Mutex
					broken = !late
					ctx := &hostile.Context{Context: inner, How: how, Broken: func() bool { mu.Lock(); defer mu.Unlock(); return broken }}
					ended := make(chan struct{})
					var panicked any
					go func() {
						defer close(ended)
						panicked = guardedCall(func() { call(app, ctx) })
					}()
					time.Sleep(time.Second)
					mu.Lock()
					broken = true
					mu.Unlock()
					time.Sleep(time.Second)
					_ = app.Stop(context.Background())
					<-ended
					require.Nil(t, panicked, "%s, %s", name, way)
				}
				cancel()
				synctest.Wait()
				require.NoError(t, app.Start(t.Context()), "%s, %s: the app is as it was", name, way)
				require.NoError(t, app.Stop(t.Context()))
			})
		}
	}
}

// guardedCall calls f and returns the value of its panic.
func guardedCall(f func()) (panicked any) {
	defer func() { panicked = recover() }()
	f()
	return nil
}

// hostileName is a Stringer of a panic's value.
type hostileName struct{ how func() }

func (h hostileName) String() string { h.how(); return "name" }

func TestPanics_withValuesThatMisbehaveAreErrors(t *testing.T) {
	loop := map[string]any{}
	loop["self"] = loop
	for name, v := range map[string]any{
		"panicking": hostileName{func() { panic("again") }}, "exiting": hostileName{runtime.Goexit},
		"holds itself": loop, "uncomparable": []int{1}, "huge": make([]int, 1<<20), "typed nil": hostile.TypedNil(),
	} {
		synctest.Test(t, func(t *testing.T) {
			app := quiet(facet.Invoke(func(lc *facet.Lifecycle) {
				lc.OnStart(func(context.Context) error { panic(v) })
			}))
			err := app.Start(t.Context())
			var panicked *facet.PanicError
			require.ErrorAs(t, err, &panicked, name)
			require.Contains(t, err.Error(), "panic: ")
			require.Less(t, len(err.Error()), 20<<10, "%s: bounded", name)
		})
	}
}

func TestDo_theErrorsOfACallHoldOtherCallsUpForSecondsAtMost(t *testing.T) {
	type other struct{}
	for place, component := range map[string]func(lc *facet.Lifecycle, err error) error{
		"constructor": func(_ *facet.Lifecycle, err error) error { return err },
		"constructor whose context has ended": func(lc *facet.Lifecycle, err error) error {
			<-lc.Context().Done()
			return err
		},
		"start hook": func(lc *facet.Lifecycle, err error) error {
			lc.OnStart(func(context.Context) error { return err })
			return nil
		},
		"start hook whose context has ended": func(lc *facet.Lifecycle, err error) error {
			lc.OnStart(func(ctx context.Context) error { <-ctx.Done(); return err })
			return nil
		},
		"stop hook": func(lc *facet.Lifecycle, err error) error {
			lc.OnStop(func(context.Context) error { return err })
			return nil
		},
		"cleanup": func(lc *facet.Lifecycle, err error) error { lc.Cleanup(func() error { return err }); return nil },
	} {
		synctest.Test(t, func(t *testing.T) {
			blocking := hostile.NewBlocking()
			defer blocking.Release()
			app := quiet(
				facet.Provide(func(lc *facet.Lifecycle) (*low, error) {
					return &low{}, component(lc, &hostile.Wrapping{Err: blocking})
				}),
				facet.Provide(func(lc *facet.Lifecycle) *other {
					lc.OnStart(func(context.Context) error { return nil })
					return &other{}
				}),
				facet.Grace(time.Minute),
			)
			ctx, cancel := context.WithCancelCause(t.Context())
			cause := hostile.NewBlocking()
			defer cause.Release()
			time.AfterFunc(time.Second, func() { cancel(&hostile.Wrapping{Err: cause}) })
			ended := make(chan error, 1)
			go func() { ended <- app.Do(ctx, func(*low) {}) }()
			synctest.Wait()
			began := time.Now()
			require.NoError(t, app.Do(t.Context(), func(*other) {}), place)
			require.Less(t, time.Since(began), 4*time.Second, place)
			require.Error(t, <-ended, place)
		})
	}
}

func TestStop_theErrorOfAnotherAppsStartIsAFailure(t *testing.T) {
	for place, component := range map[string]func(lc *facet.Lifecycle, err error) error{
		"constructor": func(_ *facet.Lifecycle, err error) error { return err },
		"start hook": func(lc *facet.Lifecycle, err error) error {
			lc.OnStart(func(context.Context) error { return err })
			return nil
		},
		"stop hook": func(lc *facet.Lifecycle, err error) error {
			lc.OnStop(func(context.Context) error { return err })
			return nil
		},
		"task": func(lc *facet.Lifecycle, err error) error {
			lc.Go("task", func(context.Context) error { return err })
			return nil
		},
		"Shutdown": func(lc *facet.Lifecycle, err error) error {
			lc.OnStart(func(context.Context) error { lc.Shutdown(err); return nil })
			return nil
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			inner := quiet(facet.Invoke(func(lc *facet.Lifecycle) { lc.OnStart(untilCancelled) }))
			time.AfterFunc(time.Second, func() { inner.Shutdown(nil) })
			notUp := inner.Start(t.Context())
			require.Error(t, notUp)
			require.NoError(t, inner.Wait())

			app := quiet(facet.Invoke(func(lc *facet.Lifecycle) error { return component(lc, notUp) }))
			_ = app.Start(t.Context())
			synctest.Wait()
			_ = app.Stop(t.Context())
			require.ErrorIs(t, app.Wait(), notUp, place)
		})
	}
}
