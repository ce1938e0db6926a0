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
	drains []vertex
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
	for lc := range p.handles() {
		for at, s := range lc.registered {
			if s.kind == kindDrain {
				p.drains = append(p.drains, vertex{lc, id(at), vertexDrain})
			}
		}
	}
	return p
}

// stagesOf returns the stages of nodes, nil if each has one of its own.
func stagesOf(nodes []Node) [][]int {
	tag := tagsOf(nodes)
	if tag == nil {
		return nil
	}
	deps, busy := make([][]int, len(nodes)), make([]bool, len(nodes))
	for i, n := range nodes {
		deps[i], busy[i] = n.Deps, n.busy()
	}
	list := stages.Of(deps, tag, busy)
	for _, members := range list {
		if len(members) > 1 {
			return list
		}
	}
	return nil
}

// tagsOf returns a number for the group of each node, -1 for none; nil if no two
// nodes with steps are in one.
func tagsOf(nodes []Node) []int {
	var tag []int
	tags, grouped := map[string]int{}, false
	for i, n := range nodes {
		if n.Group == "" || !n.busy() {
			continue
		}
		if tag == nil {
			tag = slices.Repeat([]int{-1}, len(nodes))
		}
		at, known := tags[n.Group]
		if !known {
			at = len(tags)
			tags[n.Group] = at
		}
		tag[i], grouped = at, grouped || known
	}
	if !grouped {
		return nil
	}
	return tag
}

// inSequence returns a stage for each node with steps.
func inSequence(nodes []Node) [][]int {
	var list [][]int
	for i := range nodes {
		if nodes[i].busy() {
			list = append(list, []int{i})
		}
	}
	return list
}

// busy tells whether the node has steps.
func (n *Node) busy() bool { return n.Lifecycle != nil && n.Lifecycle.busy() }
