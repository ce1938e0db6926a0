// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"fmt"
	"math"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

// restarted runs an app whose one task is restarted, and returns the result and
// the events of its failures.
func restarted(t *testing.T, policy hooks.Restart, fn func(context.Context) error) ([]observe.Event, error) {
	t.Helper()
	var told []observe.Event
	err := facet.New(facet.Log(nil), facet.Signals(), facet.Observe(func(e observe.Event) {
		if e.Op == observe.OpRestarting {
			told = append(told, e)
		}
	}), facet.Invoke(func(lc *facet.Lifecycle) {
		lc.Go("poll", hooks.Restarting(policy, fn), hooks.Significant())
	})).Run(t.Context())
	return told, err
}

func TestRestarting_callsAgainWhatFailsOrPanics(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		told, err := restarted(t, hooks.Restart{}, func(context.Context) error {
			switch calls++; calls {
			case 1:
				return errBoom
			case 2:
				panic(errBoom)
			default:
				return nil
			}
		})
		require.NoError(t, err)
		require.Equal(t, 3, calls)
		require.Len(t, told, 2)
		require.ErrorIs(t, told[0].Err, errBoom)
		require.Contains(t, told[0].Err.Error(), "; restarted in ")
		require.Equal(t, "poll", told[0].Hook)
		require.ErrorIs(t, told[1].Err, errBoom)
	})
}

func TestRestarting_aContextThatEndsDuringTheWaitIsTheResult(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		calls := 0
		task := hooks.Restarting(hooks.Restart{Backoff: time.Hour, MaxBackoff: time.Hour}, func(context.Context) error {
			calls++
			return errBoom
		})
		require.ErrorIs(t, task(ctx), context.DeadlineExceeded)
		require.Equal(t, 1, calls)
	})
}

func TestRestarting_aUsedUpBudgetBringsTheAppDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		told, err := restarted(t, hooks.Restart{Budget: 3}, func(context.Context) error { calls++; return errBoom })
		var failed *hooks.RestartError
		require.ErrorAs(t, err, &failed)
		require.ErrorIs(t, err, errBoom)
		require.Equal(t, 4, failed.Failures)
		require.Equal(t, 4, calls)
		require.Len(t, told, 3)
		require.Contains(t, err.Error(), "it has failed 4 times in ")
	})
}

func TestRestarting_failuresFade(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began, calls := time.Now(), 0
		told, err := restarted(t, hooks.Restart{Budget: 2}, func(ctx context.Context) error {
			if calls++; calls > 1000 {
				return nil
			}
			require.NoError(t, takes(time.Minute)(ctx))
			return errBoom
		})
		require.NoError(t, err)
		require.Len(t, told, 1000)
		require.Less(t, time.Since(began), 1000*(time.Minute+150*time.Millisecond), "the waits do not grow either")
	})
}

func TestRestarting_whatWouldNotHelpIsNotTried(t *testing.T) {
	for name, failure := range map[string]error{
		"marked": fmt.Errorf("%w: %w", errBoom, hooks.ErrDoNotRestart),
		"exit":   facet.Exit(3),
	} {
		t.Run(name, func(t *testing.T) {
			calls := 0
			told, err := restarted(t, hooks.Restart{}, func(context.Context) error { calls++; return failure })
			require.ErrorIs(t, err, failure)
			require.Equal(t, 1, calls)
			require.Empty(t, told)
		})
	}
	_, err := restarted(t, hooks.Restart{}, func(context.Context) error { return facet.ErrStopping })
	require.NoError(t, err, "which is no failure")
}

func TestRestarting_theStopEndsTheWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := quiet(facet.Invoke(func(lc *facet.Lifecycle) {
			lc.Go("poll", hooks.Restarting(hooks.Restart{Backoff: time.Hour, MaxBackoff: time.Hour}, func(context.Context) error { return errBoom }))
		}))
		require.NoError(t, app.Start(t.Context()))
		time.Sleep(time.Minute)
		took(t, 0, func() { require.NoError(t, app.Stop(t.Context())) })
	})
}

func TestRestarting_zeroNegativeAndTheLongestHaveOneMeaningEach(t *testing.T) {
	const longest = math.MaxInt64
	for name, c := range map[string]struct {
		policy      hooks.Restart
		least, most time.Duration // of the first wait; both 0 if there is none
	}{
		"zero":             {hooks.Restart{}, 50 * time.Millisecond, 100 * time.Millisecond},
		"negative budget":  {hooks.Restart{Budget: -1}, 0, 0},
		"negative decay":   {hooks.Restart{Decay: -1}, 0, 0},
		"negative backoff": {hooks.Restart{Backoff: -1}, 0, 0},
		"negative longest": {hooks.Restart{MaxBackoff: -1}, 0, 0},
		"tiny":             {hooks.Restart{Decay: 1, Backoff: 1, MaxBackoff: 1}, 0, 1},
		"longest decay":    {hooks.Restart{Decay: longest}, 50 * time.Millisecond, 100 * time.Millisecond},
		"longest backoff":  {hooks.Restart{Backoff: longest}, 7500 * time.Millisecond, 15 * time.Second},
		"longest of all":   {hooks.Restart{Budget: longest, Decay: longest, Backoff: longest, MaxBackoff: longest}, longest / 2, longest},
	} {
		synctest.Test(t, func(t *testing.T) {
			calls := 0
			began := time.Now()
			_, err := restarted(t, c.policy, func(context.Context) error {
				if calls++; calls == 1 {
					return errBoom
				}
				return nil
			})
			if c.most == 0 {
				require.ErrorContains(t, err, "has a negative field; leave it at 0 for the default", name)
				return
			}
			require.NoError(t, err, name)
			require.GreaterOrEqual(t, time.Since(began), c.least, name)
			require.LessOrEqual(t, time.Since(began), c.most, name)
		})
	}
}

func TestRestarting_badPoliciesAndFunctionsFailTheStart(t *testing.T) {
	_, err := restarted(t, hooks.Restart{Decay: -1}, func(context.Context) error { t.Error("called"); return nil })
	require.ErrorContains(t, err, "negative field; leave it at 0")
	_, err = restarted(t, hooks.Restart{}, nil)
	require.ErrorContains(t, err, "Go is given a nil function")
}

// The waits double up to the longest, less up to a half; and whatever the pattern,
// a task is restarted exactly while its counted failures are within the budget.
func TestRestarting_waitsAndBudgetFollowTheFormula(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		policy := hooks.Restart{
			Budget:     rapid.IntRange(1, 8).Draw(rt, "budget"),
			Decay:      time.Duration(rapid.Int64Range(1, 1e11).Draw(rt, "decay")),
			Backoff:    time.Duration(rapid.Int64Range(1, 1e9).Draw(rt, "backoff")),
			MaxBackoff: time.Duration(rapid.Int64Range(1, 1e10).Draw(rt, "longest")),
		}
		lives := rapid.SliceOfN(rapid.Int64Range(0, 1e11), 1, 30).Draw(rt, "lives")
		synctest.Test(t, func(t *testing.T) {
			var failures []time.Time
			n := 0
			err := hooks.Restarting(policy, func(context.Context) error {
				if n == len(lives) {
					return nil
				}
				if n > 0 {
					count := counting(policy, failures)
					longest := min(float64(policy.Backoff)*math.Exp2(count-1), float64(policy.MaxBackoff))
					wait := float64(time.Since(failures[n-1]))
					if wait > longest+1 || wait < longest/2-1 || count > float64(policy.Budget)+faded {
						rt.Errorf("failure %d: waited %v, at most %v; %v of %d", n, wait, longest, count, policy.Budget)
					}
				}
				time.Sleep(time.Duration(lives[n]))
				n++
				failures = append(failures, time.Now())
				return errBoom
			})(t.Context())
			switch count := counting(policy, failures); {
			case n > 1 && math.Abs(count-float64(policy.Budget)) < faded:
				// The failures before the last have faded so far that rounding decides.
			case count > float64(policy.Budget) != (err != nil):
				rt.Errorf("%v after %d failures, of which %v count", err, n, count)
			}
		})
	})
}

// faded is the weight below which sums of failures differ by rounding.
const faded = 1e-9

// counting sums up the failures, each halved in the time of a decay.
func counting(policy hooks.Restart, failures []time.Time) (sum float64) {
	for _, at := range failures {
		sum += math.Exp2(-float64(failures[len(failures)-1].Sub(at)) / float64(policy.Decay))
	}
	return sum
}
