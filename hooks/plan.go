// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"math/rand/v2"
	"slices"

	"github.com/facet-go/facet/internal/stages"
)

// Node is one node of the graph for a plan.
type Node struct {
	Lifecycle *Lifecycle // nil if the node has none
	// Deps holds the dependencies of the node, by their index in the
	// list; all come before the node.
	Deps []int
	// Group is the parallel group of the node, "" for none.
	Group string
}

// Mode says which components start and stop concurrently.
type Mode struct {
	// Concurrent starts each component as soon as its own dependencies are up,
	// and stops it as soon as its own dependents have stopped. Without it, only the
	// members of a parallel group run concurrently.
	Concurrent bool
	// Limit is the number of hooks that may run at a time; 0 is no limit. Of those that
	// are ready, the one with the longest remaining path goes first.
	Limit int
	// Shuffled runs one hook at a time, in a random order that dependencies allow and Seed
	// determines, at start and at stop. Everything else is as with Concurrent. Limit
	// has no effect. It is for tests that look for hidden dependencies.
	Shuffled bool
	Seed     uint64
}

// dataflow reports whether a component waits only for its own dependencies.
func (m Mode) dataflow() bool { return m.Concurrent || m.Shuffled }

// limit returns the number of hooks that may run at a time; 0 is no limit.
func (m Mode) limit() int {
	if m.Shuffled {
		return 1
	}
	return m.Limit
}

// random returns the source of chance of a phase. It is the same in every run.
func (m Mode) random(phase Phase) *rand.Rand {
	const start, stop = 1, 2 // streams of one seed
	stream := uint64(stop)
	if phase == PhaseStart {
		stream = start
	}
	return rand.New(rand.NewPCG(m.Seed, stream)) //nolint:gosec // an order, no secret
}

// Plan is the order of all steps at start; a teardown runs it backwards. It is
// immutable, and the executor runs this very value.
type Plan struct {
	dag
	nodes  []Node
	stages [][]int // of nodes with steps; nil if concurrent or sequential
	mode   Mode

	hasReserves bool // a step may have a reserve
}

// Plan ends registration and returns the plan of nodes, which are given in
// construction order. Without parallel groups that is the order of the start, one step
// after another. The members of a group run concurrently in one stage, or in as few
// stages as their dependencies on each other allow. A stage ends before the next one
// begins. The plan keeps the slice: do not change it.
func (x *Executor) Plan(nodes []Node, mode Mode) *Plan {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, n := range nodes {
		if n.Lifecycle != nil {
			n.Lifecycle.sealed = true
		}
	}
	return x.newPlan(nodes, mode)
}

// Sketch returns what [Executor.Plan] would return now, and does not end registration.
// It is to be shown, not to be executed.
func (x *Executor) Sketch(nodes []Node, mode Mode) *Plan {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.newPlan(nodes, mode)
}

// newPlan returns the plan of nodes. Executor.mu is held.
func (x *Executor) newPlan(nodes []Node, mode Mode) *Plan {
	p := &Plan{nodes: nodes, mode: mode, hasReserves: x.hasReserves}
	if !mode.dataflow() {
		p.stages = stagesOf(nodes)
	}
	p.dag = buildDAG(nodes, p.stages, mode)
	return p
}

// stagesOf returns the stages of nodes, or nil if each node has a stage of its own.
func stagesOf(nodes []Node) [][]int {
	if !slices.ContainsFunc(nodes, func(n Node) bool { return n.Group != "" }) {
		return nil
	}
	deps, groups, busy := make([][]int, len(nodes)), make([]string, len(nodes)), make([]bool, len(nodes))
	for i, n := range nodes {
		deps[i], groups[i], busy[i] = n.Deps, n.Group, n.hasSteps()
	}
	list := stages.Of(deps, groups, busy)
	if !slices.ContainsFunc(list, func(members []int) bool { return len(members) > 1 }) {
		return nil
	}
	return list
}

// sequentialStages returns a stage for each node with steps.
func sequentialStages(nodes []Node) [][]int {
	var list [][]int
	for i := range nodes {
		if nodes[i].hasSteps() {
			list = append(list, []int{i})
		}
	}
	return list
}

// hasSteps reports whether the node has steps.
func (n *Node) hasSteps() bool { return n.Lifecycle != nil && n.Lifecycle.hasSteps() }
