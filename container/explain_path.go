// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"cmp"
	"fmt"
	"math"
	"reflect"

	"github.com/facet-go/facet/graph"
)

// rootPaths holds a shortest path from a root to each node.
type rootPaths struct {
	steps []pathStep // by node
}

// pathStep is the last step of a shortest path from a root to a node.
type pathStep struct {
	edgeRef     // of the consumer; its node may be one of the constants below
	length  int // of the path
	farNode int // the node of the path whose path has length farEnd; the node itself in a shorter path
}

// Values of pathStep.node that are no nodes.
const (
	isRoot    = -1
	unreached = -2
)

// Of a path that is longer than both together, nearEnd steps at the node and farEnd steps at
// the root are shown.
const (
	nearEnd = 12
	farEnd  = 4
)

// shortestPaths returns the paths from the roots of the query.
func (q *query) shortestPaths() *rootPaths {
	all := make([]pathStep, len(q.c.nodes)+1)
	for i := range all {
		all[i] = pathStep{edgeRef{node: unreached}, math.MaxInt, i}
	}
	queue := append([]int(nil), q.roots...)
	for _, r := range q.roots {
		all[r] = pathStep{edgeRef{node: isRoot}, 0, r}
	}
	for ; len(queue) > 0; queue = queue[1:] {
		i := queue[0]
		q.node(i).dependencies(false, func(dep, param int) {
			if all[dep].node != unreached {
				return
			}
			all[dep] = pathStep{edgeRef{i, param}, all[i].length + 1, dep}
			if all[dep].length > farEnd {
				all[dep].farNode = all[i].farNode
			}
			queue = append(queue, dep)
		})
	}
	return &rootPaths{steps: all}
}

// byDistance compares edges by the distance of their nodes from a root.
func (p *rootPaths) byDistance(a, b edgeRef) int {
	return cmp.Compare(p.steps[a.node].length, p.steps[b.node].length)
}

// pathToRoot lists the consumers from node i to a root.
func (e *explainer) pathToRoot(i int) []graph.Hop {
	var hops []graph.Hop
	steps := e.paths.steps
	follow := func(i, n int) {
		for ; n > 0 && steps[i].node >= 0; n-- {
			hops = append(hops, e.hop("for", steps[i].edgeRef))
			i = steps[i].node
		}
	}
	length := steps[i].length
	if steps[i].node == unreached || length <= nearEnd+farEnd+1 {
		follow(i, length)
		return hops
	}
	follow(i, nearEnd)
	hops = append(hops, graph.Hop{Relation: "for", Name: fmt.Sprintf("%d more", length-nearEnd-farEnd)})
	follow(steps[i].farNode, farEnd)
	return hops
}

// hop returns an edge as a step of a path, with the place of the consumer.
func (e *explainer) hop(relation string, edge edgeRef) graph.Hop {
	n := e.node(edge.node)
	name := n.Name()
	switch {
	case n.Kind == graph.KindInvoke && !e.isFunction(edge.node):
		name = "invoke " + name
	case n.Kind == graph.KindDecorator:
		name = "decorator " + name
	}
	var detail string
	if edge.isOrder() {
		o := edge.order(n)
		detail = o.optionText() + " of " + e.node(o.declaredBy).Name()
	} else {
		detail = n.Where(n.Params[edge.param])
	}
	return graph.Hop{Relation: relation, Name: name, Place: n.Source(), Detail: detail}
}

// registration returns the registration of n as a step of a path.
func (n *node) registration(relation string) graph.Hop {
	h := graph.Hop{Relation: relation, Name: n.Name(), Place: n.Place}
	if n.Module != nil {
		h.Detail = fmt.Sprintf("in module %q", n.Module.Path())
	}
	if source := n.Source(); n.Title == "" && source != n.Place && !source.IsZero() {
		if h.Detail != "" {
			h.Detail += ", "
		}
		h.Detail += fmt.Sprintf("declared at %v", source)
	}
	return h
}

// listing says where n is registered, after the place of its declaration.
func (n *node) listing() string {
	text := ""
	if !n.Place.IsZero() && n.Title == "" {
		text = fmt.Sprintf(", listed at %v", n.Place)
	}
	if n.Module != nil {
		text += fmt.Sprintf(" in module %q", n.Module.Path())
	}
	return text
}

// atPlace names the line of a registration, which a reader is to change.
func (n *node) atPlace() string {
	if n.Place.IsZero() {
		return " where it is listed"
	}
	return fmt.Sprintf(" at %v", n.Place)
}

func (n *node) sourceOrPlace() graph.Place {
	if p := n.Source(); !p.IsZero() {
		return p
	}
	return n.Place
}

func shortType(t reflect.Type) string { return graph.ShortName(graph.TypeName(t)) }
