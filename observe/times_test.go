// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/observe"
)

func TestTimes_stepsOfOneComponentThatOverlapAreToldApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &eventScript{}
		s.up()
		s.state(observe.StateDraining)
		s.emit(observe.OpDraining, ordersAPI, "a")
		s.emit(observe.OpDraining, ordersAPI, "b")
		time.Sleep(10 * ms)
		s.emit(observe.OpDrained, ordersAPI, "a")
		s.emit(observe.OpStopped, ordersAPI, "b") // the stop function of a task, which has no begin
		time.Sleep(10 * ms)
		s.emit(observe.OpDrained, ordersAPI, "b")
		steps := s.Times(nil).Stop.Steps
		require.Len(t, steps, 2)
		require.Equal(t, 10*ms, steps[0].End)
		require.Equal(t, 20*ms, steps[1].End)
		require.Equal(t, observe.OutcomeDone, steps[1].Outcome)
		requireHarmless(t, s.Times(nil))
	})
}

func TestTimes_theChainFollowsWhatAStepWaitedForAndNamesTheWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &eventScript{}
		s.state(observe.StateBuilding)
		s.state(observe.StateStarting)
		s.emit(observe.OpStarting, "a", "OnStart")
		s.emit(observe.OpStarting, "b", "OnStart")
		time.Sleep(10 * ms)
		s.emit(observe.OpStarted, "a", "OnStart")
		time.Sleep(20 * ms)
		s.emit(observe.OpStarted, "b", "OnStart") // c gets its place
		s.call(observe.OpStarting, "c", "OnStart", "a OnStart", 10*ms)
		s.state(observe.StateRunning)
		p := s.Times(nil).Start
		require.Equal(t, []observe.ChainLink{{Step: 0, Own: 10 * ms}, {Step: 2, Wait: 20 * ms, Own: 10 * ms}}, p.Chain)
		require.Equal(t, 10*ms, p.Steps[2].Eligible)
		require.Equal(t, "Up in 40 ms; 20 ms of it is a, c, and 20 ms is waiting for a turn.", s.Times(nil).Sentence())
		require.Equal(t, 2, p.Peak, "c begins when b has ended")
	})
}

func TestTimes_textsOfManyComponentsAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &eventScript{}
		s.state(observe.StateBuilding)
		s.state(observe.StateStarting)
		for i := range 400 {
			took := time.Second
			if i >= 50 {
				took = ms
			}
			s.call(observe.OpStarting, fmt.Sprintf("n%03d", i), "OnStart", "", took)
		}
		s.state(observe.StateRunning)
		times := s.Times(nil)
		require.Equal(t, "Up in 50.4 s; 4 s of it is n000, n001, n002, n003.", times.Sentence())
		text := times.String()
		require.Less(t, strings.Count(text, "\n"), 70)
		require.Contains(t, text, "      20.350 s  21 further rows\n", "fifty long ones, and one row of the short ones")
		require.Contains(t, text, "      30.350 s  and 380 further components\n")
		require.Contains(t, times.SVG(), ">and 100 further components with 100 ms of work in all<")
		require.Equal(t, 300, strings.Count(times.SVG(), "<g>"))
	})
}

func TestTimes_aLongTextOfAUserIsCutBetweenCharacters(t *testing.T) {
	var s eventScript
	s.build()
	s.state(observe.StateStarting)
	s.emit(observe.OpStarting, ordersDB, "OnStart")
	s.Observe(observe.Event{Op: observe.OpStarted, Node: ordersDB, Hook: "OnStart", Time: time.Now(), Err: errors.New("x" + strings.Repeat("ж", 300))})
	s.state(observe.StateStopping)
	require.Contains(t, s.Times(nil).Sentence(), "(x"+strings.Repeat("ж", 99)+"...);")
}

func TestTimes_aSentenceNamesNoMoreThanWhatMatters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &eventScript{}
		s.state(observe.StateBuilding)
		s.state(observe.StateStarting)
		s.call(observe.OpStarting, "a", "OnStart", "", 980*ms)
		s.call(observe.OpStarting, "b", "OnStart", "", 19*ms)
		time.Sleep(ms)
		s.state(observe.StateRunning)
		require.Equal(t, "Up in 1 s; 980 ms of it is a.", s.Times(nil).Sentence())
		require.NotContains(t, s.Times(nil).String(), "after the last step", "a millisecond does not matter")
	})
}

func TestTimes_whileTheAppStartsTheChainEndsWithTheOldestStep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &eventScript{}
		s.state(observe.StateBuilding)
		s.state(observe.StateStarting)
		s.emit(observe.OpStarting, "a", "OnStart")
		time.Sleep(ms)
		s.emit(observe.OpStarting, "b", "OnStart")
		time.Sleep(ms)
		require.Equal(t, []observe.ChainLink{{Step: 0, Own: 2 * ms}}, s.Times(nil).Start.Chain)
		s.emit(observe.OpStarted, "a", "OnStart")
		time.Sleep(ms)
		s.emit(observe.OpStarted, "b", "OnStart")
		time.Sleep(ms)
		require.Equal(t, []observe.ChainLink{{Step: 1, Wait: ms, Own: 2 * ms}, {Step: -1, Wait: ms}}, s.Times(nil).Start.Chain)
	})
}
