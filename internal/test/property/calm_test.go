// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package property_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/facet-go/facet/hooks"
)

// Properties of worlds in which nothing goes wrong: the order of hooks and what
// runs concurrently can be predicted exactly. All hooks are pairs.

// calm runs a world once, up and down.
func calm(t *testing.T, rt *rapid.T, w *world) *oracle {
	t.Helper()
	w.events = []event{{kind: evStart}}
	r := &recorder{}
	r.run(t, w, false)
	o := newOracle(rt, r, new(string))
	for _, check := range everyCheck {
		check(o)
	}
	if len(o.ended) != 1 || o.ended[0].err != nil {
		o.failf(0, "a calm run ends without an error: %v", o.ended)
	}
	return o
}

// hooked returns the times when the hooks of a role were called, in that order.
func (o *oracle) hooked(r role) []spanned {
	var list []spanned
	for _, m := range o.trace {
		if m.role == r && !m.ends {
			s := o.span(r, m.c, m.step)
			list = append(list, spanned{m.c, m.step, m.at, o.trace[s.end].at})
		}
	}
	return list
}

type spanned struct {
	c          *component
	step       int
	begin, end time.Duration
}

// before returns the nodes that a node waits for, directly, itself not included.
func (n *nodeSpec) before() []int { return slices.Concat(n.deps, n.after) }

// critical returns the length of the longest path, and the sum of all work.
func (w *world) critical(work func(s *stepSpec) time.Duration) (longest, sum time.Duration) {
	ends := make([]time.Duration, len(w.nodes))
	for i := range w.nodes {
		for _, b := range w.nodes[i].before() {
			ends[i] = max(ends[i], ends[b])
		}
		for j := range w.nodes[i].steps {
			d := work(&w.nodes[i].steps[j])
			ends[i] += d
			sum += d
		}
		longest = max(longest, ends[i])
	}
	return longest, sum
}

func TestProperty_concurrentTakesAsLongAsTheCriticalPath(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := drawWorld(rt, kindOfWorld{modes: []modeKind{concurrent, limited}, calm: true, hooked: true, orders: true})
		o := calm(t, rt, w)
		o.makespan(starting, func(s *stepSpec) time.Duration { return s.start.d })
		o.makespan(stopping, func(s *stepSpec) time.Duration { return s.stop.d })
	})
}

func (o *oracle) makespan(r role, work func(s *stepSpec) time.Duration) {
	list := o.hooked(r)
	if len(list) == 0 {
		return
	}
	path, sum := o.w.critical(work)
	end := time.Duration(0)
	for _, s := range list {
		end = max(end, s.end)
	}
	took := end - list[0].begin
	switch {
	case o.w.mode == concurrent && took != path:
		o.failf(0, "the makespan of %s: %v, not %v", roleNames[r], took, path)
	case took < path || took > path+(sum-path)/time.Duration(max(1, o.w.limit)):
		o.failf(0, "the makespan of %s: %v, not between %v and that plus the rest of %v by %d", roleNames[r], took, path, sum, o.w.limit)
	}
	if o.w.mode == limited {
		o.atMost(list, o.w.limit)
	}
}

// atMost checks that no more than so many hooks run at a time.
func (o *oracle) atMost(list []spanned, limit int) {
	for _, s := range list {
		n := 0
		for _, other := range list {
			if other.begin <= s.begin && s.begin < other.end {
				n++
			}
		}
		if n > limit {
			o.failf(0, "%d hooks at a time, with a limit of %d", n, limit)
		}
	}
}

func TestProperty_withoutTagsHooksRunInConstructionOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := drawWorld(rt, kindOfWorld{modes: []modeKind{sequential}, calm: true, hooked: true, orders: true})
		o := calm(t, rt, w)
		var made, up, down []string
		for _, m := range o.trace {
			switch {
			case m.ends:
			case m.role == making:
				for i := range m.c.spec.steps {
					made = append(made, m.c.name(i))
				}
			case m.role == starting:
				up = append(up, m.c.name(m.step))
			case m.role == stopping:
				down = append(down, m.c.name(m.step))
			default:
			}
		}
		slices.Reverse(down)
		if !slices.Equal(made, up) || !slices.Equal(made, down) {
			o.failf(0, "construction order: made %v, started %v, stopped %v", made, up, down)
		}
		o.apart(o.hooked(starting), func(_, _ spanned) bool { return false })
		o.apart(o.hooked(stopping), func(_, _ spanned) bool { return false })
	})
}

// apart checks that hooks overlap only where they may.
func (o *oracle) apart(list []spanned, may func(a, b spanned) bool) {
	for i, a := range list {
		for _, b := range list[i+1:] {
			if a.begin < b.end && b.begin < a.end && !may(a, b) {
				o.failf(0, "nothing else overlaps: %s and %s", a.c.name(a.step), b.c.name(b.step))
			}
		}
	}
}

func TestProperty_membersOfAGroupOverlapAndNothingElse(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := drawWorld(rt, kindOfWorld{modes: []modeKind{grouped}, calm: true, hooked: true, orders: true})
		if oneIn(rt, 2, "one tag") {
			for i := range w.nodes {
				if w.nodes[i].tag != "" {
					w.nodes[i].tag = "a"
				}
			}
		}
		o := calm(t, rt, w)
		reach := w.reach()
		may := func(a, b spanned) bool {
			return a.c.spec.tag == b.c.spec.tag && a.c.spec.tag != "" &&
				!reach[a.c.node][b.c.node] && !reach[b.c.node][a.c.node]
		}
		o.apart(o.hooked(starting), may)
		o.apart(o.hooked(stopping), may)
		o.together(reach)
		stages := o.app.Plan().Stages()
		o.inStages(starting, stages)
		slices.Reverse(stages)
		o.inStages(stopping, stages)
	})
}

// inStages checks that each stage begins when the previous one has ended, all its members
// at once.
func (o *oracle) inStages(r role, stages []hooks.Stage) {
	byName := map[string]spanned{}
	list := o.hooked(r)
	for _, s := range list {
		byName[s.c.name(s.step)] = s
	}
	for i, stage := range stages {
		begin := list[0].begin
		if i > 0 {
			begin = stageEnd(stages[i-1], byName)
		}
		for _, m := range stage.Members {
			first := begin + time.Hour
			for _, step := range m.Steps {
				first = min(first, byName[step.Name].begin)
			}
			if first != begin {
				o.failf(0, "stages: %s of %s at %v, not %v", roleNames[r], m.Node, first, begin)
			}
		}
	}
}

func stageEnd(stage hooks.Stage, byName map[string]spanned) time.Duration {
	var end time.Duration
	for _, m := range stage.Members {
		for _, step := range m.Steps {
			end = max(end, byName[step.Name].end)
		}
	}
	return end
}

// reach tells which nodes a node waits for, directly or not.
func (w *world) reach() []map[int]bool {
	reach := make([]map[int]bool, len(w.nodes))
	for i := range w.nodes {
		reach[i] = map[int]bool{}
		for _, b := range w.nodes[i].before() {
			reach[i][b] = true
			for n := range reach[b] {
				reach[i][n] = true
			}
		}
	}
	return reach
}

// together checks that with one tag, whose group nothing else can split, there are as
// many stages as the longest chain of members, each of which starts at once.
func (o *oracle) together(reach []map[int]bool) {
	depth, longest := map[int]int{}, 0
	for i := range o.w.nodes {
		n := &o.w.nodes[i]
		switch {
		case n.tag == "" || len(n.steps) == 0:
			continue
		case n.tag != "a":
			return
		}
		depth[i] = 1
		for b := range reach[i] {
			depth[i] = max(depth[i], depth[b]+1)
		}
		longest = max(longest, depth[i])
	}
	first := map[int]time.Duration{}
	for _, s := range o.hooked(starting) {
		if d := depth[s.c.node]; d > 0 && s.step == 0 {
			if at, known := first[d]; known && at != s.begin {
				o.failf(0, "a group starts together: %s at %v, not %v", s.c.name(0), s.begin, at)
			}
			first[d] = s.begin
		}
	}
	if len(first) != longest {
		o.failf(0, "a group is split only where a member depends on another: %d stages, not %d", len(first), longest)
	}
}

func TestProperty_theOrderOfRegistrationChangesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		// With a limit, what ends at the same moment decides by chance which goes next.
		w := drawWorld(rt, kindOfWorld{modes: []modeKind{sequential, grouped, concurrent}, calm: true, hooked: true, orders: true})
		one, two := *w, *w
		one.shuffled, two.shuffled = 0, 1+anySeed.Draw(rt, "other seed")
		a, b := calm(t, rt, &one), calm(t, rt, &two)
		for _, r := range []role{starting, stopping} {
			x, y := a.byNode(r), b.byNode(r)
			if !slices.Equal(x, y) {
				b.failf(0, "registration order: %s at %v, not %v", roleNames[r], y, x)
			}
		}
	})
}

// byNode returns what was called when, by node.
func (o *oracle) byNode(r role) []string {
	var list []string
	for _, s := range o.hooked(r) {
		list = append(list, (&component{node: s.c.node}).name(s.step)+" "+s.begin.String())
	}
	slices.Sort(list)
	return list
}
