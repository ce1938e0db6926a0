// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"fmt"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// Container holds registrations and the instances that builds construct from them. It is
// safe for concurrent use, with two exceptions: one build runs at a time, and nothing is
// evicted while it runs.
type Container struct {
	nodes             []*node
	reserved          []reflect.Type
	rootScope         *scope
	scopes            map[*registration.Module]*scope
	groups            map[registration.Key][]member // in registration order
	hasPrivateMembers map[registration.Key]bool     // of the groups
	duplicates        []duplicate
	roots             []int // invoked and eager constructors, in listing order

	shapes *shapes
	wiring *wiring // nil without one

	hasOrderEdges bool
	skipped       []*registration.Spec // by a condition
	instances     *instances
	registrar     *registrar // nil after New

	// The fields below compute their values once.

	rootBindings    func() map[registration.Key]rootBinding
	similarTypes    func() *typeIndex
	validate        func() error
	ids             func() []string
	declaredClosure func() (closure, []finding) // of the roots, if there are no instances
}

// New makes a container of registrations, which are given in registration order. A node
// is identified by its index in that order. Types in reserved cannot be provided: each
// constructor that has a parameter of such a type receives a value from
// [Listener].ReservedValue.
//
// The problems do not depend on what a build needs. With problems the container is
// usable, without the offending results.
func New(specs []*registration.Spec, reserved ...reflect.Type) (*Container, []*graph.Problem) {
	return NewWired(specs, nil, reserved...)
}

// NewWired is [New] with the providers of some parameters.
func NewWired(specs []*registration.Spec, wired registration.Wiring, reserved ...reflect.Type) (*Container, []*graph.Problem) {
	c := &Container{
		nodes:             make([]*node, len(specs)),
		reserved:          reserved,
		rootScope:         newScope(nil, nil),
		scopes:            map[*registration.Module]*scope{},
		groups:            map[registration.Key][]member{},
		hasPrivateMembers: map[registration.Key]bool{},
		instances:         &instances{byNode: make([]atomic.Pointer[instance], len(specs))},
		shapes:            &shapes{},
	}
	c.rootScope.providers = make(map[registration.Key]int, len(specs))
	c.registrar = newRegistrar(c)
	c.similarTypes = sync.OnceValue(c.newTypeIndex)
	c.wiring = newWiring(specs, wired)
	problems := c.addNodes(specs)
	problems = append(problems, c.applyReplacements()...)
	problems = append(problems, c.checkDecorators()...)
	c.bindParams(c.nodes...)
	for _, n := range c.nodes {
		if n.replacedBy == nil {
			c.resolveOrder(n)
		}
	}
	problems = append(problems, c.resolveParallelGroups()...)
	c.registrar = nil
	c.rootBindings = sync.OnceValue(c.findRootBindings)
	c.validate = sync.OnceValue(c.validateAll)
	c.ids = sync.OnceValue(c.nameNodes)
	c.declaredClosure = sync.OnceValues(func() (closure, []finding) {
		q := c.rootQuery()
		return q.closure(&instances{})
	})
	return c, problems
}

// Skip sets the registrations that a condition left out. Errors about missing
// dependencies suggest them. Call it right after [New].
func (c *Container) Skip(specs []*registration.Spec) { c.skipped = specs }

// addNodes makes the nodes and registers their results.
func (c *Container) addNodes(specs []*registration.Spec) []*graph.Problem {
	var problems []*graph.Problem
	all := make([]node, len(specs))
	for i, spec := range specs {
		spec, reserved := c.dropReserved(spec)
		problems = append(problems, reserved...)
		n := &all[i]
		*n = node{Spec: spec, index: i, scope: c.scopeOf(spec.Module), resultScope: c.resultScope(spec)}
		c.nodes[i] = n
		if spec.Kind == graph.KindInvoke || spec.Eager {
			c.roots = append(c.roots, i)
		}
		switch {
		case spec.Kind == graph.KindDecorator:
			for _, r := range spec.Results {
				n.scope.addDecorator(r.Key, i)
			}
		case !spec.Replaces && !spec.Detached:
			c.addResults(n)
		}
	}
	return problems
}

// dropReserved removes the results of reserved types.
func (c *Container) dropReserved(s *registration.Spec) (*registration.Spec, []*graph.Problem) {
	isReserved := func(r registration.Result) bool { return slices.Contains(c.reserved, r.Key.Type) }
	if !slices.ContainsFunc(s.Results, isReserved) {
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
	return &rest, problems
}

func (c *Container) addResults(n *node) {
	for j, r := range n.Results {
		other, isDuplicate := n.resultScope.providers[r.Key]
		switch {
		case r.Key.Group != "":
			c.addMember(r.Key, member{n.index, j})
		case isDuplicate && !n.Broken && !c.nodes[other].Broken:
			c.addDuplicate(other, n.index, r.Key)
		case isDuplicate:
		default:
			n.resultScope.providers[r.Key] = n.index
		}
	}
}

func (c *Container) addMember(key registration.Key, m member) {
	c.groups[key] = append(c.groups[key], m)
	if c.nodes[m.node].resultScope != c.rootScope {
		c.hasPrivateMembers[key] = true
	}
}

// Size returns the number of nodes.
func (c *Container) Size() int { return len(c.nodes) }

// ID returns the stable id of a node: the full name of its function or type. If several
// nodes have the same name, it is followed by the type of the first result; if they
// share that, too, by #2, #3 and so on.
func (c *Container) ID(node int) string { return c.ids()[node] }

// Spec returns the registration of a node.
func (c *Container) Spec(node int) *registration.Spec { return c.nodes[node].Spec }
