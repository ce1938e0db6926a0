// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"errors"
	"fmt"
	"slices"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

// finding is a graph.Problem that is written out only when somebody reads it.
type finding struct {
	missing *missingKey
	cycle   []edgeRef
	order   *orderEdge
	partial *missingKey // what a replaced constructor gave
}

// missingKey is a key that nobody gives, with all who ask for it.
type missingKey struct {
	key       provide.Key
	consumers []edgeRef
	replaced  *node // which gave it, if there is one
}

// edgeRef is one parameter of one node, or by -1 and below one of node.after.
type edgeRef struct{ node, param int }

// Validate checks everything that was registered, reached or not, and constructs
// nothing. The error is a [*graph.Problems] with every independent problem.
func (c *Container) Validate() error { return c.validate() }

func (c *Container) validateAll() error {
	all := make([]int32, 0, len(c.nodes))
	for i, n := range c.nodes {
		if n.replacedBy == nil {
			all = append(all, to32(i))
		}
	}
	problems := c.findProblems(all)
	return c.explain("build all that is provided", "nothing was constructed", problems)
}

// Check returns the problems that would stop a build: those in what the roots
// need, and duplicates anywhere. If there are none, warning holds those in the
// rest, and that there is no root; nil if there are none either. Both are
// [*graph.Problems].
func (c *Container) Check() (err, warning error) {
	cl, found := c.declaredClosure()
	err = c.explain("build", "nothing was constructed", found)
	if err != nil || len(cl.order) == len(c.nodes) {
		return err, nil
	}
	rest := &graph.Problems{Op: "build all that is provided", Left: "none of it in what a root needs"}
	if len(cl.order) == 0 {
		rest.List = append(rest.List, c.nothingToRun())
	}
	var all *graph.Problems
	if errors.As(c.Validate(), &all) {
		rest.List = append(rest.List, all.List...)
	}
	if len(rest.List) == 0 {
		return nil, nil
	}
	return nil, rest
}

// nothingToRun is the problem of an app that would construct nothing.
func (c *Container) nothingToRun() *graph.Problem {
	last := c.nodes[len(c.nodes)-1]
	return &graph.Problem{
		Slug: "nothing-to-run", Place: last.Place,
		Text: fmt.Sprintf("nothing asks for any of what is registered; add facet.Invoke with a function that takes what the program is for, as %s may be, or provide.Eager()", last.Name()),
	}
}

// explain writes out what was found; nil if that is nothing.
func (c *Container) explain(op, left string, found []finding) error {
	var list []*graph.Problem
	for _, d := range c.duplicates {
		list = append(list, c.explainDuplicate(d))
	}
	if len(found) > 0 {
		ways := c.shortestPaths(c.roots)
		for _, p := range found {
			switch {
			case p.missing != nil:
				list = append(list, c.explainMissing(p.missing, ways))
			case p.partial != nil:
				list = append(list, c.explainPartialReplacement(p.partial, ways))
			case p.order != nil:
				list = append(list, c.explainUnresolvedOrder(p.order, ways))
			default:
				list = append(list, c.explainCycle(p.cycle, ways))
			}
		}
	}
	if len(list) == 0 {
		return nil
	}
	return &graph.Problems{Op: op, Left: left, List: list}
}

// findProblems finds missing dependencies and cycles among the given nodes.
func (c *Container) findProblems(nodes []int32) []finding {
	var found []finding
	var lost []*orderEdge
	type what struct {
		key      provide.Key
		replaced *node
	}
	byKey := map[what]*missingKey{}
	for _, i := range nodes {
		n := c.node(int(i))
		for j := range n.unresolvedOrder {
			lost = append(lost, &n.unresolvedOrder[j])
		}
		for j, s := range n.bindings {
			key := n.Params[j].Key
			if n.Kind == graph.KindDecorator && n.provides(key) && !c.isProvided(n.scope, key) {
				continue // it decorates nothing, which is a problem of its own
			}
			replaced, partial := c.replacedProvider(n.scope, key, s)
			if !partial && (s.provider != unbound || n.Params[j].Optional) {
				continue
			}
			m := byKey[what{key, replaced}]
			if m == nil {
				m = &missingKey{key: key, replaced: replaced}
				byKey[what{key, replaced}] = m
				if partial {
					found = append(found, finding{partial: m})
				} else {
					found = append(found, finding{missing: m})
				}
			}
			m.consumers = append(m.consumers, edgeRef{int(i), j})
		}
	}
	for _, o := range lost {
		if byKey[what{o.key, nil}] == nil { // whoever provides what is missing mends both
			found = append(found, finding{order: o})
		}
	}
	for _, cycle := range c.findCycles(nodes) {
		found = append(found, finding{cycle: cycle})
	}
	return found
}

// findCycles returns cycles among the given nodes that share no node. Soft members
// count: dig refuses cycles through them too.
func (c *Container) findCycles(nodes []int32) [][]edgeRef {
	if c.function != nil && len(nodes) == 1 {
		return nil // nothing needs a function that is called
	}
	w := cycleWalk{c: c, state: make([]walkState, len(c.nodes)+1), depth: make([]int, len(c.nodes)+1)}
	for i := range w.state {
		w.state[i] = outside
	}
	for _, i := range nodes {
		w.state[i] = unseen
	}
	for _, i := range nodes {
		w.visit(int(i))
	}
	return w.cycles
}

type walkState uint8

const (
	unseen walkState = iota
	onStack
	finished
	outside
)

type cycleWalk struct {
	c      *Container
	state  []walkState
	depth  []int // by node on the stack: its place there
	stack  []edgeRef
	spans  []span // of the stack: what is in cycles found so far, ascending
	cycles [][]edgeRef
}

// span is a part of the stack.
type span struct{ first, end int }

func (w *cycleWalk) visit(i int) {
	if w.state[i] != unseen {
		return
	}
	w.state[i], w.depth[i] = onStack, len(w.stack)
	follow := func(dep, param int) {
		switch w.state[dep] {
		case unseen:
			w.stack = append(w.stack, edgeRef{i, param})
			w.visit(dep)
			w.stack = w.stack[:len(w.stack)-1]
		case onStack:
			w.addCycle(dep, edgeRef{i, param})
		case finished, outside:
		}
	}
	n := w.c.node(i)
	for j, o := range n.orderedAfter {
		follow(o.predecessor, -1-j)
	}
	n.dependencies(true, follow)
	w.finish(i)
}

// finish takes a node off the stack.
func (w *cycleWalk) finish(i int) {
	w.state[i] = finished
	for last := len(w.spans) - 1; last >= 0; last-- {
		of := &w.spans[last]
		if of.first < w.depth[i] {
			of.end = min(of.end, w.depth[i])
			break
		}
		w.spans = w.spans[:last]
	}
}

// addCycle records the cycle that closes with the edge last, back to the node to, unless
// it shares nodes with one that was found before.
func (w *cycleWalk) addCycle(to int, last edgeRef) {
	start := w.depth[to]
	if n := len(w.spans); n > 0 && w.spans[n-1].end > start {
		return
	}
	w.spans = append(w.spans, span{start, len(w.stack) + 1})
	w.cycles = append(w.cycles, append(slices.Clone(w.stack[start:]), last))
}
