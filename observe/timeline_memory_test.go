// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/observe"
)

func TestTimeline_keepsOnlyTotalsOfCallsAndTasks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &eventScript{}
		s.call(observe.OpConstructing, "before", "", "", ms) // a call of Do before any run
		s.up()
		steps := len(s.Times(nil).Start.Steps)
		call := func() {
			for i := range 100 {
				node := callNodes[i]
				for _, op := range []observe.Op{observe.OpConstructing, observe.OpStarting, observe.OpStopping, observe.OpCleaning} {
					s.emit(op, node, "hook")
					s.Observe(observe.Event{Op: op + 1, Node: node, Hook: "hook", Time: time.Now(), Took: ms})
				}
				s.emit(observe.OpLaunched, node, "task")
				s.emit(observe.OpFinished, node, "task")
				s.emit(observe.OpSlow, node, "task")
				s.emit(observe.OpWarning, "", "")
			}
		}
		call()
		require.Zero(t, testing.AllocsPerRun(100, call))
		times := s.Times(nil)
		require.Len(t, times.Start.Steps, steps)
		const calls = 102 * 100 // AllocsPerRun calls once more
		require.Equal(t, observe.Totals{
			Constructed: observe.Total{Count: calls + 1, Took: calls * ms}, Started: observe.Total{Count: calls, Took: calls * ms},
			Stopped: observe.Total{Count: 2 * calls, Took: 2 * calls * ms}, Launched: calls, Finished: calls, Warnings: calls,
		}, times.Totals)
		require.Contains(t, times.String(), "\ntotals: 10201 constructed by Do in 10.2 s, 10200 started by Do in 10.2 s, 20400 stopped by Do in 20.4 s, "+
			"10200 tasks launched, 10200 tasks ended, 10200 warnings\n")
	})
}

var callNodes = func() (list [100]string) {
	for i := range list {
		list[i] = fmt.Sprint("example.com/app/n", i, ".New")
	}
	return list
}()

func TestTimeline_runsTakeNoFurtherMemory(t *testing.T) {
	var s eventScript
	life := func() {
		s.state(observe.StateBuilding)
		for _, node := range callNodes {
			s.call(observe.OpConstructing, node, "", "", 0)
		}
		s.state(observe.StateStarting)
		for _, node := range callNodes {
			s.call(observe.OpStarting, node, "OnStart", "", 0)
		}
		s.state(observe.StateRunning)
		s.state(observe.StateStopping)
		for _, node := range callNodes {
			s.call(observe.OpStopping, node, "OnStop", "", 0)
		}
		s.state(observe.StateStopped)
	}
	life()
	require.Zero(t, testing.AllocsPerRun(20, life))
}

func TestTimeline_anEventOfAFirstStartAllocatesNothingOnAverage(t *testing.T) {
	const components = 10_000
	nodes := make([]string, components)
	for i := range nodes {
		nodes[i] = fmt.Sprint("example.com/app/n", i, ".New")
	}
	allocs := testing.AllocsPerRun(3, func() {
		var s eventScript
		s.state(observe.StateBuilding)
		for _, node := range nodes {
			s.call(observe.OpConstructing, node, "", "", 0)
		}
		s.state(observe.StateStarting)
		for _, node := range nodes {
			s.call(observe.OpStarting, node, "OnStart", "", 0)
		}
	})
	require.Less(t, allocs/(4*components), 0.02)
}

func BenchmarkTimeline(b *testing.B) {
	at := time.Now()
	b.Run("a start", func(b *testing.B) {
		b.ReportAllocs()
		var timeline observe.Timeline
		i := 0
		for b.Loop() {
			if i%400 == 0 {
				timeline.Observe(observe.Event{Op: observe.OpState, State: observe.StateBuilding, Time: at})
				timeline.Observe(observe.Event{Op: observe.OpState, State: observe.StateStarting, Time: at})
			}
			timeline.Observe(observe.Event{Op: observe.OpStarting + observe.Op(i%2), Node: callNodes[i/2%100], Hook: "OnStart", Time: at})
			i++
		}
	})
	b.Run("calls", func(b *testing.B) {
		b.ReportAllocs()
		var timeline observe.Timeline
		timeline.Observe(observe.Event{Op: observe.OpState, State: observe.StateRunning, Time: at})
		i := 0
		for b.Loop() {
			timeline.Observe(observe.Event{Op: observe.OpStarting + observe.Op(i%2), Node: callNodes[i/2%100], Hook: "OnStart", Time: at})
			i++
		}
	})
	b.Run("Times of 10000", func(b *testing.B) {
		var timeline observe.Timeline
		timeline.Observe(observe.Event{Op: observe.OpState, State: observe.StateBuilding, Time: at})
		for i := range 10_000 {
			node := fmt.Sprint("n", i)
			timeline.Observe(observe.Event{Op: observe.OpConstructing, Node: node, Time: at})
			timeline.Observe(observe.Event{Op: observe.OpConstructed, Node: node, Time: at})
		}
		for b.Loop() {
			timeline.Times(nil)
		}
	})
}
