// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"fmt"
	"reflect"
	"slices"
	"sync"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

// Container holds registrations and resolves them. It is safe for concurrent
// use, except that one build runs at a time.
type Container struct {
	nodes  []*node
	scoped map[reflect.Type]bool
	given  map[provide.Key]int      // the first node that gives a key
	groups map[provide.Key][]member // in registration order
	dup    []duplicate

	validate func() error                // once
	ids      func() []string             // once
	declared func() (closure, []problem) // once: what the roots reach
}

// node is one registration, resolved.
type node struct {
	*provide.Spec
	index int
	needs []source // of Params, by position
}

// source says what fills a parameter.
type source struct {
	from    int      // the node that gives it, or one of the constants below
	members []member // of a group
}

// Values of source.from other than nodes.
const (
	fromNobody = -1 - iota // missing, or optional and absent
	fromGroup
	fromScope
)

// member is one constructor's share of a group.
type member struct {
	node   int
	result int // index into Results
}

// New resolves specs, which stand in registration order; nodes are named by
// their index in it. Types in scoped are reserved: nobody may provide them, and
// each constructor that asks for one gets a value from [Config].Scope. New
// returns what is wrong whatever else is listed; the container is usable all the
// same, with the offending results left out.
func New(specs []*provide.Spec, scoped ...reflect.Type) (*Container, []*graph.Problem) {
	c := &Container{
		nodes:  make([]*node, len(specs)),
		scoped: make(map[reflect.Type]bool, len(scoped)),
		given:  make(map[provide.Key]int, len(specs)),
		groups: map[provide.Key][]member{},
	}
	for _, t := range scoped {
		c.scoped[t] = true
	}
	var problems []*graph.Problem
	all := make([]node, len(specs))
	for i, s := range specs {
		s, reserved := c.withoutReserved(s)
		problems = append(problems, reserved...)
		all[i] = node{Spec: s, index: i}
		c.nodes[i] = &all[i]
		c.addResults(i, s)
	}
	for _, n := range c.nodes {
		c.resolve(n)
	}
	c.validate = sync.OnceValue(c.check)
	c.ids = sync.OnceValue(c.nameNodes)
	c.declared = sync.OnceValues(func() (closure, []problem) { return c.closure(c.roots()) })
	return c, problems
}

// withoutReserved leaves out the results of scoped types.
func (c *Container) withoutReserved(s *provide.Spec) (*provide.Spec, []*graph.Problem) {
	isReserved := func(r provide.Result) bool { return c.scoped[r.Key.Type] }
	if len(c.scoped) == 0 || !slices.ContainsFunc(s.Results, isReserved) {
		return s, nil
	}
	var problems []*graph.Problem
	for _, r := range s.Results {
		if isReserved(r) {
			problems = append(problems, &graph.Problem{
				Slug: "reserved-type", Place: s.Place,
				Text: fmt.Sprintf("%s: %v is made by facet for each constructor that asks for it and cannot be provided", s.Name(), r.Key),
			})
		}
	}
	rest := *s
	rest.Results = slices.DeleteFunc(slices.Clone(s.Results), isReserved)
	rest.Rekeyed = true
	return &rest, problems
}

func (c *Container) addResults(i int, s *provide.Spec) {
	for j, r := range s.Results {
		switch first, taken := c.given[r.Key]; {
		case r.Key.Group != "":
			c.groups[r.Key] = append(c.groups[r.Key], member{i, j})
		case taken && !s.Broken && !c.nodes[first].Broken:
			c.addDuplicate(first, i, r.Key)
		case taken:
		default:
			c.given[r.Key] = i
		}
	}
}

func (c *Container) resolve(n *node) {
	if len(n.Params) == 0 {
		return
	}
	n.needs = make([]source, len(n.Params))
	for i, p := range n.Params {
		switch from, ok := c.given[p.Key]; {
		case p.Key.Group != "":
			n.needs[i] = source{from: fromGroup, members: c.groups[p.Key]}
		case c.scoped[p.Key.Type] && p.Key.Name == "":
			n.needs[i].from = fromScope
		case ok:
			n.needs[i].from = from
		default:
			n.needs[i].from = fromNobody
		}
	}
}

// roots returns the nodes that every build makes, in listing order.
func (c *Container) roots() []int {
	var roots []int
	for i, n := range c.nodes {
		if n.Kind == graph.KindInvoke || n.Eager {
			roots = append(roots, i)
		}
	}
	return roots
}

// Size returns the number of nodes.
func (c *Container) Size() int { return len(c.nodes) }

// ID returns the stable id of a node: the full name of its function or type; the
// first result type where several share that; then #2, #3.
func (c *Container) ID(node int) string { return c.ids()[node] }

// Spec returns the registration of a node.
func (c *Container) Spec(node int) *provide.Spec { return c.nodes[node].Spec }

func (c *Container) nameNodes() []string {
	ids := make([]string, len(c.nodes))
	for i, n := range c.nodes {
		ids[i] = n.ID()
	}
	for _, i := range shared(ids) {
		if rs := c.nodes[i].Results; len(rs) > 0 && c.nodes[i].Kind != graph.KindValue {
			ids[i] += " " + rs[0].Key.Graph().Type
		}
	}
	number(ids)
	return ids
}

// shared returns the indexes of the ids that stand more than once.
func shared(ids []string) []int {
	count := make(map[string]int, len(ids))
	for _, id := range ids {
		count[id]++
	}
	var indexes []int
	for i, id := range ids {
		if count[id] > 1 {
			indexes = append(indexes, i)
		}
	}
	return indexes
}

// number tells apart the ids that are still the same.
func number(ids []string) {
	taken := make(map[string]bool, len(ids))
	for _, id := range ids {
		taken[id] = true
	}
	count := make(map[string]int)
	for _, i := range shared(ids) {
		id := ids[i]
		if count[id]++; count[id] == 1 {
			continue
		}
		for taken[ids[i]] {
			ids[i] = fmt.Sprintf("%s#%d", id, count[id])
			if taken[ids[i]] {
				count[id]++
			}
		}
		taken[ids[i]] = true
	}
}

// dependencies calls yield for every node that n depends on, by parameter; a
// node may come several times. Soft members come only if soft is set.
func (n *node) dependencies(soft bool, yield func(dep int, param int)) {
	for i, s := range n.needs {
		switch {
		case s.from >= 0:
			yield(s.from, i)
		case s.from == fromGroup && (soft || !n.Params[i].Soft):
			for _, m := range s.members {
				yield(m.node, i)
			}
		}
	}
}

// closure is what a set of roots needs.
type closure struct {
	roots []int
	order []int // construction order
	seq   []int // by node: place in order counted from 1, or 0
}

func (cl *closure) has(node int) bool { return cl.seq[node] > 0 }

// closure walks from the roots: dependencies first, parameters left to right.
// That is the order in which dig constructs. The problems are those that stand
// in the way of these roots.
func (c *Container) closure(roots []int) (closure, []problem) {
	cl := closure{roots: roots, seq: make([]int, len(c.nodes)), order: make([]int, 0, len(c.nodes))}
	const entered = -1
	var visit func(i int)
	visit = func(i int) {
		if cl.seq[i] != 0 {
			return
		}
		cl.seq[i] = entered
		c.nodes[i].dependencies(false, func(dep, _ int) { visit(dep) })
		cl.order = append(cl.order, i)
		cl.seq[i] = len(cl.order)
	}
	for _, root := range roots {
		visit(root)
	}
	return cl, c.graphProblems(cl.order)
}

// dependsOn returns the nodes of the closure that n waits for, each once,
// ascending by construction order.
func (c *Container) dependsOn(n *node, cl *closure) []int {
	var deps []int
	n.dependencies(true, func(dep, _ int) {
		// A soft member that comes later gave nothing to n.
		if cl.has(dep) && cl.seq[dep] < cl.seq[n.index] {
			deps = append(deps, dep)
		}
	})
	slices.SortFunc(deps, func(a, b int) int { return cl.seq[a] - cl.seq[b] })
	return slices.Compact(deps)
}
