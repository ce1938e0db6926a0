// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"slices"

	"github.com/facet-go/facet/internal/stages"
)

// Node is one node of the graph that a plan is made for.
type Node struct {
	Lifecycle *Lifecycle // nil if the node asked for none
	// Deps are the nodes that this one depends on, by their position in the
	// list, all before this one.
	Deps []int
	// Group is the parallel group of the node, "" for none.
	Group string
}

// Mode says which components run side by side.
type Mode struct {
	// Concurrent has each component begin as soon as its own dependencies are up,
	// and stop as soon as its own dependents have stopped. Without it, only the
	// members of a parallel group run side by side.
	Concurrent bool
	// Limit is how many hooks run at a time at most; 0 is no limit. Of those that
	// could begin, the one with the longest way to go goes first.
	Limit int
	// Shuffled runs one hook at a time, in an order drawn from Seed, as dependencies
	// allow, at start and at stop. Everything else is as if Concurrent, with
	// which Limit has no effect. It is for tests of what the order must not matter to.
	Shuffled bool
	Seed     uint64
}

// dataflow tells whether a component waits for its own dependencies only.
func (m Mode) dataflow() bool { return m.Concurrent || m.Shuffled }

// limit returns how many hooks run at a time at most; 0 is no limit.
func (m Mode) limit() int {
	if m.Shuffled {
		return 1
	}
	return m.Limit
}

// Plan says what runs after what at start; a teardown runs its mirror image. It
// is immutable, and the very value that the executor runs.
type Plan struct {
	dag
	nodes  []Node
	stages [][]int // of nodes with steps; nil if concurrent or one after another
	mode   Mode
}

// Plan ends registration and returns the plan for nodes, which stand in
// construction order. Without parallel groups it is that order, one step after
// another. The members of a group run side by side in one stage, or in as few
// as their dependencies on each other allow, and a stage ends before the next
// begins. The plan keeps nodes: they must not change any more.
func (x *Executor) Plan(nodes []Node, mode Mode) *Plan {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, n := range nodes {
		if n.Lifecycle != nil {
			n.Lifecycle.sealed = true
		}
	}
	p := &Plan{nodes: nodes, mode: mode}
	if !mode.dataflow() {
		p.stages = stagesOf(nodes)
	}
	p.dag = buildDAG(nodes, p.stages, mode)
	return p
}

// stagesOf returns the stages of nodes, nil if each has one of its own.
func stagesOf(nodes []Node) [][]int {
	if !slices.ContainsFunc(nodes, func(n Node) bool { return n.Group != "" }) {
		return nil
	}
	deps, tag, busy := make([][]int, len(nodes)), make([]int, len(nodes)), make([]bool, len(nodes))
	tags := map[string]int{"": -1}
	for i, n := range nodes {
		if _, known := tags[n.Group]; !known {
			tags[n.Group] = len(tags) - 1
		}
		deps[i], tag[i], busy[i] = n.Deps, tags[n.Group], n.hasSteps()
	}
	list := stages.Of(deps, tag, busy)
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

// hasSteps tells whether the node has steps.
func (n *Node) hasSteps() bool { return n.Lifecycle != nil && n.Lifecycle.hasSteps() }
