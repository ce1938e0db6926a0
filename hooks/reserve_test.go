// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet/hooks"
)

// left notes how much time the context of a hook has.
func (b *fixture) left(name string) func(context.Context) error {
	return func(ctx context.Context) error {
		deadline, ok := ctx.Deadline()
		if !ok {
			b.note("%s: no deadline", name)
			return nil
		}
		b.note("%s: %v", name, time.Until(deadline).Round(time.Millisecond))
		return nil
	}
}

// lastsAsItsContext returns when its context ends.
func lastsAsItsContext(ctx context.Context) error {
	<-ctx.Done()
	return nil
}

func TestReserve_isLeftWhateverTheHooksBeforeDo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("telemetry").OnStop(b.left("telemetry"), hooks.Reserve(3*time.Second))
		b.component("cache").OnStop(b.left("cache"))
		b.component("exporter", 0, 1).OnStop(lastsAsItsContext, hooks.Name("upload"))
		b.up(t)
		require.NoError(t, b.stop(t))
		// Of 10 s, 3 s are reserved, and two Graces are for the hooks before.
		require.Equal(t, []string{"cache: 0s", "telemetry: 5s"}, b.took())
	})
}

func TestReserve_theErrorOfAHookThatItShortensNamesIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("telemetry").OnStop(b.left("telemetry"), hooks.Name("flush"), hooks.Reserve(3*time.Second))
		b.component("exporter", 0).OnStop(func(ctx context.Context) error {
			<-ctx.Done()
			return ctx.Err()
		}, hooks.Name("upload"))
		b.up(t)
		require.ErrorContains(t, b.stop(t), "stop-timeout: exporter: upload: the time to stop before a reserve of 5s was exceeded; "+
			"facet.StopTimeout is 10s, and hooks.Reserve keeps 5s of it for telemetry: flush, twice Grace included    after 5s")
		require.Equal(t, []string{"telemetry: 5s"}, b.took())
	})
}

func TestReserve_ofSeveralHooksAddUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("log").OnStop(b.left("log"), hooks.Reserve(time.Second))
		b.component("telemetry", 0).Append(hooks.Hook{OnStop: func(ctx context.Context) error {
			_ = b.left("telemetry")(ctx)
			return lastsAsItsContext(ctx)
		}}, hooks.Reserve(2*time.Second))
		b.component("exporter", 1).OnStop(lastsAsItsContext)
		b.up(t)
		require.NoError(t, b.stop(t))
		require.Equal(t, []string{"telemetry: 4s", "log: 3s"}, b.took()) // of its own 7 s, until log's 3 s begin; and until the end
	})
}

func TestReserve_ofAHookThatHasNotStartedKeepsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("telemetry").Append(hooks.Hook{OnStart: func(context.Context) error { return errBoom }, OnStop: b.says("-telemetry")}, hooks.Reserve(3*time.Second))
		b.nodes[0].Lifecycle.Cleanup(func() error { return nil })
		b.mode.Concurrent = true
		b.component("cache").OnStop(b.left("cache"))
		require.Error(t, b.start(t.Context(), t))
		require.NoError(t, b.stop(t))
		require.Equal(t, []string{"cache: 10s"}, b.took())
	})
}

func TestReserve_isVoidWhenTheStopTimeoutEndsEarly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("telemetry").OnStop(func(ctx context.Context) error {
			b.note("telemetry: %v", ctx.Err())
			return nil
		}, hooks.Reserve(3*time.Second))
		b.component("exporter", 0).OnStop(lastsAsItsContext)
		b.up(t)
		teardown := b.Teardown(t.Context(), hooks.Budget{Stop: stopTimeout})
		time.AfterFunc(time.Second, func() { teardown.Expire(errBoom) })
		require.NoError(t, teardown.Stop(b.plan))
		require.Equal(t, []string{"telemetry: context canceled"}, b.took())
	})
}

func TestReserve_limitsDrainHooksAndTasksToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("telemetry").OnStop(b.left("telemetry"), hooks.Reserve(3*time.Second))
		lc := b.component("worker", 0)
		hang := make(chan struct{})
		defer close(hang)
		lc.Go("poll", func(context.Context) error { <-hang; return nil })
		lc.OnDrain(lastsAsItsContext)
		b.up(t)
		began := time.Now()
		teardown := b.Teardown(t.Context(), hooks.Budget{Stop: stopTimeout})
		require.NoError(t, teardown.Drain(b.plan))
		require.Equal(t, 5*time.Second, time.Since(began))
		require.ErrorContains(t, teardown.Stop(b.plan), "task-hung: worker: poll")
		require.Equal(t, []string{"telemetry: 4s"}, b.took()) // the task began to stop when its time was over
	})
}

func TestReserve_manyHooksThatHangShareOneGrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		hang := make(chan struct{})
		defer close(hang)
		b.component("telemetry").OnStop(b.left("telemetry"), hooks.Reserve(3*time.Second))
		for i := range 5 {
			b.component(fmt.Sprint("c", i), i).OnStop(func(context.Context) error { <-hang; return nil })
		}
		b.up(t)
		require.Error(t, b.stop(t))
		require.Equal(t, []string{"telemetry: 3.2s"}, b.took())
	})
}

func TestReserve_withALimitEachHookLeavesTheOthersTheirs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.mode = hooks.Mode{Concurrent: true, Limit: 1}
		for _, name := range []string{"log", "telemetry"} {
			b.component(name).OnStop(func(ctx context.Context) error {
				_ = b.left(name)(ctx)
				return lastsAsItsContext(ctx)
			}, hooks.Reserve(2*time.Second))
		}
		b.component("cache").OnStop(b.left("cache"))
		b.up(t)
		require.NoError(t, b.stop(t))
		require.Equal(t, []string{"cache: 2s", "telemetry: 6s", "log: 4s"}, b.took())
	})
}

func TestReserve_limitsTasksThatAreAddedAndTheirStopFunctions(t *testing.T) {
	for want, add := range map[string]func(lc *hooks.Lifecycle, hang chan struct{}){
		"telemetry: 4s": func(lc *hooks.Lifecycle, hang chan struct{}) {
			lc.Go("last", func(context.Context) error { <-hang; return nil })
		},
		"telemetry: 5s": func(lc *hooks.Lifecycle, _ chan struct{}) {
			stopped := make(chan struct{})
			lc.Go("last", func(context.Context) error { <-stopped; return nil }, hooks.StopWith(func(ctx context.Context) error {
				<-ctx.Done()
				close(stopped)
				return nil
			}))
		},
	} {
		t.Run(want, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newFixture()
				hang := make(chan struct{})
				defer close(hang)
				b.component("telemetry").OnStop(b.left("telemetry"), hooks.Reserve(3*time.Second))
				lc := b.component("worker", 0)
				lc.OnStop(func(context.Context) error { add(lc, hang); return nil })
				b.up(t)
				_ = b.stop(t)
				require.Equal(t, []string{want}, b.took())
			})
		})
	}
}

func TestReserve_isRefusedWhereItMeansNothing(t *testing.T) {
	b := newFixture()
	lc := b.component("a")
	noop := func(context.Context) error { return nil }
	lc.OnStart(noop, hooks.Reserve(time.Second))
	lc.Go("task", noop, hooks.Reserve(time.Second))
	lc.OnDrain(noop, hooks.Reserve(time.Second))
	lc.OnStop(noop, hooks.Reserve(0))
	lc.OnStop(noop, hooks.Reserve(time.Second), hooks.Reserve(time.Second))
	err := b.Problems()
	require.ErrorContains(t, err, "Reserve applies to a stop hook only: to OnStop, or to an Append with OnStop")
	require.ErrorContains(t, err, "Reserve(0s) must be positive")
	require.ErrorContains(t, err, "Reserve is given twice; leave one out")
	require.Equal(t, "Reserve(1s)", hooks.Reserve(time.Second).String())
}

func TestReserve_ofTheWholeStopTimeoutIsAProblemOfThePlan(t *testing.T) {
	b := newFixture()
	noop := func(context.Context) error { return nil }
	b.component("log").OnStop(noop, hooks.Name("sync"), hooks.Reserve(4*time.Second))
	b.component("trace", 0).OnStop(noop, hooks.Name("flush"), hooks.Reserve(6*time.Second))
	b.component("metrics", 0).OnStop(noop, hooks.Name("push"), hooks.Reserve(5*time.Second))
	plan := b.Plan(b.nodes, hooks.Mode{Concurrent: true})
	require.Nil(t, plan.ReserveProblem(10*time.Second+1))
	require.Nil(t, plan.ReserveProblem(0))
	p := plan.ReserveProblem(10 * time.Second)
	require.Equal(t, "trace: flush (6s), log: sync (4s) together reserve 10s of the stop timeout, which is 10s; raise facet.StopTimeout, or lower hooks.Reserve", p.Text)
	require.Equal(t, "reserve-too-long", p.Slug)
	require.NotNil(t, b.Plan(b.nodes, hooks.Mode{Concurrent: true, Limit: 2}).ReserveProblem(15*time.Second), "with a limit each may wait for the others")
	require.Contains(t, plan.String(), "stop flush (reserves 6s)")
}

// Hooks that hang, and hooks that return late, on random graphs: each hook with a reserve
// that is called has its reserve left.
func TestReserve_holdsOnEveryGraph(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		mode := hooks.Mode{Concurrent: rapid.Bool().Draw(rt, "concurrent"), Limit: rapid.IntRange(0, 3).Draw(rt, "limit")}
		n, seed := rapid.IntRange(1, 8).Draw(rt, "n"), rapid.Uint64().Draw(rt, "seed")
		synctest.Test(t, func(t *testing.T) {
			b := newFixture()
			b.mode = mode
			random := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // a test
			hang := make(chan struct{})
			defer func() {
				close(hang)
				time.Sleep(time.Minute) // the hooks that are late return
			}()
			hangs := func(context.Context) error { <-hang; return nil }
			reserved := 0
			var called atomic.Int32 // hooks may run at the same time
			for i := range n {
				var deps []int
				for d := range i {
					if random.IntN(3) == 0 {
						deps = append(deps, d)
					}
				}
				lc := b.component(fmt.Sprint("c", i), deps...)
				switch kind := random.IntN(5); kind {
				case 0:
					lc.OnStop(hangs)
				case 1:
					lc.OnStop(lastsAsItsContext)
				case 2:
					late := time.Duration(random.Int64N(int64(5 * time.Second)))
					lc.OnStop(func(context.Context) error { time.Sleep(late); return nil })
				case 3:
					lc.Go("task", hangs)
				case 4:
					if reserved == 2 {
						break
					}
					reserved++
					d := time.Duration(1+random.Int64N(2000)) * time.Millisecond
					lc.OnStop(func(ctx context.Context) error {
						called.Add(1)
						if deadline, ok := ctx.Deadline(); !ok || time.Until(deadline) < d-time.Duration(n)*time.Millisecond { // each hook has a millisecond
							rt.Errorf("c%d: %v of %v are left", i, time.Until(deadline), d)
						}
						return nil
					}, hooks.Reserve(d))
				}
			}
			b.up(t)
			began := time.Now()
			_ = b.stop(t)
			if took := time.Since(began); took > stopTimeout+2*grace+10*time.Millisecond {
				rt.Errorf("the stop took %v", took)
			}
			if called := int(called.Load()); called != reserved {
				rt.Errorf("%d of %d were called", called, reserved)
			}
		})
	})
}
