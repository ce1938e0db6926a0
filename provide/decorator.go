// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import "github.com/facet-go/facet/graph"

// Decorator reads a function that gives a new version of what others provide, and
// its options. It takes what a constructor takes, the old version or not. Its
// results are one value or more, whose types and names are the keys that it
// decorates, and an error, if it can fail. A result with a group is the whole
// group: a slice of its members, without flatten.
//
// The options Name, Group, Params and Results, Parallel, OnStart, OnStop, Service
// and the timeouts apply as to a constructor.
func Decorator(function any, place graph.Place, opts ...Option) (*Spec, []*graph.Problem) {
	r := read(graph.KindDecorator, place, "decorate with")
	r.options(opts, "a decorator, which follows the constructor that it decorates", "Private", "Eager", "As", "Self", "After", "Before")
	r.component(function)
	return r.end()
}
