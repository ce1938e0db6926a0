// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"fmt"
	"slices"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/text"
)

// The types of a plan's stages are plain data of package graph.
type (
	// Stage is a part of a plan that ends before the next one begins.
	Stage = graph.Stage
	// Member is a component in a stage.
	Member = graph.Member
	// Step is one registration in a plan.
	Step = graph.Step
	// Wait is a reason for which a component does not start earlier.
	Wait = graph.Wait
	// Reason is the kind of a wait.
	Reason = graph.Reason
)

// The reasons of a wait.
const (
	ReasonDependency = graph.ReasonDependency
	ReasonGroup      = graph.ReasonGroup
	ReasonSequence   = graph.ReasonSequence
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
			m.Waits = append(m.Waits, Wait{For: p.nodes[dep].Lifecycle.name(), Reason: ReasonDependency})
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
		m.Steps = append(m.Steps, Step{Kind: s.kindName(), Name: s.nameIn(PhaseStart), Place: s.place, Reserve: s.reserve})
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
				s.Members[at].Waits = append(s.Members[at].Waits, Wait{For: p.nodes[dep].Lifecycle.name(), Reason: ReasonDependency})
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

// String returns the start plan for a terminal: a line for each step in order, with
// its component, its place, and what it waits for. The members of a stage are listed
// under the name of their group. The stop goes from bottom to top.
func (p *Plan) String() string {
	if p == nil {
		return "plan: none before the build\n"
	}
	stages := p.Stages()
	return p.headline(stages) + graph.StagesText(stages, p.mode.dataflow())
}

func (p *Plan) headline(stages []Stage) string {
	steps, components := 0, 0
	for _, stage := range stages {
		components += len(stage.Members)
		for _, m := range stage.Members {
			steps += len(m.Steps)
		}
	}
	size := text.Count(steps, "step") + " of " + text.Count(components, "component")
	switch {
	case p.mode.Shuffled:
		return fmt.Sprintf("plan: %s, one at a time in an order drawn from seed %d, as dependencies allow, stopped so too\n", size, p.mode.Seed)
	case p.mode.Concurrent && p.mode.Limit > 0:
		return fmt.Sprintf("plan: %s, each started when what it waits for is up, at most %s at a time, stopped the other way round\n", size, text.Count(p.mode.Limit, "hook"))
	case p.mode.Concurrent:
		return fmt.Sprintf("plan: %s, each started when what it waits for is up, stopped the other way round\n", size)
	case len(stages) < components:
		size += " in " + text.Count(len(stages), "stage")
	}
	return fmt.Sprintf("plan: %s, started from top to bottom, stopped from bottom to top\n", size)
}
