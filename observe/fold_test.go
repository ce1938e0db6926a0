// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe_test

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/internal/golden"
	"github.com/facet-go/facet/observe"
)

const (
	dbID     = "example.com/orders/store.NewDB"
	serverID = "example.com/orders/http.NewServer"
	runID    = "example.com/orders.run.func1"
)

// script builds the events of an app, 1 ms apart.
type script struct {
	now    time.Time
	events []observe.Event
}

func newScript() *script { return &script{now: time.Unix(1_000_000, 0)} }

func (s *script) add(e observe.Event) *script {
	s.now = s.now.Add(time.Millisecond)
	e.Time = s.now
	s.events = append(s.events, e)
	return s
}

func (s *script) states(states ...observe.State) *script {
	for _, state := range states {
		s.add(observe.Event{Op: observe.OpState, State: state})
	}
	return s
}

// step adds the events of the begin and the end of a step.
func (s *script) step(begin observe.Op, node, hook string, took time.Duration, err error) *script {
	s.add(observe.Event{Op: begin, Node: node, Hook: hook})
	return s.add(observe.Event{Op: begin + 1, Node: node, Hook: hook, Took: took, Err: err})
}

func (s *script) result(err error) *script {
	s.add(observe.Event{Op: observe.OpResult, Err: err})
	if err != nil {
		return s.states(observe.StateFailed)
	}
	return s.states(observe.StateStopped)
}

// up adds the start of an app with a database and a server.
func (s *script) up() *script {
	return s.states(observe.StateBuilding).
		step(observe.OpConstructing, dbID, "", time.Millisecond, nil).
		step(observe.OpConstructing, serverID, "", 2*time.Microsecond, nil).
		step(observe.OpConstructing, runID, "", time.Microsecond, nil).
		states(observe.StateBuilt, observe.StateStarting).
		step(observe.OpStarting, dbID, "example.com/orders/store.(*DB).Ping", 40*time.Millisecond, nil).
		step(observe.OpStarting, serverID, serverID+".func1", 2*time.Millisecond, nil).
		add(observe.Event{Op: observe.OpLaunched, Node: serverID, Hook: "serve"}).
		states(observe.StateRunning)
}

// down adds the stop of that app.
func (s *script) down(cleanup error) *script {
	return s.states(observe.StateDraining).
		step(observe.OpDraining, serverID, serverID+".func2", time.Millisecond, nil).
		states(observe.StateStopping).
		step(observe.OpStopping, serverID, "serve", 7*time.Millisecond, nil).
		step(observe.OpStopping, dbID, "example.com/orders/store.(*DB).Flush", 5*time.Millisecond, nil).
		step(observe.OpCleaning, dbID, "example.com/orders/store.(*DB).Close", 0, cleanup)
}

// fold returns the lines of the events.
func fold(f *observe.Fold, events []observe.Event) string {
	var b strings.Builder
	for _, e := range events {
		line, ok := f.Add(e)
		if !ok {
			continue
		}
		fmt.Fprintf(&b, "%-5v %s", line.Level, line.Message)
		for _, a := range line.Attrs {
			fmt.Fprintf(&b, " %v", a)
		}
		if line.Err != nil {
			fmt.Fprintf(&b, " error=%q", line.Err)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestFold_reportsACleanRun(t *testing.T) {
	s := newScript().up().
		add(observe.Event{Op: observe.OpSignal, Hook: "terminated"}).
		down(nil).result(nil)
	golden.Equal(t, "clean.txt", fold(&observe.Fold{}, s.events))
}

func TestFold_reportsEachKindOfFailure(t *testing.T) {
	s := newScript().states(observe.StateBuilding)
	for _, op := range []observe.Op{
		observe.OpConstructed, observe.OpStarted, observe.OpDrained, observe.OpStopped, observe.OpCleaned,
		observe.OpFinished, observe.OpAbandoned, observe.OpReturned, observe.OpWarning,
	} {
		s.add(observe.Event{Op: op, Node: dbID, Hook: "ping", Took: time.Second, Err: errBoom})
	}
	s.add(observe.Event{Op: observe.OpReturned, Node: dbID, Hook: "ping"})
	s.result(errBoom)
	golden.Equal(t, "failures.txt", fold(&observe.Fold{}, s.events))
}

func TestFold_atInfoItSaysHowTheAppStartsAndStops(t *testing.T) {
	enabled := func(level slog.Level) bool { return level >= slog.LevelInfo }
	s := newScript().up().down(nil).result(nil)
	golden.Equal(t, "info.txt", fold(&observe.Fold{Enabled: enabled}, s.events))
}

func TestFold_reportsAFailedRunOnce(t *testing.T) {
	enabled := func(level slog.Level) bool { return level >= slog.LevelInfo }
	s := newScript().up().down(errBoom).result(errBoom)
	golden.Equal(t, "failed.txt", fold(&observe.Fold{Enabled: enabled}, s.events))
}

func TestFold_countsEachRunOfAnAppAlone(t *testing.T) {
	s := newScript().up().down(errBoom).result(errBoom)
	f := &observe.Fold{}
	first := fold(f, s.events)
	require.Equal(t, first, fold(f, s.events))
}

// several is an error with several causes, like facet.Failure.
type several []error

func (s several) Error() string   { return errors.Join(s...).Error() }
func (s several) Unwrap() []error { return s }

func TestFold_repeatsNoErrorThatHasALine(t *testing.T) {
	var (
		stop  = errors.New("stop failed")
		wrap  = fmt.Errorf("store: %w", stop)
		cause = errors.New("disk full\nmore")
		last  = errors.New("forced")
	)
	result := func(told, result error) observe.Line {
		f := &observe.Fold{}
		f.Add(observe.Event{Op: observe.OpState, State: observe.StateBuilding})
		if told != nil {
			f.Add(observe.Event{Op: observe.OpStopped, Err: told})
		}
		line, ok := f.Add(observe.Event{Op: observe.OpResult, Err: result})
		require.True(t, ok)
		require.Equal(t, "app failed", line.Message)
		return line
	}
	require.NoError(t, result(stop, stop).Err)
	require.NoError(t, result(wrap, stop).Err, "the logged error wraps it")
	require.Equal(t, wrap, result(stop, wrap).Err, "the result says more")
	require.Equal(t, cause, result(stop, several{cause, stop}).Err, "the given cause, which no step had")
	require.Equal(t, several{cause, last}, result(stop, several{cause, last}).Err, "all of it is new")
	require.EqualError(t, result(stop, several{cause, stop, last}).Err, "disk full\nmore\nforced")
	require.Equal(t, cause, result(nil, cause).Err)

	attrs := result(cause, cause).Attrs
	require.Equal(t, slog.String("cause", "disk full"), attrs[len(attrs)-1], "in one line")
}

func TestFold_repeatsAWarningThatBecomesTheResult(t *testing.T) {
	f := &observe.Fold{}
	f.Add(observe.Event{Op: observe.OpWarning, Err: errBoom})
	line, _ := f.Add(observe.Event{Op: observe.OpResult, Err: errBoom})
	require.Equal(t, errBoom, line.Err)
}

func TestFold_ofFailuresOnlyHasNoTotals(t *testing.T) {
	f := &observe.Fold{}
	for range 2 {
		require.Equal(t, "ERROR stop failed component=x error=\"boom\"\nERROR app failed cause=boom\n", fold(f, []observe.Event{
			{Op: observe.OpStopped, Node: "x", Err: errBoom},
			{Op: observe.OpResult, Err: errBoom},
		}))
	}
}

func TestFold_asksForTheLevelBeforeItMakesALine(t *testing.T) {
	f := &observe.Fold{Enabled: func(slog.Level) bool { return false }}
	events := newScript().up().events
	require.Zero(t, testing.AllocsPerRun(10, func() {
		for _, e := range events {
			f.Add(e)
		}
	}))
}

func TestFold_theSlowestStepMayBeOneThatWasAbandoned(t *testing.T) {
	var fold observe.Fold
	var last observe.Line
	for _, e := range newScript().states(observe.StateBuilding, observe.StateStarting, observe.StateStopping).
		step(observe.OpStopping, "example.com/orders/http.NewServer", "serve", time.Millisecond, nil).
		add(observe.Event{Op: observe.OpAbandoned, Node: "example.com/orders/store.NewDB", Hook: "close", Took: time.Second, Err: errBoom}).
		result(errBoom).events {
		if line, ok := fold.Add(e); ok {
			last = line
		}
	}
	require.Contains(t, last.Attrs, slog.String("slowest", "store.NewDB: close"))
}
