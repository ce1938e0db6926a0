// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package property_test

import (
	"slices"
	"time"

	"pgregory.net/rapid"
)

// drawing draws one world.
type drawing struct {
	*rapid.T
	kindOfWorld
	wild int // one in so many functions misbehaves; 0 for none
	w    *world
}

func drawWorld(t *rapid.T, kind kindOfWorld) *world {
	d := &drawing{T: t, kindOfWorld: kind, w: &world{calm: kind.calm}}
	d.w.mode = kind.modes[below(t, len(kind.modes), "mode")]
	if d.w.mode == limited {
		d.w.limit = 1 + below(t, 4, "limit")
	}
	if !kind.calm {
		d.wild = []int{0, 20, 4}[below(t, 3, "wild")]
		d.w.drain = drawTime(t, "drain delay") / 4
	}
	if kind.quiet {
		d.wild = 4
	}
	d.graph()
	for i := range d.w.nodes {
		d.node(i)
	}
	if len(d.w.nodes) > 0 {
		d.roots()
	}
	if oneIn(t, 2, "shuffle") {
		d.w.shuffled = anySeed.Draw(t, "seed")
	}
	switch {
	case kind.calm:
	case kind.quiet:
		d.w.events = []event{{kind: evStart}}
	default:
		d.events()
	}
	d.w.direct = oneIn(t, 2, "direct")
	return d.w
}

// graph draws the edges, in one of several shapes.
func (d *drawing) graph() {
	n := anySize.Draw(d.T, "nodes")
	if !oneIn(d.T, 4, "large") {
		n %= 8
	}
	d.w.nodes = make([]nodeSpec, n)
	shape := below(d.T, 7, "shape")
	width := 1 + below(d.T, 4, "width")
	for i := range n {
		var deps []int
		switch {
		case i == 0:
		case shape == 0: // random
			for range below(d.T, 4, "deps") {
				deps = append(deps, below(d.T, i, "dep"))
			}
		case shape == 1: // a chain
			deps = []int{i - 1}
		case shape == 2: // fan-in
			if i == n-1 {
				for dep := range i {
					deps = append(deps, dep)
				}
			}
		case shape == 3: // fan-out
			deps = []int{0}
		case shape == 4: // diamonds
			switch i % 3 {
			case 0:
				deps = []int{i - 1, i - 2}
			default:
				deps = []int{i / 3 * 3}
			}
		case shape == 5: // layers
			for dep := max(0, i/width*width-width); dep < i/width*width; dep++ {
				deps = append(deps, dep)
			}
		default: // none
		}
		slices.Sort(deps)
		d.w.nodes[i].deps = slices.Compact(deps)
		if d.kindOfWorld.orders && i > 0 && oneIn(d.T, 8, "ordered") {
			d.w.nodes[i].after = []int{below(d.T, i, "after")}
		}
	}
}

func (d *drawing) node(i int) {
	n := &d.w.nodes[i]
	if d.w.mode == grouped || d.w.mode != sequential && oneIn(d.T, 3, "idle tag") {
		n.tag = []string{"", "a", "b", "c"}[below(d.T, 4, "tag")]
	}
	if d.wild > 0 && oneIn(d.T, 8, "makes") {
		n.makes = d.act("make")
		if n.makes.does > ignoring && !oneIn(d.T, d.wild, "may fail") {
			n.makes.does = succeeds
		}
	}
	count := []int{1, 0, 2, 3}[below(d.T, 4, "steps")]
	if d.hooked {
		count = []int{1, 2, 0}[below(d.T, 3, "steps")]
	}
	for range count {
		n.steps = append(n.steps, d.step(i))
	}
	if !d.hooked {
		for range below(d.T, 3, "cleanups") {
			n.cleanups = append(n.cleanups, d.act("cleanup"))
		}
	}
	if !d.calm && oneIn(d.T, 8, "drains") {
		n.drains = append(n.drains, d.act("drain"))
	}
}

func (d *drawing) step(i int) stepSpec {
	s := stepSpec{start: d.act("start"), stop: d.act("stop")}
	if d.hooked {
		return s
	}
	s.kind = stepKind(below(d.T, int(stepKinds), "kind"))
	if s.kind == background || s.kind == serving {
		switch {
		case d.calm || !oneIn(d.T, 4, "ends"):
			s.stop = act{does: blocking}
		default:
			s.significant = oneIn(d.T, 4, "significant")
		}
		if d.calls && s.kind == background && i > 0 && oneIn(d.T, 4, "calls") {
			s.stop.do = d.call(1, i) // not on itself, which would have no end
		}
	}
	if d.calm {
		return s
	}
	if oneIn(d.T, 8, "has timeout") {
		s.timeout = drawTime(d.T, "timeout") + time.Microsecond
	}
	s.reenters, s.adds = oneIn(d.T, 12, "reenters"), oneIn(d.T, 12, "adds")
	return s
}

// act draws what a function does. A tame one succeeds within a moment.
func (d *drawing) act(label string) act {
	a := act{d: drawTime(d.T, label)}
	if d.wild > 0 && oneIn(d.T, d.wild, "wild") {
		a.does = behaviour(below(d.T, int(behaviours), "does"))
	} else if !d.hooked {
		a.d %= time.Second
	}
	return a
}

func (d *drawing) roots() {
	for range 1 + below(d.T, 3, "roots") {
		var needs []int
		for range below(d.T, 4, "needs") {
			needs = append(needs, len(d.w.nodes)-1-below(d.T, len(d.w.nodes), "need"))
		}
		slices.Sort(needs)
		d.w.roots = append(d.w.roots, slices.Compact(needs))
	}
	if d.calm || d.quiet { // all of it
		var all []int
		for i := range d.w.nodes {
			all = append(all, i)
		}
		d.w.roots = append(d.w.roots, all)
	}
}

// call draws a call of Do that needs some of the first nodes.
func (d *drawing) call(depth, nodes int) *callSpec {
	c := &callSpec{does: d.act("call")}
	for range below(d.T, 4, "call needs") {
		if nodes > 0 {
			c.needs = append(c.needs, nodes-1-below(d.T, nodes, "call need"))
		}
	}
	slices.Sort(c.needs)
	c.needs = slices.Compact(c.needs)
	if oneIn(d.T, 4, "bounded") {
		c.timeout = drawTime(d.T, "call timeout") + time.Microsecond
	}
	if depth < 3 && oneIn(d.T, 4, "nested") {
		c.inner, c.fresh = d.call(depth+1, nodes), oneIn(d.T, 3, "fresh")
	}
	return c
}

func (d *drawing) events() {
	if !d.calls || !oneIn(d.T, 3, "no run") {
		first := event{kind: evRun}
		if oneIn(d.T, 3, "by Start") {
			first.kind = evStart
		} else if oneIn(d.T, 3, "by Build") {
			first.kind = evBuild
		}
		d.w.events = append(d.w.events, first)
	}
	for range below(d.T, 7, "events") {
		e := event{at: drawTime(d.T, "at"), kind: eventKind(below(d.T, int(eventKinds), "event"))}
		if e.kind == evDo && !d.calls {
			e.kind = evStop
		}
		switch e.kind {
		case evDo:
			e.call = d.call(0, len(d.w.nodes))
		case evShutdown:
			e.clean = oneIn(d.T, 2, "clean")
		case evStop, evStart, evBuild:
			if oneIn(d.T, 4, "bounded") {
				e.timeout = drawTime(d.T, "event timeout") + time.Microsecond
			}
		default:
		}
		d.w.events = append(d.w.events, e)
	}
	if d.calls {
		for range below(d.T, 4, "calls") {
			d.w.events = append(d.w.events, event{at: drawTime(d.T, "call at"), kind: evDo, call: d.call(0, len(d.w.nodes))})
		}
	}
}
