// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"cmp"
	"slices"
	"time"
)

// recordCopy is a record that does not change.
type recordCopy struct {
	steps    []stepRecord
	ended    []int32 // steps in the order of their ends
	wall     time.Duration
	before   time.Duration
	isClosed bool
}

// copied returns a copy, or nil if nothing has begun.
func (r *record) copied(now time.Time) *recordCopy {
	if !r.isBegun {
		return nil
	}
	c := &recordCopy{steps: slices.Clone(r.steps), ended: slices.Clone(r.closed), wall: r.length, before: r.before, isClosed: r.isClosed}
	if !r.isClosed {
		c.wall = max(now.Sub(r.began), r.last)
	}
	return c
}

// phaseBuilder makes the times of a phase of a record.
type phaseBuilder struct {
	*recordCopy
	*PhaseTimes

	byName map[string][]int32 // steps by "node hook", in the order of their ends
}

// newPhase returns the times of a record, or nil if there is none.
func newPhase(r *recordCopy) *PhaseTimes {
	if r == nil {
		return nil
	}
	p := &PhaseTimes{Wall: r.wall, Ended: r.isClosed, Before: r.before, Steps: make([]StepTimes, len(r.steps)), Chain: []ChainLink{}, Blame: []BlameTimes{}}
	b := phaseBuilder{recordCopy: r, PhaseTimes: p, byName: map[string][]int32{}}
	for _, i := range r.ended {
		name := r.steps[i].node + " " + r.steps[i].hook
		b.byName[name] = append(b.byName[name], i)
	}
	nth := map[string]int{}
	for i := range r.steps {
		b.addStep(i, nth)
	}
	b.findPeak()
	b.findChain()
	b.addBlame()
	return b.PhaseTimes
}

var stepKinds = map[Op]string{OpConstructing: "construct", OpStarting: "start", OpDraining: "drain", OpStopping: "stop", OpCleaning: "clean"}

func (b *phaseBuilder) addStep(i int, nth map[string]int) {
	s := &b.recordCopy.steps[i]
	end := s.end
	if s.outcome == stepRuns {
		end = b.Wall
	}
	end = min(end, b.Wall)
	step := StepTimes{
		Node: s.node, Hook: s.hook, Kind: stepKinds[s.op], Begin: min(s.begin, b.Wall), End: end, Outcome: outcomes[s.outcome],
		previous: b.previous(s), nth: none,
	}
	step.Eligible = step.Begin
	if s.op != OpConstructing {
		step.Eligible = min(b.Before, step.Begin)
		if step.previous != none {
			step.Eligible = max(step.Eligible, b.Steps[step.previous].End)
		}
	}
	if s.op == OpStarting {
		step.nth = nth[s.node]
		nth[s.node]++
	}
	b.Steps[i] = step
	b.Work += step.own()
}

func (s *StepTimes) own() time.Duration { return s.End - s.Begin }

// previous returns the step for whose end a step waited: that of which its event says so,
// or else the last one that had ended.
func (b *phaseBuilder) previous(s *stepRecord) int {
	list := b.byName[s.after]
	at, _ := slices.BinarySearchFunc(list, s.endedFirst, func(i, ended int32) int {
		return cmp.Compare(b.recordCopy.steps[i].endPlace, ended)
	})
	switch {
	case s.after != "" && at > 0:
		return int(list[at-1])
	case s.endedFirst > 0:
		return int(b.ended[s.endedFirst-1])
	default:
		return none
	}
}

// findPeak sets the largest number of steps at one time. A step that ends when another
// one begins does not count with it.
func (b *phaseBuilder) findPeak() {
	type change struct {
		at time.Duration
		by int
	}
	changes := make([]change, 0, 2*len(b.Steps))
	for i := range b.Steps {
		if b.Steps[i].own() > 0 {
			changes = append(changes, change{b.Steps[i].Begin, 1}, change{b.Steps[i].End, -1})
		}
	}
	slices.SortFunc(changes, func(x, y change) int { return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.by, y.by)) })
	running := 0
	for _, c := range changes {
		running += c.by
		b.Peak = max(b.Peak, running)
	}
}

// lastStep returns the step that has ended last, or else the oldest that runs, or none.
func (b *phaseBuilder) lastStep() int {
	last := none
	for i := range b.Steps {
		s := &b.Steps[i]
		if last == none || s.End > b.Steps[last].End || s.End == b.Steps[last].End && b.Steps[last].Outcome != OutcomeRuns {
			last = i
		}
	}
	return last
}

// findChain goes from the last end back to the begin of the phase.
func (b *phaseBuilder) findChain() {
	last, until := b.lastStep(), time.Duration(0)
	if last != none {
		until = b.Steps[last].End
	}
	if until < b.Wall {
		b.Chain = append(b.Chain, ChainLink{Step: none, Wait: b.Wall - until})
	}
	for i := last; i != none; i = b.Steps[i].previous {
		begun := time.Duration(0)
		if p := b.Steps[i].previous; p != none {
			begun = b.Steps[p].End
		}
		b.Chain = append(b.Chain, ChainLink{Step: i, Wait: b.Steps[i].Begin - begun, Own: b.Steps[i].own()})
	}
	slices.Reverse(b.Chain)
}

// addBlame adds up the steps of each component.
func (b *phaseBuilder) addBlame() {
	place := map[string]int{}
	for i := range b.Steps {
		s := &b.Steps[i]
		at, ok := place[s.Node]
		if !ok {
			at = len(b.Blame)
			place[s.Node] = at
			b.Blame = append(b.Blame, BlameTimes{Node: s.Node})
		}
		b.Blame[at].Own += s.own()
		if s.Kind == "construct" {
			b.Blame[at].Construct += s.own()
		}
	}
	for _, l := range b.Chain {
		if l.Step == none {
			continue
		}
		if s := &b.Steps[l.Step]; s.Kind != "construct" && l.Own > 0 || l.Own > b.Wall/100 {
			b.Blame[place[s.Node]].OnChain = true
		}
	}
	slices.SortStableFunc(b.Blame, func(x, y BlameTimes) int { return cmp.Compare(y.Own, x.Own) })
}
