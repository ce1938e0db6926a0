// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package timeline_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/observe"
)

// requireChain fails unless the links lead from the begin to the end without a gap.
func requireChain(t *rapid.T, p *observe.PhaseTimes) {
	at := time.Duration(0)
	for _, l := range p.Chain {
		require.GreaterOrEqual(t, l.Wait, time.Duration(0))
		at += l.Wait
		if l.Step >= 0 {
			require.Equal(t, at, p.Steps[l.Step].Begin)
			at += l.Own
			require.Equal(t, at, p.Steps[l.Step].End)
		}
	}
	require.Equal(t, p.Wall, at)
	var work, blamed time.Duration
	for i := range p.Steps {
		s := &p.Steps[i]
		require.LessOrEqual(t, s.Eligible, s.Begin)
		require.Equal(t, observe.OutcomeDone, s.Outcome)
		work += s.End - s.Begin
	}
	for i := range p.Blame {
		blamed += p.Blame[i].Own
	}
	require.Equal(t, p.Work, work)
	require.Equal(t, p.Work, blamed)
}

func TestTimeline_theSumsAreThoseOfTheRun(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := drawWorld(rt)
		var up, stopped *observe.Times
		var nodes []string
		var stopTook time.Duration
		began := time.Time{}
		took := w.run(t, func(app *facet.App, timeline *observe.Timeline) {
			if app.Running() {
				up, began = timeline.Times(app.Plan()), time.Now()
				for i := range w.parts {
					nodes = append(nodes, w.node(app, i))
				}
			} else {
				stopped, stopTook = timeline.Times(app.Plan()), time.Since(began)
			}
		})
		require.Equal(rt, took, up.Start.Wall)
		requireChain(rt, up.Start)
		require.Equal(rt, up.Start, stopped.Start)
		require.Equal(rt, stopTook, stopped.Stop.Wall)
		requireChain(rt, stopped.Stop)

		started := map[string][]time.Duration{}
		constructed := map[string]time.Duration{}
		for i := range up.Start.Steps {
			s := &up.Start.Steps[i]
			if s.Kind == "start" {
				started[s.Node] = append(started[s.Node], s.End-s.Begin)
			} else {
				constructed[s.Node] = s.End - s.Begin
			}
		}
		before := time.Duration(0)
		for i, p := range w.parts {
			require.Equal(rt, p.construct, constructed[nodes[i]])
			require.Equal(rt, p.starts, started[nodes[i]])
			before += p.construct
		}
		require.Equal(rt, before, up.Start.Before)
	})
}

func TestTimeline_eligibleIsWhenTheDependenciesWereUp(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := drawWorld(rt)
		w.run(t, func(app *facet.App, timeline *observe.Timeline) {
			if !app.Running() {
				return
			}
			p := timeline.Times(app.Plan()).Start
			upAt := map[string]time.Duration{} // of a node, or when its dependencies were up
			for i := range w.parts {
				at := p.Before
				for _, dep := range w.parts[i].deps {
					at = max(at, upAt[w.node(app, dep)])
				}
				for k := range p.Steps {
					if s := &p.Steps[k]; s.Node == w.node(app, i) && s.Kind == "start" {
						require.Equal(rt, at, s.Eligible)
						at = s.End
					}
				}
				upAt[w.node(app, i)] = at
			}
		})
	})
}

func TestTimeline_whatIfIsWhatARealStartTakes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := drawWorld(rt)
		var p *observe.PhaseTimes
		var nodes []string
		w.run(t, func(app *facet.App, timeline *observe.Timeline) {
			if p == nil {
				p = timeline.Times(app.Plan()).Start
				for i := range w.parts {
					nodes = append(nodes, w.node(app, i))
				}
			}
		})
		concurrent := w.clone()
		concurrent.concurrent, concurrent.limit = true, 0
		for i := range concurrent.parts {
			concurrent.parts[i].group = ""
		}
		wall := concurrent.run(t, nil)
		if p.Concurrent != nil {
			require.Equal(rt, wall, *p.Concurrent)
		} else {
			require.Equal(rt, wall, p.Wall)
		}

		i := rapid.IntRange(0, len(w.parts)-1).Draw(rt, "without")
		without := w.clone()
		without.parts[i].construct = 0
		clear(without.parts[i].starts)
		require.Equal(rt, without.run(t, nil), *blameOf(rt, p, nodes[i]).Without)
	})
}

func blameOf(t *rapid.T, p *observe.PhaseTimes, node string) *observe.BlameTimes {
	for i := range p.Blame {
		if p.Blame[i].Node == node {
			return &p.Blame[i]
		}
	}
	t.Fatalf("no component %s", node)
	return nil
}

func TestTimeline_slackIsFreeAndOneMoreNanosecondIsNot(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := drawWorld(rt)
		if w.limit > 1 {
			w.limit = 0 // a longer hook may change the order of the others under a limit
		}
		var p *observe.PhaseTimes
		var nodes []string
		w.run(t, func(app *facet.App, timeline *observe.Timeline) {
			if p == nil {
				p = timeline.Times(app.Plan()).Start
				for i := range w.parts {
					nodes = append(nodes, w.node(app, i))
				}
			}
		})
		i := rapid.IntRange(0, len(w.parts)-1).Draw(rt, "longer")
		if len(w.parts[i].starts) == 0 {
			require.Nil(rt, blameOf(rt, p, nodes[i]).Slack)
			return
		}
		slack := *blameOf(rt, p, nodes[i]).Slack
		longer := w.clone()
		longer.parts[i].starts[0] += slack
		require.Equal(rt, p.Wall, longer.run(t, nil))
		longer.parts[i].starts[0]++
		require.Equal(rt, p.Wall+1, longer.run(t, nil))
	})
}
