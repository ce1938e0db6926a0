// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"slices"

	"github.com/facet-go/facet/graph"
)

// Stage is a part of a plan that ends before the next one begins. Its members run
// concurrently. A concurrent plan is one stage, in which each member waits for the
// members in its Waits.
type Stage struct {
	Group   string // the parallel group of its members, "" for none
	Members []Member
}

// Member is a component in a stage. Its steps run in sequence.
type Member struct {
	Node  string // id of the component
	Steps []Step
	Waits []Wait // what it waits for; empty in the first stage
}

// Step is one registration in a plan.
type Step struct {
	Kind  graph.HookKind
	Name  string      // of the hook or task
	Place graph.Place // the line that registered it
}

// Wait is a reason for which a component does not start earlier.
type Wait struct {
	For    string // id of a component; "" for the whole previous stage
	Reason Reason
}

// Reason is the kind of a wait.
type Reason string

// The reasons of a wait.
const (
	ReasonDependency Reason = "dependency" // the component depends on it
	ReasonGroup      Reason = "group"      // a member of the component's group depends on it, and a group starts together
	ReasonSequence   Reason = "sequence"   // neither option nor tag allows both to run concurrently
)

// Stages returns the stages of the start plan, in order. The caller may keep and
// change the result.
func (p *Plan) Stages() []Stage {
	if p.mode.dataflow() {
		return p.concurrentStage()
	}
	stages := p.stages
	if stages == nil {
		stages = sequentialStages(p.nodes)
	}
	list := make([]Stage, len(stages))
	for at, members := range stages {
		if len(members) > 1 {
			list[at].Group = p.nodes[members[0]].Group
		}
		for _, i := range members {
			list[at].Members = append(list[at].Members, p.member(i))
		}
		if at > 0 {
			p.explainWaits(&list[at], members, stages[at-1])
		}
	}
	return list
}

// concurrentStage returns the one stage of a concurrent plan.
func (p *Plan) concurrentStage() []Stage {
	var all Stage
	for i := range p.nodes {
		if !p.nodes[i].hasSteps() {
			continue
		}
		m := p.member(i)
		for _, dep := range p.depsWithSteps(i) {
			m.Waits = append(m.Waits, Wait{p.nodes[dep].Lifecycle.name(), ReasonDependency})
		}
		all.Members = append(all.Members, m)
	}
	if len(all.Members) == 0 {
		return nil
	}
	return []Stage{all}
}

func (p *Plan) member(i int) Member {
	lc := p.nodes[i].Lifecycle
	m := Member{Node: lc.name()}
	for s := range lc.stepsOf(kindHook) {
		m.Steps = append(m.Steps, Step{Kind: s.kindName(), Name: s.nameIn(PhaseStart), Place: s.place})
	}
	return m
}

// explainWaits sets the waits of the members of a stage for the previous stage.
// Between a member and its dependency there is no other component with steps.
func (p *Plan) explainWaits(s *Stage, members, before []int) {
	whole := Wait{Reason: ReasonSequence}
	if len(before) == 1 {
		whole.For = p.nodes[before[0]].Lifecycle.name()
	}
	for at, i := range members {
		for _, dep := range p.depsWithSteps(i) {
			if slices.Contains(before, dep) {
				s.Members[at].Waits = append(s.Members[at].Waits, Wait{p.nodes[dep].Lifecycle.name(), ReasonDependency})
				whole.Reason = ReasonGroup // for the others
			}
		}
	}
	for at := range s.Members {
		if len(s.Members[at].Waits) == 0 {
			s.Members[at].Waits = []Wait{whole}
		}
	}
}

// depsWithSteps returns the nodes with steps on which node i depends, directly or
// through nodes without steps, in ascending order.
func (p *Plan) depsWithSteps(i int) []int {
	var found []int
	seen := map[int]bool{}
	for todo := slices.Clone(p.nodes[i].Deps); len(todo) > 0; {
		dep := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		switch {
		case seen[dep]:
		case p.nodes[dep].hasSteps():
			found = append(found, dep)
		default:
			todo = append(todo, p.nodes[dep].Deps...)
		}
		seen[dep] = true
	}
	slices.Sort(found)
	return found
}
