// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"slices"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// finding is a problem of the graph before its text is written. One of the fields is set.
type finding struct {
	missing *missingKey
	partial *missingKey // was provided by a constructor that is replaced
	cycle   []edgeRef
	order   *orderEdge // its key has no provider
}

// missingKey is a key without a provider.
type missingKey struct {
	key       registration.Key
	consumers []edgeRef
	replaced  *node // provided it before it was replaced; or nil
}

// edgeRef is an edge into a node: the index of a parameter, or -1 minus the index of an
// order-only edge.
type edgeRef struct{ node, param int }

func (e edgeRef) isOrder() bool { return e.param < 0 }

// order returns the order-only edge of n.
func (e edgeRef) order(n *node) *orderEdge { return &n.orderedAfter[-1-e.param] }

// Validate checks everything that is registered, whether a build needs it or not. It
// constructs nothing. The error is a [*graph.Problems] with every independent problem.
func (c *Container) Validate() error { return c.validate() }

func (c *Container) validateAll() error {
	all := make([]int32, 0, len(c.nodes))
	for i, n := range c.nodes {
		if n.replacedBy == nil {
			all = append(all, to32(i))
		}
	}
	q := c.rootQuery()
	return q.problems("build all that is provided", "nothing was constructed", q.findProblems(all))
}

// Check returns the problems that prevent a build: those of the nodes that the roots
// need, and duplicates anywhere. If there are none, warning says that there is no root. Of
// nodes that no root needs it says nothing; see [Container.Validate]. Both are nil or a
// [*graph.Problems].
func (c *Container) Check() (err, warning error) {
	cl, findings := c.declaredClosure()
	q := c.rootQuery()
	err = q.problems("build", "nothing was constructed", findings)
	if err != nil || len(cl.order) > 0 || len(c.nodes) == 0 {
		return err, nil
	}
	return nil, &graph.Problems{Op: "construct anything", Left: "the app runs without components", List: []*graph.Problem{c.nothingToRun()}}
}

// findProblems finds missing dependencies and cycles among nodes.
func (q *query) findProblems(nodes []int32) []finding {
	search := missingSearch{q: q, keys: map[keyWithReplaced]*missingKey{}}
	for _, i := range nodes {
		search.node(int(i))
	}
	findings := search.findings
	for _, i := range nodes {
		n := q.node(int(i))
		for j := range n.unresolvedOrder {
			o := &n.unresolvedOrder[j]
			if search.keys[keyWithReplaced{key: o.key}] == nil { // a provider would fix both
				findings = append(findings, finding{order: o})
			}
		}
	}
	for _, cycle := range q.findCycles(nodes) {
		findings = append(findings, finding{cycle: cycle})
	}
	return findings
}

// missingSearch collects the missing keys of nodes, each once.
type missingSearch struct {
	q        *query
	keys     map[keyWithReplaced]*missingKey
	findings []finding
}

// keyWithReplaced is a missing key with the replaced node that provided it, or nil.
type keyWithReplaced struct {
	key      registration.Key
	replaced *node
}

// node adds the missing keys of a node.
func (s *missingSearch) node(i int) {
	n := s.q.node(i)
	for j, b := range n.bindings {
		key := n.Params[j].Key
		if n.Kind == graph.KindDecorator && n.provides(key) && !s.q.c.isProvided(n.scope, key) {
			continue // New has reported that it decorates nothing
		}
		replaced, isPartial := s.q.c.replacedProvider(n.scope, key, b)
		if isPartial || b.provider == unbound && !n.Params[j].Optional {
			s.add(keyWithReplaced{key, replaced}, edgeRef{i, j})
		}
	}
}

func (s *missingSearch) add(key keyWithReplaced, consumer edgeRef) {
	m := s.keys[key]
	if m == nil {
		m = &missingKey{key: key.key, replaced: key.replaced}
		s.keys[key] = m
		if m.replaced != nil {
			s.findings = append(s.findings, finding{partial: m})
		} else {
			s.findings = append(s.findings, finding{missing: m})
		}
	}
	m.consumers = append(m.consumers, consumer)
}

// findCycles returns cycles among nodes. No two of them share a node. Members of soft
// groups count, as they do in dig.
func (q *query) findCycles(nodes []int32) [][]edgeRef {
	if q.function != nil && len(nodes) == 1 {
		return nil // nothing depends on the function
	}
	size := len(q.c.nodes) + 1
	w := cycleWalk{q: q, state: make([]walkState, size), depth: make([]int, size)}
	for i := range w.state {
		w.state[i] = excluded
	}
	for _, i := range nodes {
		w.state[i] = unvisited
	}
	for _, i := range nodes {
		w.visit(int(i))
	}
	return w.cycles
}

type walkState uint8

const (
	unvisited walkState = iota
	onStack
	finished
	excluded // from the walk
)

// cycleWalk is a depth-first search.
type cycleWalk struct {
	q      *query
	state  []walkState
	depth  []int // by node on the stack: its place there
	stack  []edgeRef
	spans  []span // of the stack, ascending: the cycles found so far
	cycles [][]edgeRef
}

// span is a part of the stack.
type span struct{ first, end int }

func (w *cycleWalk) visit(i int) {
	if w.state[i] != unvisited {
		return
	}
	w.state[i], w.depth[i] = onStack, len(w.stack)
	follow := func(dep, param int) {
		switch w.state[dep] {
		case unvisited:
			w.stack = append(w.stack, edgeRef{i, param})
			w.visit(dep)
			w.stack = w.stack[:len(w.stack)-1]
		case onStack:
			w.addCycle(dep, edgeRef{i, param})
		case finished, excluded:
		}
	}
	n := w.q.node(i)
	for j, o := range n.orderedAfter {
		follow(o.predecessor, -1-j)
	}
	n.dependencies(true, follow)
	w.finish(i)
}

// finish removes a node from the stack.
func (w *cycleWalk) finish(i int) {
	w.state[i] = finished
	for last := len(w.spans) - 1; last >= 0; last-- {
		s := &w.spans[last]
		if s.first < w.depth[i] {
			s.end = min(s.end, w.depth[i])
			break
		}
		w.spans = w.spans[:last]
	}
}

// addCycle adds the cycle that the edge last closes at the node to, unless it shares a
// node with another cycle.
func (w *cycleWalk) addCycle(to int, last edgeRef) {
	start := w.depth[to]
	if n := len(w.spans); n > 0 && w.spans[n-1].end > start {
		return
	}
	w.spans = append(w.spans, span{start, len(w.stack) + 1})
	w.cycles = append(w.cycles, append(slices.Clone(w.stack[start:]), last))
}
