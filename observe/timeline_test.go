// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/internal/golden"
	"github.com/facet-go/facet/observe"
)

const ms = time.Millisecond

// eventScript feeds a timeline with events of one app in virtual time.
type eventScript struct {
	observe.Timeline

	texts strings.Builder
}

func (s *eventScript) state(state observe.State) {
	s.Observe(observe.Event{Op: observe.OpState, State: state, Time: time.Now()})
}

func (s *eventScript) emit(op observe.Op, node, hook string) {
	s.Observe(observe.Event{Op: op, Node: node, Hook: hook, Time: time.Now()})
}

func (s *eventScript) after(op observe.Op, node, hook, after string) {
	s.Observe(observe.Event{Op: op, Node: node, Hook: hook, After: after, Time: time.Now()})
}

// call is a constructor or hook that takes d.
func (s *eventScript) call(op observe.Op, node, hook, after string, d time.Duration) {
	s.after(op, node, hook, after)
	time.Sleep(d)
	s.emit(op+1, node, hook)
}

// say appends the sentence of now to the texts.
func (s *eventScript) say() { s.texts.WriteString(s.Times(nil).Sentence() + "\n") }

const (
	ordersDB    = "example.com/orders/store.NewDB"
	ordersCache = "example.com/orders/cache.NewRedis"
	ordersAPI   = "example.com/orders/api.NewServer"
)

// build constructs the three components.
func (s *eventScript) build() {
	s.state(observe.StateBuilding)
	s.call(observe.OpConstructing, ordersDB, "", "", 2*ms)
	s.call(observe.OpConstructing, ordersCache, "", "", ms)
	s.call(observe.OpConstructing, ordersAPI, "", "", 0)
	s.state(observe.StateBuilt)
}

// up starts them: the cache and the database at the same time, then the server.
func (s *eventScript) up() {
	s.build()
	s.state(observe.StateStarting)
	s.emit(observe.OpStarting, ordersDB, "OnStart")
	s.emit(observe.OpStarting, ordersCache, "ping")
	time.Sleep(40 * ms)
	s.emit(observe.OpStarted, ordersCache, "ping")
	time.Sleep(160 * ms)
	s.emit(observe.OpStarted, ordersDB, "OnStart")
	s.call(observe.OpStarting, ordersAPI, "listen", ordersDB+" OnStart", 20*ms)
	s.state(observe.StateRunning)
}

// down drains and stops them.
func (s *eventScript) down() {
	s.Observe(observe.Event{Op: observe.OpSignal, Hook: "SIGTERM", Time: time.Now()})
	s.Observe(observe.Event{Op: observe.OpSignal, Hook: "SIGINT", Time: time.Now()})
	s.Observe(observe.Event{Op: observe.OpState, State: observe.StateDraining, Budget: 50 * ms, Time: time.Now()})
	s.emit(observe.OpDraining, ordersAPI, "OnDrain")
	s.emit(observe.OpDraining, ordersAPI, "OnDrain")
	time.Sleep(10 * ms)
	s.emit(observe.OpDrained, ordersAPI, "OnDrain")
	s.say()
	time.Sleep(40 * ms)
	s.emit(observe.OpDrained, ordersAPI, "OnDrain")
	s.state(observe.StateStopping)
	s.call(observe.OpStopping, ordersAPI, "listen", "", 500*ms)
	s.say()
	s.call(observe.OpStopping, ordersDB, "OnStop", ordersAPI+" listen", 30*ms)
	s.call(observe.OpCleaning, ordersDB, "Cleanup", ordersDB+" OnStop", ms)
	s.Observe(observe.Event{Op: observe.OpResult, Time: time.Now()})
	s.state(observe.StateStopped)
}

func TestTimeline_theTextsOfOneLife(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &eventScript{}
		s.say()
		s.build()
		s.say()
		time.Sleep(time.Hour) // between Build and Start nothing counts
		s.say()
		s = &eventScript{}
		s.up()
		time.Sleep(3*time.Hour + 20*time.Minute)
		s.say()
		s.down()
		s.say()
		golden.Equal(t, "timeline_sentences.txt", s.texts.String())
		times := s.Times(nil)
		golden.Equal(t, "timeline.txt", times.String())
		golden.Equal(t, "timeline.svg", times.SVG())
		requireHarmless(t, times)
		golden.Equal(t, "timeline_trace.json", indented(t, times.Trace()))
		data, err := json.Marshal(times)
		require.NoError(t, err)
		golden.Equal(t, "timeline.json", indented(t, data))
		var back observe.Times
		require.NoError(t, json.Unmarshal(data, &back))
		require.Equal(t, times.String(), back.String())
		require.Equal(t, times.SVG(), back.SVG())
	})
}

func indented(t *testing.T, data []byte) string {
	t.Helper()
	var v any
	require.NoError(t, json.Unmarshal(data, &v))
	text, err := json.MarshalIndent(v, "", "  ")
	require.NoError(t, err)
	return string(text) + "\n"
}

func TestTimeline_theTimeBetweenBuildAndStartIsNoPartOfTheStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &eventScript{}
		s.build()
		time.Sleep(time.Hour)
		require.Equal(t, 3*ms, s.Times(nil).Start.Wall)
		s.state(observe.StateStarting)
		s.call(observe.OpStarting, ordersDB, "OnStart", "", 5*ms)
		s.state(observe.StateRunning)
		p := s.Times(nil).Start
		require.Equal(t, 8*ms, p.Wall)
		require.Equal(t, 3*ms, p.Before)
		require.Equal(t, 3*ms, p.Steps[3].Begin)
	})
}

func TestTimeline_whileItHangsItSaysWhatRunsAndWhatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &eventScript{}
		s.state(observe.StateBuilding)
		s.say()
		s.emit(observe.OpConstructing, ordersDB, "")
		time.Sleep(1400 * ms)
		s.say()
		s.emit(observe.OpConstructed, ordersDB, "")
		s.state(observe.StateBuilt)
		s.state(observe.StateStarting)
		s.emit(observe.OpStarting, ordersDB, "OnStart")
		s.emit(observe.OpStarting, ordersCache, "OnStart")
		time.Sleep(2 * time.Second)
		s.Observe(observe.Event{Op: observe.OpSlow, Node: ordersCache, Hook: "OnStart", Time: time.Now(), Waiting: []string{ordersAPI}})
		s.emit(observe.OpStarted, ordersDB, "OnStart")
		s.say()
		s.Observe(observe.Event{Op: observe.OpRestarting, Node: ordersCache, Hook: "x", Time: time.Now(), Err: errors.New("dial tcp 10.0.0.7:6379.\nsecond line")})
		s.Observe(observe.Event{Op: observe.OpSlow, Node: ordersCache, Hook: "OnStart", Time: time.Now(), Waiting: []string{ordersAPI, "a", "b", "c", "d"}})
		s.emit(observe.OpStarting, ordersAPI, "listen")
		time.Sleep(8600 * ms)
		s.say()
		s.emit(observe.OpStarting, ordersDB, "open")
		s.say()
		s.emit(observe.OpStarted, ordersCache, "OnStart")
		s.emit(observe.OpStarted, ordersAPI, "listen")
		s.emit(observe.OpStarted, ordersDB, "open")
		s.emit(observe.OpStarting, ordersCache, "warm")
		time.Sleep(time.Second)
		s.say()
		golden.Equal(t, "timeline_hangs.txt", s.texts.String()+"\n"+s.Times(nil).String())
	})
}

func TestTimeline_ofAStartThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &eventScript{}
		s.build()
		s.state(observe.StateStarting)
		s.emit(observe.OpStarting, ordersDB, "OnStart")
		s.emit(observe.OpStarting, ordersCache, "OnStart")
		s.emit(observe.OpStarting, ordersAPI, "OnStart")
		time.Sleep(time.Second)
		s.Observe(observe.Event{Op: observe.OpStarted, Node: ordersCache, Hook: "OnStart", Time: time.Now(), Err: errors.New("dial tcp: refused")})
		s.Observe(observe.Event{Op: observe.OpStarted, Node: ordersDB, Hook: "OnStart", Time: time.Now(), Err: errors.New("ended"), Follows: true})
		time.Sleep(time.Second)
		s.Observe(observe.Event{Op: observe.OpAbandoned, Node: ordersAPI, Hook: "OnStart", Time: time.Now(), Err: errors.New("hangs")})
		s.state(observe.StateStopping)
		s.say()
		s.call(observe.OpStopping, ordersDB, "OnStop", "", 100*ms)
		s.Observe(observe.Event{Op: observe.OpResult, Time: time.Now(), Err: errors.New("start failed: dial tcp: refused")})
		s.state(observe.StateFailed)
		s.say()
		s.emit(observe.OpReturned, ordersAPI, "OnStart")
		s.say()
		golden.Equal(t, "timeline_failed.txt", s.texts.String()+"\n"+s.Times(nil).String())
		golden.Equal(t, "timeline_failed.svg", s.Times(nil).SVG())
		require.True(t, s.Times(nil).Start.Failed)
		starts := plan{{Node: ordersDB}, {Node: ordersCache}, {Node: ordersAPI}}
		require.Nil(t, s.Times(starts).Start.Concurrent, "a start that has failed has no what-if")
	})
}

// plan is a plan of steps one after another, which concurrently would take the time of the
// first.
type plan []observe.StepID

func (p plan) Rehearse(concurrent bool, end func(observe.StepID, time.Duration) time.Duration) (list []observe.RehearsedStep) {
	at := time.Duration(0)
	for i, id := range p {
		step := observe.RehearsedStep{StepID: id, Begin: at, End: at}
		if !concurrent || i == 0 {
			step.End = end(id, at)
		}
		at = step.End
		list = append(list, step)
	}
	return list
}

func (plan) IsConcurrent() bool { return false }

func TestTimes_aPlanOfAnotherStartCountsAsNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &eventScript{}
		s.up()
		p := s.Times(plan{{Node: ordersDB}, {Node: ordersCache}, {Node: ordersAPI}}).Start
		require.Equal(t, 223*ms-(200+40+20)*ms+200*ms, *p.Concurrent)
		require.Zero(t, *p.Blame[0].Slack)
		for _, other := range []plan{nil, {}, {{Node: ordersDB}, {Node: ordersCache}}, {{Node: ordersDB}, {Node: ordersCache}, {Node: ordersAPI, Nth: 1}}} {
			require.Equal(t, s.Times(nil).Start, s.Times(other).Start)
		}
	})
}

func TestTimeline_ofARunThatFailsAfterTheStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &eventScript{}
		s.up()
		time.Sleep(time.Minute)
		s.Observe(observe.Event{Op: observe.OpFinished, Node: ordersCache, Hook: "poll", Time: time.Now(), Err: errors.New("gone")})
		s.state(observe.StateDraining)
		s.say()
		s.state(observe.StateStopping)
		s.say()
		s.emit(observe.OpStopping, ordersCache, "OnStop")
		s.emit(observe.OpStopping, ordersDB, "OnStop")
		time.Sleep(time.Second)
		s.say()
		for _, id := range []string{ordersCache, ordersDB} {
			s.Observe(observe.Event{Op: observe.OpAbandoned, Node: id, Hook: "OnStop", Time: time.Now(), Err: errors.New("hangs")})
		}
		s.Observe(observe.Event{Op: observe.OpResult, Time: time.Now(), Err: errors.New("cache.NewRedis: poll: gone")})
		s.state(observe.StateFailed)
		s.say()
		s.emit(observe.OpReturned, ordersCache, "OnStop")
		s.say()
		golden.Equal(t, "timeline_task_failed.txt", s.texts.String())
	})
}

func TestTimeline_anotherRunBeginsAnotherStartAndKeepsTheLastStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &eventScript{}
		s.up()
		s.down()
		first := s.Times(nil)
		time.Sleep(time.Minute)
		s.state(observe.StateBuilding)
		s.call(observe.OpConstructing, ordersDB, "", "", ms)
		now := s.Times(nil)
		require.Len(t, now.Start.Steps, 1)
		require.Equal(t, ms, now.Start.Wall)
		require.Equal(t, first.Stop, now.Stop)
		require.Empty(t, now.Signal)
		require.Zero(t, now.Uptime)
	})
}
