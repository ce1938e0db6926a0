// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/hooks"
)

func TestTeardown_cleanupsComeLastInReverseOrderOfConstruction(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, dag := range []bool{false, true} {
			b := newFixture()
			b.mode.Concurrent = dag
			for _, name := range []string{"a", "b"} {
				lc := b.component(name)
				lc.Cleanup(b.cleanup(name + "1"))
				lc.Append(b.pair(name))
				lc.Cleanup(b.cleanup(name + "2"))
			}
			b.seal(t)
			require.NoError(t, b.Start(t.Context(), b.plan, 0))
			require.NoError(t, b.stop(t))
			lines := b.took()
			require.ElementsMatch(t, []string{"+a", "+b", "-a", "-b"}, lines[:4])
			require.Equal(t, []string{"~b2", "~b1", "~a2", "~a1"}, lines[4:])
		}
	})
}

func TestTeardown_cleanupsRunAlthoughNothingStarted(t *testing.T) {
	b := newFixture()
	lc := b.component("a")
	lc.Append(b.pair("a"))
	lc.Cleanup(b.cleanup("a"))
	require.NoError(t, b.stop(t))
	require.Equal(t, []string{"~a"}, b.took())
}

func TestTeardown_errorsAndPanicsAreCollectedAndNeverSkipTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.Cleanup(b.cleanup("last"))
		lc.Cleanup(func() error { return errBoom })
		lc.Cleanup(func() error { runtime.Goexit(); return nil })
		lc.Append(b.pair("a"))
		lc.OnStop(fails(errBoom), hooks.Name("fails"))
		lc.OnStop(func(context.Context) error { panic("x") }, hooks.Name("panics"))
		lc.OnStop(func(context.Context) error { runtime.Goexit(); return nil }, hooks.Name("exits"))
		b.up(t)
		require.Equal(t, []string{"stop-exited", "stop-panicked", "stop-failed", "cleanup-exited", "cleanup-failed"}, kinds(b.stop(t)))
		require.Equal(t, []string{"+a", "-a", "~last"}, b.took())
	})
}

func TestTeardown_everythingIsCalledWhateverHangsWithinTheBudgetAndTwoGraces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		for range 20 {
			lc := b.component("a")
			lc.OnStop(func(context.Context) error {
				b.note("-")
				return overstays(t.Context())
			})
			lc.Cleanup(func() error {
				b.note("~")
				return overstays(t.Context())
			})
		}
		b.up(t)
		var err error
		takes(t, stopTimeout+2*grace, func() { err = b.stop(t) })
		require.Len(t, hookErrors(err), 40)
		require.Len(t, b.took(), 40)
		time.Sleep(2 * time.Hour)
		require.Empty(t, b.took(), "none is called twice")
	})
}

func TestTeardown_afterTheDeadlineEachStepGetsAMillisecondAtLeast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const steps, grace = 50, 10 * time.Millisecond
		b := &fixture{}
		b.with(nil, grace)
		lc := b.component("a")
		for range steps {
			lc.OnStop(overstays)
		}
		b.up(t)
		down := b.teardown(t)
		down.Expire(errBoom)
		began := time.Now()
		require.Len(t, hookErrors(down.Stop(b.plan)), steps)
		require.LessOrEqual(t, time.Since(began), 2*grace+steps*time.Millisecond)
		require.GreaterOrEqual(t, time.Since(began), steps*time.Millisecond)
		time.Sleep(2 * time.Hour)
	})
}

func TestTeardown_aSlowHookDoesNotKeepTheRestFromBeingCalledWithAnEndedContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").OnStop(func(ctx context.Context) error {
			b.note("%v", context.Cause(ctx))
			return nil
		})
		b.component("b").OnStop(obeys, hooks.Name("slow"))
		b.up(t)
		var err error
		takes(t, stopTimeout, func() { err = b.stop(t) })
		require.Equal(t, []string{"stop-timeout slow"}, slugs(err))
		require.Equal(t, []string{"the stop timeout of 10s was exceeded; facet.StopTimeout sets it"}, b.took())
	})
}

func TestTeardown_afterTheDeadlineSiblingsShareByTheLongestPath(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.mode.Concurrent = true
		hang := func(name string, deps ...int) {
			b.component(name, deps...).OnStop(overstays, hooks.Name(name))
		}
		hang("a")
		hang("b", 0)
		hang("c", 0)
		hang("d", 2)
		hang("e", 3)
		b.up(t)
		down := b.teardown(t)
		down.Expire(errBoom)
		began := time.Now()
		err := down.Stop(b.plan)
		require.Len(t, hookErrors(err), 5)
		require.LessOrEqual(t, time.Since(began), 2*grace)
		time.Sleep(time.Hour)
	})
}

func TestTeardown_theEndOfItsContextIsTheEndOfTheBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").OnStop(obeys)
		b.up(t)
		ctx, cancel := context.WithTimeout(context.WithValue(t.Context(), key{}, "value"), time.Second)
		defer cancel()
		var err error
		takes(t, time.Second, func() { err = b.Teardown(ctx, hooks.Budget{Stop: stopTimeout}).Stop(b.plan) })
		require.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

func TestTeardown_hooksGetTheValuesOfItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		see := func(ctx context.Context) error {
			b.note("%v", ctx.Value(key{}))
			return nil
		}
		lc := b.component("a")
		lc.OnStop(see)
		lc.OnDrain(see)
		b.up(t)
		down := b.Teardown(context.WithValue(t.Context(), key{}, "value"), hooks.Budget{})
		require.NoError(t, down.Drain(b.plan))
		require.NoError(t, down.Stop(b.plan))
		require.Equal(t, []string{"value", "value"}, b.took())
	})
}

func TestExpire_movesTheEndOfTheBudgetToNow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").OnStop(obeys, hooks.Name("a"))
		b.component("b").OnStop(ignores(time.Hour), hooks.Name("b"))
		b.up(t)
		down := b.teardown(t)
		forced := errors.New("forced")
		time.AfterFunc(time.Second, func() { down.Expire(forced) })
		var err error
		takes(t, time.Second+grace, func() { err = down.Stop(b.plan) })
		require.Equal(t, []string{"stop-hung b", "stop-failed a"}, slugs(err))
		require.ErrorIs(t, err, forced)
		time.Sleep(2 * time.Hour)
	})
}

func TestStop_aTimeoutOfItsOwnEndsOneHookOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").OnStop(func(ctx context.Context) error { return ctx.Err() })
		b.component("b").Append(hooks.Hook{Name: "b", OnStop: obeys, StopTimeout: time.Second})
		b.component("c").Append(hooks.Hook{Name: "c", OnStop: overstays, StopTimeout: time.Second})
		b.up(t)
		var err error
		takes(t, 2*time.Second+grace, func() { err = b.stop(t) })
		require.Equal(t, []string{"stop-hung c", "stop-timeout b"}, slugs(err))
		time.Sleep(time.Hour)
	})
}

func TestDrain_hooksRunConcurrentlyBeforeAnyStopDuringTheDelay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		for _, lc := range b.components("a", "b") {
			lc.OnDrain(func(context.Context) error {
				time.Sleep(2 * time.Second)
				b.note("drained")
				return nil
			})
			lc.OnStop(b.says("-"))
		}
		b.up(t)
		down := b.Teardown(t.Context(), hooks.Budget{Drain: 5 * time.Second, Stop: stopTimeout})
		takes(t, 5*time.Second, func() { require.NoError(t, down.Drain(b.plan)) })
		require.NoError(t, down.Stop(b.plan))
		require.Equal(t, []string{"drained", "drained", "-", "-"}, b.took())

		slow := newFixture()
		slow.component("a").OnDrain(ignores(7 * time.Second))
		slow.up(t)
		down = slow.Teardown(t.Context(), hooks.Budget{Drain: 5 * time.Second, Stop: stopTimeout})
		takes(t, 7*time.Second, func() { require.NoError(t, down.Drain(slow.plan), "both must end") })
		require.NoError(t, down.Stop(slow.plan))
	})
}

func TestDrain_onlyComponentsThatAreUpDrain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").OnDrain(b.says("a"))
		lc := b.component("b")
		lc.OnDrain(b.says("b"))
		lc.OnStart(fails(errBoom))
		require.Error(t, b.start(t.Context(), t))
		down := b.teardown(t)
		require.NoError(t, down.Drain(b.plan))
		require.NoError(t, down.Stop(b.plan))
		require.Equal(t, []string{"a"}, b.took())
	})
}

func TestDrain_hooksThatHangLeaveTheFormulaIntact(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.OnDrain(overstays, hooks.Name("hung"))
		lc.OnDrain(fails(errBoom), hooks.Name("fails"))
		lc.OnDrain(func(context.Context) error { panic("x") }, hooks.Name("panics"))
		lc.OnDrain(func(context.Context) error { runtime.Goexit(); return nil }, hooks.Name("exits"))
		lc.OnStop(overstays, hooks.Name("stop"))
		b.up(t)
		down := b.Teardown(t.Context(), hooks.Budget{Drain: 5 * time.Second, Stop: stopTimeout})
		takes(t, 5*time.Second+stopTimeout+2*grace, func() {
			require.ElementsMatch(t, []string{"drain-hung hung", "drain-failed fails", "drain-panicked panics", "drain-exited exits"}, slugs(down.Drain(b.plan)))
			require.Equal(t, []string{"stop-hung stop"}, slugs(down.Stop(b.plan)))
		})
		time.Sleep(time.Hour)
	})
}

func TestEndDrain_cutsDrainingShort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.OnDrain(func(ctx context.Context) error {
			<-ctx.Done()
			b.note("%v", context.Cause(ctx))
			return nil
		})
		lc.OnStop(func(ctx context.Context) error {
			deadline, _ := ctx.Deadline()
			require.Equal(t, stopTimeout, time.Until(deadline), "the whole budget is left")
			return ctx.Err()
		})
		b.up(t)
		down := b.Teardown(t.Context(), hooks.Budget{Drain: time.Minute, Stop: stopTimeout})
		time.AfterFunc(time.Second, down.EndDrain)
		takes(t, time.Second, func() { require.NoError(t, down.Drain(b.plan)) })
		require.NoError(t, down.Stop(b.plan))
		require.Equal(t, []string{"draining was cut short"}, b.took())
	})
}

func TestEndDrain_beforeDrainLeavesNoDelay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").OnDrain(b.says("drain"))
		b.up(t)
		down := b.Teardown(t.Context(), hooks.Budget{Drain: time.Minute})
		down.EndDrain()
		takes(t, 0, func() { require.NoError(t, down.Drain(b.plan)) })
		require.NoError(t, down.Stop(b.plan))
		require.Equal(t, []string{"drain"}, b.took())
	})
}

func TestExpire_endsDraining(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").OnStop(obeys)
		b.up(t)
		down := b.Teardown(t.Context(), hooks.Budget{Drain: time.Minute, Stop: stopTimeout})
		time.AfterFunc(time.Second, func() { down.Expire(errBoom) })
		takes(t, time.Second, func() {
			require.NoError(t, down.Drain(b.plan))
			require.ErrorIs(t, down.Stop(b.plan), errBoom)
		})
	})
}

func TestTeardown_afterAStartThatTimedOutHasAFreshContextAndBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").OnStop(func(ctx context.Context) error {
			deadline, _ := ctx.Deadline()
			b.note("%v, %v left", ctx.Err(), time.Until(deadline))
			return nil
		})
		b.component("b").OnStart(obeys)
		require.ErrorIs(t, b.start(t.Context(), t), context.DeadlineExceeded)
		require.NoError(t, b.stop(t))
		require.Equal(t, []string{"<nil>, 10s left"}, b.took())
	})
}

func TestDrain_aComponentsStopTimeoutBoundsItsDrainHooks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.bounded(hooks.Timeouts{Start: time.Second, Stop: 3 * time.Second}, "a")
		lc.OnDrain(obeys)
		b.up(t)
		down := b.Teardown(t.Context(), hooks.Budget{Stop: time.Minute})
		takes(t, 3*time.Second, func() { require.ErrorIs(t, down.Drain(b.plan), context.DeadlineExceeded) })
		require.NoError(t, down.Stop(b.plan))
	})
}

func TestTeardown_aThousandThatHangTakeNoThousandStacks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		for i := range 100 {
			b.component(string(rune('a' + i%26))).OnStop(ignores(time.Hour))
		}
		b.up(t)
		err := b.stop(t)
		var failure *hooks.Failure
		require.ErrorAs(t, err, &failure)
		stacks, reasons := 0, 0
		for _, err := range failure.Unwrap() {
			var hook *hooks.HookError
			require.ErrorAs(t, err, &hook)
			require.True(t, hook.Abandoned)
			if hook.Stack != "" {
				stacks++
			}
			if hook.NoStack != "" {
				reasons++
				require.Regexp(t, "^stacks are taken once a second at most, and were taken [0-9]+ms before$", hook.NoStack)
				require.ErrorContains(t, err, "\n  no stack: stacks are taken once a second at most")
			}
		}
		// Each began after the stacks of the first had been taken.
		require.Equal(t, []int{1, 15}, []int{stacks, reasons})
		time.Sleep(time.Hour)
	})
}
