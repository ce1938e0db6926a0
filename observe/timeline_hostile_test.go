// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet/internal/hostile"
	"github.com/facet-go/facet/observe"
)

func TestTimeline_aHostileErrorIsHarmless(t *testing.T) {
	for kind, err := range hostile.NonBlocking() {
		var s eventScript
		s.up()
		s.Observe(observe.Event{Op: observe.OpFinished, Node: ordersDB, Hook: "x", Err: err, Time: time.Now()})
		s.state(observe.StateStopping)
		s.Observe(observe.Event{Op: observe.OpResult, Err: err, Time: time.Now()})
		s.state(observe.StateFailed)
		require.Less(t, len(s.Times(nil).Sentence()), 1000, kind)
		requireHarmless(t, s.Times(nil))
	}
}

// requireHarmless fails if a view has anything that a terminal, a browser or a reader of
// traces does not expect.
func requireHarmless(t require.TestingT, times *observe.Times) {
	require.NotContains(t, times.Sentence(), "\n")
	for _, text := range []string{times.String(), times.SVG()} {
		require.True(t, utf8.ValidString(text))
		require.NotContains(t, text, "BADINDEX")
		for _, r := range text {
			require.True(t, r == '\n' || !unicode.IsControl(r), "%q", text)
		}
	}
	d := xml.NewDecoder(strings.NewReader(times.SVG()))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
	}
	requireTrace(t, times.Trace())
}

// requireTrace fails unless data is what the description of the Trace Event Format asks for, and the
// slices of each thread are one after another.
func requireTrace(t require.TestingT, data []byte) {
	var trace struct {
		TraceEvents []struct {
			Name     *string
			Ph       string
			Ts, Dur  *float64
			Pid, Tid *int
			Args     map[string]any
		}
		DisplayTimeUnit string
	}
	require.NoError(t, json.Unmarshal(data, &trace))
	require.Equal(t, "ms", trace.DisplayTimeUnit)
	require.NotNil(t, trace.TraceEvents)
	end := map[[2]int]float64{}
	for _, e := range trace.TraceEvents {
		require.True(t, e.Name != nil && e.Ts != nil && e.Pid != nil && e.Tid != nil)
		if e.Ph == "M" {
			require.NotEmpty(t, e.Args)
			continue
		}
		require.Equal(t, "X", e.Ph)
		thread := [2]int{*e.Pid, *e.Tid}
		require.GreaterOrEqual(t, *e.Ts, end[thread]-1e-3, "slices overlap")
		require.GreaterOrEqual(t, *e.Dur, 0.0)
		end[thread] = *e.Ts + *e.Dur
	}
}

var hostileWords = []string{
	"", "a", `"`, "<script>", "&amp;", "a\nb", "\x00", "\xff", "\u2028", "\ufffe\uffff", "\u202eabc", "']]>", strings.Repeat("long ", 200), strings.Repeat("x", 500),
}

func TestTimeline_hostileNamesAreHarmless(t *testing.T) {
	for _, word := range hostileWords {
		var s eventScript
		s.state(observe.StateBuilding)
		s.call(observe.OpConstructing, word, "", "", 0)
		s.state(observe.StateStarting)
		s.call(observe.OpStarting, word, word, word, ms)
		s.emit(observe.OpStarting, word, word)
		s.Observe(observe.Event{Op: observe.OpSlow, Node: word, Hook: word, Time: time.Now(), Waiting: []string{word}})
		requireHarmless(t, s.Times(nil))
		s.Observe(observe.Event{Op: observe.OpSignal, Hook: word, Time: time.Now()})
		s.state(observe.StateStopping)
		s.Observe(observe.Event{Op: observe.OpResult, Err: errors.New(word), Time: time.Now()})
		s.state(observe.StateFailed)
		requireHarmless(t, s.Times(nil))
	}
}

// Whatever the events are, and in whatever order, each view can be made.
func TestTimeline_anyEventsAreHarmless(t *testing.T) {
	word := rapid.OneOf(rapid.String(), rapid.SampledFrom(hostileWords))
	rapid.Check(t, func(t *rapid.T) {
		var s eventScript
		words := rapid.SliceOfN(word, 1, 3).Draw(t, "words")
		at := time.Unix(1e9, 0)
		for range rapid.IntRange(0, 40).Draw(t, "events") {
			at = at.Add(time.Duration(rapid.Int64Range(-1000, 1e10).Draw(t, "later")))
			e := observe.Event{
				Op: observe.Op(rapid.IntRange(0, 21).Draw(t, "op")), State: observe.State(rapid.IntRange(0, 8).Draw(t, "state")),
				Node: rapid.SampledFrom(words).Draw(t, "node"), Hook: rapid.SampledFrom(words).Draw(t, "hook"), Time: at,
				Waiting: words, MoreWaiting: rapid.IntRange(0, 2).Draw(t, "more"), Follows: rapid.Bool().Draw(t, "follows"),
			}
			e.After = e.Node + " " + e.Hook
			if rapid.Bool().Draw(t, "fails") {
				e.Err = errors.New(rapid.SampledFrom(words).Draw(t, "error"))
			}
			s.Observe(e)
			requireHarmless(t, s.Times(nil))
		}
	})
}

func TestTimeline_mayBeAskedWhileTheAppStarts(t *testing.T) {
	var s eventScript
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 200 {
			s.Observe(observe.Event{Op: observe.OpState, State: observe.StateBuilding, Time: time.Now()})
			s.call(observe.OpConstructing, ordersDB, "", "", 0)
			s.state(observe.StateStarting)
			s.call(observe.OpStarting, ordersDB, "OnStart", "", 0)
		}
	}()
	for range 50 {
		requireHarmless(t, s.Times(nil))
	}
	<-done
}
