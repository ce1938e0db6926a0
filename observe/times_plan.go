// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import "time"

// whatIf asks a plan about a start that has succeeded.
type whatIf struct {
	*PhaseTimes
	plan  Plan
	steps map[StepID]int // indexes of the start hooks
}

// addPlan adds what a plan knows: when the dependencies were up, slacks, and how long the
// start would take otherwise. Each time that the plan computes is compared with the time
// that it computes for the start as it was, so that what is not in a plan, such as the time
// between two hooks, counts as it was.
func (p *PhaseTimes) addPlan(plan Plan) {
	if plan == nil {
		return
	}
	w := &whatIf{PhaseTimes: p, plan: plan, steps: map[StepID]int{}}
	for i := range p.Steps {
		if s := &p.Steps[i]; s.nth != none {
			w.steps[StepID{s.Node, s.nth}] = i
		}
	}
	asItWas, slacks := w.rehearse(false, "")
	if !w.knows(slacks) {
		return // it is the plan of another start
	}
	w.addEligible()
	w.addSlacks(slacks)
	if !plan.IsConcurrent() && len(w.steps) > 0 {
		concurrent, _ := w.rehearse(true, "")
		took := p.Wall - (asItWas - concurrent)
		p.Concurrent = &took
	}
	for i := range p.Blame[:min(len(p.Blame), MaxWithout)] {
		b := &p.Blame[i]
		without, _ := w.rehearse(false, b.Node)
		took := p.Wall - b.Construct - (asItWas - without)
		b.Without = &took
	}
}

// knows reports whether the plan has all steps that were measured.
func (w *whatIf) knows(steps []RehearsedStep) bool {
	known := 0
	for i := range steps {
		if _, ok := w.steps[steps[i].StepID]; ok {
			known++
		}
	}
	return known == len(w.steps)
}

// addEligible sets when each start hook could have begun: a start in which each component
// waits for nothing but its dependencies, and each step ends when it has ended.
func (w *whatIf) addEligible() {
	ends := func(id StepID, begin time.Duration) time.Duration {
		if i, ok := w.steps[id]; ok {
			return w.Steps[i].End - w.Before
		}
		return begin
	}
	for _, s := range w.plan.Rehearse(true, ends) {
		if i, ok := w.steps[s.StepID]; ok {
			w.Steps[i].Eligible = min(s.Begin+w.Before, w.Steps[i].Begin)
		}
	}
}

// rehearse returns how long the hooks take by the plan, with the measured times, except that
// those of one component are 0.
func (w *whatIf) rehearse(concurrent bool, without string) (took time.Duration, steps []RehearsedStep) {
	steps = w.plan.Rehearse(concurrent, func(id StepID, begin time.Duration) time.Duration {
		i, ok := w.steps[id]
		if !ok || id.Node == without {
			return begin
		}
		return begin + w.Steps[i].own()
	})
	for i := range steps {
		took = max(took, steps[i].End)
	}
	return took, steps
}

// addSlacks sets the slack of each start hook, and the least of each component.
func (w *whatIf) addSlacks(steps []RehearsedStep) {
	least := map[string]*time.Duration{}
	for i := range steps {
		s := &steps[i]
		at, ok := w.steps[s.StepID]
		if !ok {
			continue
		}
		w.Steps[at].Slack = &s.Slack
		if known := least[s.Node]; known == nil || s.Slack < *known {
			least[s.Node] = &s.Slack
		}
	}
	for i := range w.Blame {
		w.Blame[i].Slack = least[w.Blame[i].Node]
	}
}
