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
	"github.com/facet-go/facet/provide"
)

// Container holds registrations and resolves them. It is safe for concurrent
// use, except that one build runs at a time, and nothing is forgotten meanwhile.
type Container struct {
	nodes             []*node
	reserved          []reflect.Type
	rootScope         *scope // of what is public
	scopes            map[*provide.Module]*scope
	groups            map[provide.Key][]member // in registration order
	hasPrivateMembers map[provide.Key]bool     // groups with members that not all see
	duplicates        []duplicate
	roots             []int  // what every build makes, in listing order
	functionIndex     int    // the node of a function that is called, or -1
	operation         string // what a problem of the graph keeps from being done

	function *node // the node of a call, else nil; nodes does not hold it
	shapes   *shapes

	hasOrderEdges bool            // there are order-only edges
	skipped       []*provide.Spec // left out by a condition
	instances     *instances
	registrar     registrar // empty once New has returned

	rootBindings    func() map[provide.Key]rootBinding // once
	similarTypes    func() *typeIndex                  // once
	validate        func() error                       // once
	ids             func() []string                    // once
	declaredClosure func() (closure, []finding)        // once: what the roots reach if nothing lives
}

// node is one registration, resolved.
type node struct {
	*provide.Spec
	index       int
	scope       *scope    // what it sees
	resultScope *scope    // where its results are seen
	bindings    []binding // of Params, by position

	*ties // never nil
}

// ties are what few nodes have with others.
type ties struct {
	replacedBy      *node
	replaces        []int       // what it is in the place of
	orderedAfter    []orderEdge // what is to be constructed and started before it
	unresolvedOrder []orderEdge // of nodes that nobody provides
	parallelGroup   string      // the parallel group
	groups          [][]member
}

// noTies are those of a node that has none.
var noTies = &ties{}

// own returns the ties of n, to be changed.
func (n *node) own() *ties {
	if n.ties == noTies {
		n.ties = &ties{}
	}
	return n.ties
}

// binding says what fills a parameter.
type binding struct {
	provider int32 // the node that gives it, or one of the constants below
	result   int32 // index into its Results; of a group, into the gathered of who asks
}

// groupMembers returns those of a group that fills a parameter, nil if none does.
func (n *node) groupMembers(param int) []member {
	if s := n.bindings[param]; s.provider == bindGroup {
		return n.groups[s.result]
	}
	return nil
}

// Values of source.from other than nodes.
const (
	unbound = -1 - iota // missing, or optional and absent
	bindGroup
	bindReserved
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
		nodes:             make([]*node, len(specs)),
		reserved:          scoped,
		rootScope:         &scope{providers: providerMap{types: make(map[reflect.Type]int, len(specs))}},
		scopes:            map[*provide.Module]*scope{},
		groups:            map[provide.Key][]member{},
		hasPrivateMembers: map[provide.Key]bool{},
		functionIndex:     -1, operation: "build",

		instances: &instances{byNode: make([]atomic.Pointer[instance], len(specs))},
		shapes:    &shapes{},
	}
	c.similarTypes = sync.OnceValue(c.newTypeIndex)
	problems := c.addNodes(specs)
	problems = append(problems, c.replace()...)
	problems = append(problems, c.checkDecorators()...)
	c.bindParams(c.nodes...)
	for _, n := range c.nodes {
		if n.replacedBy == nil {
			c.resolveOrder(n)
		}
	}
	problems = append(problems, c.resolveGroups()...)
	c.registrar = registrar{}
	c.rootBindings = sync.OnceValue(c.findRootBindings)
	c.validate = sync.OnceValue(c.validateAll)
	c.ids = sync.OnceValue(c.nameNodes)
	c.declaredClosure = sync.OnceValues(func() (closure, []finding) { return c.closure(c.roots, &instances{}) })
	return c, problems
}

// Skip tells of registrations that a condition left out. Whoever misses what they
// would give is told. It is for the time before anything else is asked of c.
func (c *Container) Skip(specs []*provide.Spec) { c.skipped = specs }

// dropReserved leaves out the results of scoped types.
func (c *Container) dropReserved(s *provide.Spec) (*provide.Spec, []*graph.Problem) {
	isReserved := func(r provide.Result) bool { return slices.Contains(c.reserved, r.Key.Type) }
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

// addNodes makes the nodes and files what they give.
func (c *Container) addNodes(specs []*provide.Spec) []*graph.Problem {
	var problems []*graph.Problem
	all := make([]node, len(specs))
	for i, s := range specs {
		s, reserved := c.dropReserved(s)
		problems = append(problems, reserved...)
		n := &all[i]
		*n = node{Spec: s, index: i, scope: c.scopeOf(s.Module), resultScope: c.resultScope(s), ties: noTies}
		c.nodes[i] = n
		if s.Kind == graph.KindInvoke || s.Eager {
			c.roots = append(c.roots, i)
		}
		switch {
		case s.Kind == graph.KindDecorator:
			for _, r := range s.Results {
				n.scope.addDecorator(r.Key, i)
			}
		case !s.Replaces:
			c.addResults(n)
		}
	}
	return problems
}

func (c *Container) addResults(n *node) {
	for j, r := range n.Results {
		first, taken := n.resultScope.providers.get(r.Key)
		switch {
		case r.Key.Group != "":
			c.groups[r.Key] = append(c.groups[r.Key], member{n.index, j})
			if n.resultScope != c.rootScope {
				c.hasPrivateMembers[r.Key] = true
			}
		case taken && !n.Broken && !c.nodes[first].Broken:
			c.addDuplicate(first, n.index, r.Key)
		case taken:
		default:
			n.resultScope.providers.set(r.Key, n.index)
		}
	}
}

// Size returns the number of nodes.
func (c *Container) Size() int { return len(c.nodes) }

// node returns the node with that index; [Container.Size] is that of the function
// that is called.
func (c *Container) node(i int) *node {
	if i == len(c.nodes) {
		return c.function
	}
	return c.nodes[i]
}

// ID returns the stable id of a node: the full name of its function or type; the
// first result type where several share that; then #2, #3.
func (c *Container) ID(node int) string {
	if node == len(c.nodes) {
		return c.function.ID()
	}
	return c.ids()[node]
}

// Spec returns the registration of a node.
func (c *Container) Spec(node int) *provide.Spec { return c.nodes[node].Spec }

// dependencies calls yield for every node that n depends on, by parameter; a
// node may come several times. Soft members come only if soft is set.
func (n *node) dependencies(soft bool, yield func(dep int, param int)) {
	for i := range n.bindings {
		switch s := &n.bindings[i]; {
		case s.provider >= 0:
			yield(int(s.provider), i)
		case s.provider == bindGroup && (soft || !n.Params[i].Soft):
			for _, m := range n.groupMembers(i) {
				yield(m.node, i)
			}
		}
	}
}
