// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

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
	// Shuffled has one hook run at a time, each drawn from Seed among those that
	// could begin, at start and at stop. Everything else is as if Concurrent, with
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
	course
	nodes  []Node
	stages [][]int // of nodes with steps; nil if concurrent
	mode   Mode
}

// Plan ends registration and returns the plan for nodes, which stand in
// construction order. Without parallel groups it is that order, one step after
// another. The members of a group run side by side in one stage, or in as few
// as their dependencies on each other allow, and a stage ends before the next
// begins.
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
	p.course = layOut(nodes, p.stages)
	return p
}

// stagesOf returns the stages of nodes; none if no two of them are in one group.
func stagesOf(nodes []Node) [][]int {
	tags, size := map[string]int{}, map[string]int{}
	deps, tag, busy := make([][]int, len(nodes)), make([]int, len(nodes)), make([]bool, len(nodes))
	grouped := false
	for i, n := range nodes {
		deps[i], busy[i], tag[i] = n.Deps, n.busy(), -1
		if n.Group == "" || !busy[i] {
			continue
		}
		if _, known := tags[n.Group]; !known {
			tags[n.Group] = len(tags)
		}
		tag[i] = tags[n.Group]
		size[n.Group]++
		grouped = grouped || size[n.Group] > 1
	}
	if !grouped {
		return inSequence(busy)
	}
	return stages(deps, tag, busy)
}

// inSequence returns a stage for each busy node.
func inSequence(busy []bool) [][]int {
	list := make([][]int, 0, len(busy))
	all := make([]int, len(busy))
	for i := range busy {
		if all[i] = i; busy[i] {
			list = append(list, all[i:i+1:i+1])
		}
	}
	return list
}

// busy tells whether the node has steps.
func (n *Node) busy() bool { return n.Lifecycle != nil && len(n.Lifecycle.steps) > 0 }
