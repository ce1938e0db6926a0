// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"github.com/facet-go/facet/graph"
)

// Node is one node of the graph that a plan is made for.
type Node struct {
	Lifecycle *Lifecycle // nil if the node asked for none
	// Deps are the nodes that this one depends on, by their position in the
	// list, all before this one.
	Deps []int
}

// Plan says what runs after what at start; a teardown runs its mirror image. It
// is immutable, and the very value that the executor runs.
type Plan struct {
	nodes    []Node
	vertices []vertex
	next     [][]int32 // by vertex: what waits for it
	waits    []int32   // by vertex: how many it waits for
}

// vertex is one thing to do at start, at teardown, or both. Those with nothing
// to do in a direction are passed through.
type vertex struct {
	kind vertexKind
	lc   *Lifecycle
	step *step
}

type vertexKind uint8

const (
	// vertexStep starts and stops a hook or a task.
	vertexStep vertexKind = iota
	// vertexTurn stands behind the last step of a component. At start it means
	// that the component is up; at teardown that its turn has come.
	vertexTurn
	// vertexCleanup stands before all steps; at teardown it calls a cleanup.
	vertexCleanup
	// vertexRelease stands behind the cleanups of a component; at teardown it
	// waits for tasks that were added too late.
	vertexRelease
	// vertexDrain is a drain hook. It is in no plan, only in a drain.
	vertexDrain
)

// Stage is a part of a plan that ends before the next begins. Its members run
// side by side; without parallel groups there is one.
type Stage struct {
	Members []Member
}

// Member is a component in a stage. Its steps run one after another.
type Member struct {
	Node  string // id of the component
	Steps []Step
	Waits []Wait // why it does not begin earlier; none in the first stage
}

// Step is one registration in a plan.
type Step struct {
	Kind  string      // "start", "stop", "start+stop", "task" or "serve"
	Name  string      // of the hook or task
	Place graph.Place // the line that registered it
}

// Wait says what a component waits for, and why.
type Wait struct {
	For    string // id of a component
	Reason Reason
}

// Reason says why something waits.
type Reason string

// The reasons of a wait.
const (
	ReasonDependency Reason = "dependency" // it depends on that component
	ReasonSequence   Reason = "sequence"   // nothing says that they may run side by side
)

// Plan ends registration and returns the plan for nodes, which stand in
// construction order. Without parallel groups it is that order, one step after
// another.
func (x *Executor) Plan(nodes []Node) *Plan {
	x.mu.Lock()
	defer x.mu.Unlock()
	p := &Plan{nodes: nodes}
	for _, n := range nodes {
		if lc := n.Lifecycle; lc != nil {
			lc.sealed = true
			for _, s := range lc.cleanups {
				p.chain(vertex{vertexCleanup, lc, s})
			}
			p.chain(vertex{vertexRelease, lc, nil})
		}
	}
	for _, n := range nodes {
		if lc := n.Lifecycle; lc != nil {
			for _, s := range lc.steps {
				p.chain(vertex{vertexStep, lc, s})
			}
			p.chain(vertex{vertexTurn, lc, nil})
		}
	}
	p.link()
	return p
}

// chain adds a vertex that waits for the one before it.
func (p *Plan) chain(v vertex) { p.vertices = append(p.vertices, v) }

// link makes the edges of a chain.
func (p *Plan) link() {
	n := len(p.vertices)
	p.next, p.waits = make([][]int32, n), make([]int32, n)
	ids := make([]int32, n)
	for i := range n {
		ids[i] = int32(i) //nolint:gosec // a plan of 2^31 steps does not fit in memory
		if i > 0 {
			p.next[i-1], p.waits[i] = ids[i:i+1], 1
		}
	}
}

// mirror returns the edges of the plan turned round.
func (p *Plan) mirror() (next [][]int32, waits []int32) {
	n := len(p.vertices)
	next, waits = make([][]int32, n), make([]int32, n)
	edges := 0
	for _, w := range p.waits {
		edges += int(w)
	}
	all := make([]int32, 0, edges)
	for v, w := range p.waits {
		next[v] = all[len(all) : len(all) : len(all)+int(w)]
		all = all[:len(all)+int(w)]
	}
	for v, successors := range p.next {
		waits[v] = int32(len(successors)) //nolint:gosec // see link
		for _, s := range successors {
			next[s] = append(next[s], int32(v)) //nolint:gosec // see link
		}
	}
	return next, waits
}

// Stages returns the stages of the start plan, in order. The caller may keep and
// change the result.
func (p *Plan) Stages() []Stage {
	var stages []Stage
	last := -1 // the node of the stage before
	for i, n := range p.nodes {
		if n.Lifecycle == nil || len(n.Lifecycle.steps) == 0 {
			continue
		}
		m := Member{Node: n.Lifecycle.name()}
		for _, s := range n.Lifecycle.steps {
			m.Steps = append(m.Steps, Step{Kind: s.word(), Name: s.title(PhaseStart), Place: s.place})
		}
		if last >= 0 {
			wait := Wait{For: p.nodes[last].Lifecycle.name(), Reason: ReasonSequence}
			if p.depends(i, last) {
				wait.Reason = ReasonDependency
			}
			m.Waits = []Wait{wait}
		}
		stages = append(stages, Stage{Members: []Member{m}})
		last = i
	}
	return stages
}

// depends tells whether node i depends on node j, directly or through others.
func (p *Plan) depends(i, j int) bool {
	seen := make([]bool, i+1)
	var reaches func(i int) bool
	reaches = func(i int) bool {
		for _, d := range p.nodes[i].Deps {
			if d == j || d > j && !seen[d] && reaches(d) {
				return true
			}
		}
		seen[i] = true
		return false
	}
	return reaches(i)
}
