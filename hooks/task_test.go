// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

// until is a task that records "+name" and, when its context has ended, "-name".
func (b *fixture) until(name string) func(context.Context) error {
	return func(ctx context.Context) error {
		b.note("+%s", name)
		<-ctx.Done()
		b.note("-%s", name)
		return ctx.Err()
	}
}

func TestGo_isAStepThatIsCancelledAndAwaitedInItsTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.OnStop(b.says("-first"))
		lc.Go("task", func(ctx context.Context) error {
			<-ctx.Done()
			time.Sleep(time.Millisecond)
			b.note("task ended")
			return nil
		})
		lc.OnStop(b.says("-last"))
		b.up(t)
		time.Sleep(time.Hour)
		require.NoError(t, b.stop(t))
		require.Equal(t, []string{"-last", "task ended", "-first"}, b.took())
	})
}

func TestGo_whileRunningLaunchesAtOnceAndIsAwaitedBeforeTheHooksStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.Append(b.pair("a"))
		b.up(t)
		lc.Go("added", b.until("added"))
		synctest.Wait()
		require.Equal(t, []string{"+a", "+added"}, b.took())
		require.NoError(t, b.stop(t))
		require.Equal(t, []string{"-added", "-a"}, b.took())
	})
}

func TestGo_inAStartHookIsAwaitedByARollback(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.OnStart(func(context.Context) error {
			lc.Go("added", b.until("added"))
			return errBoom
		})
		require.ErrorIs(t, b.start(t.Context(), t), errBoom)
		require.NoError(t, b.stop(t))
		require.Equal(t, []string{"+added", "-added"}, b.took())
	})
}

func TestGo_whileStoppingAndAfterwardsIsCalledOnceWithAnEndedContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		task := func(name string) func(context.Context) error {
			return func(ctx context.Context) error {
				b.note("%s %v", name, ctx.Err())
				return ctx.Err()
			}
		}
		lc.OnStop(func(context.Context) error {
			lc.Go("stopping", task("stopping"))
			return nil
		})
		lc.Cleanup(func() error {
			lc.Go("cleaning", task("cleaning"))
			return nil
		})
		b.up(t)
		require.NoError(t, b.stop(t))
		lc.Go("stopped", task("stopped"))
		synctest.Wait()
		require.ElementsMatch(t, []string{"stopping context canceled", "cleaning context canceled", "stopped context canceled"}, b.took())
		require.Empty(t, b.requests())
	})
}

func TestGo_addedByATaskWhileItsComponentStopsIsAwaitedToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.OnStop(b.says("-a"))
		b.up(t)
		lc.Go("outer", func(ctx context.Context) error {
			<-ctx.Done()
			lc.Go("inner", func(context.Context) error {
				time.Sleep(time.Millisecond)
				b.note("inner ended")
				return nil
			})
			return nil
		})
		require.NoError(t, b.stop(t))
		require.Equal(t, []string{"inner ended", "-a"}, b.took())
	})
}

// A goroutine of a constructor may call Go while the build ends.
func TestGo_atTheEndOfTheBuildIsNeitherRefusedNorForgotten(t *testing.T) {
	for range 200 {
		b := newFixture()
		lc := b.component("a")
		var calls atomic.Int32
		var adding sync.WaitGroup
		const goroutines, each = 16, 20
		const tasks = goroutines * each
		for range goroutines {
			adding.Go(func() {
				for range each {
					lc.Go("task", func(context.Context) error { calls.Add(1); return nil })
					runtime.Gosched()
				}
			})
		}
		b.seal(t)
		require.NoError(t, b.Start(t.Context(), b.plan, 0))
		adding.Wait()
		require.NoError(t, b.stop(t))
		require.EqualValues(t, tasks, calls.Load())
		require.Empty(t, b.reports())
	}
}

func TestGo_aFailureAsksForTheEndOfTheApp(t *testing.T) {
	ends := map[string]func(context.Context) error{
		"task-failed":   fails(errBoom),
		"task-panicked": func(context.Context) error { panic(errBoom) },
		"task-exited":   func(context.Context) error { runtime.Goexit(); return nil },
	}
	for slug, end := range ends {
		t.Run(slug, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newFixture()
				lc := b.component("a")
				b.up(t)
				lc.Go("task", end)
				synctest.Wait()
				require.Len(t, b.requests(), 1)
				require.Equal(t, []string{slug + " task"}, slugs(b.requests()[0]))
				require.NoError(t, b.stop(t), "the app has heard of it already")
			})
		})
	}
}

func TestGo_aFailureDuringStartFailsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.Go("task", func(context.Context) error {
			time.Sleep(time.Second)
			return errBoom
		})
		lc.OnStart(obeys)
		lc.OnStart(b.says("never"))
		var err error
		takes(t, time.Second, func() { err = b.start(t.Context(), t) })
		require.Equal(t, []string{"task-failed task"}, slugs(err))
		require.NoError(t, b.stop(t))
		require.Empty(t, b.took())
		require.Empty(t, b.requests())
	})
}

func TestGo_canceledAfterItsContextEndedIsClean(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.Go("task", obeys)
		lc.Go("cause", func(ctx context.Context) error {
			<-ctx.Done()
			return context.Cause(ctx)
		})
		b.up(t)
		require.NoError(t, b.stop(t))
		require.Empty(t, b.requests())
	})
}

func TestGo_theCauseOfAFailedStartIsACleanEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		for name, end := range map[string]func(context.Context) error{"cause": context.Cause, "canceled": context.Context.Err} {
			lc.Go(name, func(context.Context) error {
				<-lc.Context().Done()
				return end(lc.Context())
			})
		}
		lc.OnStart(fails(errBoom))
		require.ErrorIs(t, b.start(t.Context(), t), errBoom)
		synctest.Wait()
		require.NoError(t, b.stop(t))
		require.Empty(t, b.requests())
	})
}

func TestGo_canceledBeforeItsContextEndedIsAFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.Go("task", failsLater(context.Canceled))
		b.up(t)
		time.Sleep(time.Second)
		synctest.Wait()
		require.Len(t, b.requests(), 1)
		require.ErrorIs(t, b.requests()[0], context.Canceled)
		require.NoError(t, b.stop(t))
	})
}

func TestGo_anErrorJoinedWithCanceledIsNotLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.Go("task", func(ctx context.Context) error {
			<-ctx.Done()
			return errors.Join(errBoom, ctx.Err())
		})
		b.up(t)
		require.ErrorIs(t, b.stop(t), errBoom)
	})
}

func TestGo_anErrorAfterItsContextEndedIsPartOfTheStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.Go("planned", func(ctx context.Context) error { <-ctx.Done(); return errBoom })
		lc.OnStop(b.says("-a"))
		b.up(t)
		lc.Go("added", func(ctx context.Context) error { <-ctx.Done(); return errBoom })
		require.Equal(t, []string{"task-failed added", "task-failed planned"}, slugs(b.stop(t)))
		require.Empty(t, b.requests())
		require.Equal(t, []string{"-a"}, b.took())
	})
}

// The observer is slow: the stop reaches the task between its end and the event.
func TestGo_aFailureWhileStoppingIsReportedBeforeTheStopReturns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := watched(func(e observe.Event) {
			if e.Op == observe.OpFinished {
				time.Sleep(time.Second)
			}
		}).patient()
		lc := b.component("a")
		lc.Go("planned", func(context.Context) error {
			time.Sleep(time.Minute)
			return errBoom
		})
		b.up(t)
		lc.Go("added", func(context.Context) error {
			time.Sleep(time.Minute)
			return errBoom
		})
		time.Sleep(time.Minute + time.Millisecond)
		require.NoError(t, b.stop(t))
		require.Len(t, b.requests(), 2)
	})
}

func TestSignificant_aCleanEndIsTheCleanEndOfTheApp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.Go("job", ignores(time.Minute), hooks.Significant())
		lc.Go("other", ignores(time.Second))
		b.up(t)
		time.Sleep(time.Hour)
		require.Equal(t, []error{nil}, b.requests())
		require.NoError(t, b.stop(t))
	})
}

func TestSignificant_anEndInItsTurnAsksForNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").Go("job", obeys, hooks.Significant())
		b.up(t)
		require.NoError(t, b.stop(t))
		require.Empty(t, b.requests())
	})
}

func TestGo_aTaskThatOverstaysIsAbandonedAndNamedWithItsStack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.OnStop(b.says("-a"))
		lc.Go("planned", overstays)
		b.up(t)
		var err error
		takes(t, stopTimeout+grace, func() { err = b.stop(t) })
		require.Equal(t, []string{"task-hung planned"}, slugs(err))
		require.Contains(t, hookErrors(err)[0].Stack, "overstays")
		require.Equal(t, []string{"-a"}, b.took())
		require.Empty(t, ours(), "only the abandoned task is left")
		time.Sleep(2 * time.Hour)
		require.Equal(t, []string{"abandoned a planned !", "returned a planned"}, b.seen(observe.OpAbandoned, observe.OpReturned))
	})
}

func overstays(context.Context) error {
	time.Sleep(time.Hour)
	return nil
}

func TestGo_everyAddedTaskThatOverstaysIsNamedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.OnStop(b.says("-a"))
		b.up(t)
		lc.Go("one", overstays)
		lc.Go("two", overstays)
		lc.Go("three", overstays)
		var err error
		takes(t, stopTimeout+grace, func() { err = b.stop(t) })
		require.ElementsMatch(t, []string{"task-hung one", "task-hung two", "task-hung three"}, slugs(err))
		require.Equal(t, []string{"-a"}, b.took())
		require.Empty(t, ours(), "only the abandoned tasks are left")
		time.Sleep(2 * time.Hour)
	})
}

// ours returns the stacks of runners that are left.
func ours() []string {
	synctest.Wait()
	buf := make([]byte, 1<<20)
	var left []string
	for s := range strings.SplitSeq(string(buf[:runtime.Stack(buf, true)]), "\n\n") {
		if strings.Contains(s, "hooks.(*execution).runner") && strings.Contains(s, "synctest bubble") {
			left = append(left, s)
		}
	}
	return left
}

func TestTimeout_boundsTheWaitForATask(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.Go("planned", overstays, hooks.Timeout(time.Second))
		b.up(t)
		lc.Go("added", overstays, hooks.Timeout(2*time.Second))
		lc.Go("obeying", obeys, hooks.Timeout(3*time.Second))
		var err error
		takes(t, 2*time.Second+grace+time.Second+grace, func() { err = b.stop(t) })
		require.Equal(t, []string{"task-hung added", "task-hung planned"}, slugs(err))
		time.Sleep(2 * time.Hour)
	})
}

// Each new task is awaited too, but not for ever.
func TestGo_aTaskThatAddsTasksWithoutEndDoesNotHoldTheStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.OnStop(b.says("-a"))
		b.up(t)
		end := time.Now().Add(time.Minute)
		var again func()
		again = func() {
			time.Sleep(time.Millisecond)
			if time.Now().Before(end) {
				lc.Go("again", hooks.Func(again))
			}
		}
		lc.Go("again", hooks.Func(again))
		began := time.Now()
		require.Error(t, b.stop(t))
		require.LessOrEqual(t, time.Since(began), stopTimeout+2*grace)
		require.Equal(t, []string{"-a"}, b.took())
		time.Sleep(time.Hour)
	})
}
