// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

// job is a component whose hooks all succeed.
type job struct {
	deps   []int
	group  string
	passes bool // it asks for no lifecycle
	start  []time.Duration
	stop   []time.Duration // of the same steps
}

// schedule is when each job began and ended, as offsets, and how many hooks ran at
// a time at most.
type schedule struct {
	began, ended []time.Duration
	now, most    atomic.Int32
}

func (j *job) work(down bool) time.Duration {
	var sum time.Duration
	for i := range j.start {
		if down {
			sum += j.stop[i]
		} else {
			sum += j.start[i]
		}
	}
	return sum
}

func drawJobs(t *rapid.T, groups ...string) []job {
	jobs := make([]job, rapid.IntRange(0, 40).Draw(t, "jobs"))
	density := rapid.IntRange(1, 12).Draw(t, "density")
	for i := range jobs {
		j := &jobs[i]
		j.passes = rapid.IntRange(0, 5).Draw(t, "passes") == 0
		j.group = rapid.SampledFrom(groups).Draw(t, "group")
		for dep := range i {
			if rapid.IntRange(0, density).Draw(t, "dep") == 0 {
				j.deps = append(j.deps, dep)
			}
		}
		if j.passes {
			continue
		}
		for range rapid.IntRange(0, 3).Draw(t, "steps") {
			j.start = append(j.start, time.Duration(rapid.IntRange(1, 200).Draw(t, "start"))*time.Millisecond)
			j.stop = append(j.stop, time.Duration(rapid.IntRange(1, 200).Draw(t, "stop"))*time.Millisecond)
		}
	}
	return jobs
}

// perform starts and stops the jobs and returns when each ran.
func perform(t *testing.T, jobs []job, mode hooks.Mode) (up, down *schedule, plan *hooks.Plan) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		b := &bench{mode: mode}
		b.with(observe.NewStream(nil), grace)
		up, down = newSchedule(len(jobs)), newSchedule(len(jobs))
		var began time.Time
		for i, j := range jobs {
			if j.passes {
				b.ids = append(b.ids, "")
				b.nodes = append(b.nodes, hooks.Node{Deps: j.deps})
				continue
			}
			lc := b.component(strconv.Itoa(i), j.deps...)
			b.nodes[i].Group = j.group
			for k := range j.start {
				lc.Append(hooks.Hook{
					OnStart: up.takes(&began, i, j.start[k], k == 0, k == len(j.start)-1),
					OnStop:  down.takes(&began, i, j.stop[k], k == len(j.start)-1, k == 0),
				})
			}
		}
		b.seal(t)
		began = time.Now()
		require.NoError(t, b.Start(t.Context(), b.plan, 0))
		began = time.Now()
		require.NoError(t, b.Teardown(t.Context(), hooks.Budget{}).Stop(b.plan))
		plan = b.plan
	})
	return up, down, plan
}

func newSchedule(n int) *schedule {
	return &schedule{began: make([]time.Duration, n), ended: make([]time.Duration, n)}
}

// takes is a hook of job i, which is its first or last one.
func (s *schedule) takes(zero *time.Time, i int, d time.Duration, first, last bool) func(context.Context) error {
	return func(context.Context) error {
		if first {
			s.began[i] = time.Since(*zero)
		}
		// Those that end at the moment at which this one begins may not have left.
		time.Sleep(time.Nanosecond)
		now := s.now.Add(1)
		for most := s.most.Load(); now > most && !s.most.CompareAndSwap(most, now); most = s.most.Load() {
			continue
		}
		time.Sleep(d - 2*time.Nanosecond)
		s.now.Add(-1)
		time.Sleep(time.Nanosecond)
		if last {
			s.ended[i] = time.Since(*zero)
		}
		return nil
	}
}

func (s *schedule) makespan() time.Duration { return slices.Max(append(s.ended, 0)) }

// criticalPath is the heaviest way through the jobs.
func criticalPath(jobs []job, down bool) (path, work time.Duration) {
	until := make([]time.Duration, len(jobs))
	for i, j := range jobs {
		for _, dep := range j.deps {
			until[i] = max(until[i], until[dep])
		}
		until[i] += j.work(down)
		path, work = max(path, until[i]), work+j.work(down)
	}
	return path, work
}

func TestProperty_aConcurrentMakespanIsTheWeightedCriticalPath(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		jobs := drawJobs(rt, "", "red", "green")
		up, down, _ := perform(t, jobs, hooks.Mode{Concurrent: true})
		path, _ := criticalPath(jobs, false)
		require.Equal(rt, path, up.makespan())
		path, _ = criticalPath(jobs, true)
		require.Equal(rt, path, down.makespan())
	})
}

func TestProperty_aLimitedMakespanIsWithinItsBound(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		jobs := drawJobs(rt, "")
		limit := rapid.IntRange(1, 6).Draw(rt, "limit")
		up, down, _ := perform(t, jobs, hooks.Mode{Concurrent: true, Limit: limit})
		for i, s := range []*schedule{up, down} {
			path, work := criticalPath(jobs, i == 1)
			require.LessOrEqual(rt, s.makespan(), path+(work-path)/time.Duration(limit))
			require.GreaterOrEqual(rt, s.makespan(), max(path, work/time.Duration(limit)))
			require.LessOrEqual(rt, int(s.most.Load()), limit)
		}
	})
}

func TestProperty_withoutGroupsOneRunsAfterAnotherInConstructionOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		jobs := drawJobs(rt, "")
		up, down, _ := perform(t, jobs, hooks.Mode{})
		var at time.Duration
		for i, j := range jobs {
			if len(j.start) > 0 {
				require.Equal(rt, at, up.began[i])
				at = up.ended[i]
			}
		}
		at = 0
		for i, j := range slices.Backward(jobs) {
			if len(j.start) > 0 {
				require.Equal(rt, at, down.began[i])
				at = down.ended[i]
			}
		}
	})
}

func TestProperty_theMembersOfAStageOverlapAndNothingElse(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		jobs := drawJobs(rt, "", "red", "green", "blue")
		up, down, plan := perform(t, jobs, hooks.Mode{})
		stages := plan.Stages()
		checkStages(rt, jobs, up, stages)
		slices.Reverse(stages)
		checkStages(rt, jobs, down, stages)
	})
}

// checkStages requires that each stage begins when the one before has ended, all
// its members at once.
func checkStages(t *rapid.T, jobs []job, s *schedule, stages []hooks.Stage) {
	var at time.Duration
	for _, stage := range stages {
		end := at
		for _, m := range stage.Members {
			var i int
			_, err := fmt.Sscan(m.Node, &i)
			require.NoError(t, err)
			require.Equal(t, at, s.began[i], "%s", m.Node)
			end = max(end, s.ended[i])
			if len(stage.Members) > 1 {
				require.Equal(t, stage.Group, jobs[i].group)
			}
		}
		at = end
	}
	require.Equal(t, at, s.makespan())
}
