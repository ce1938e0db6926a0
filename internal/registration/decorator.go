// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

import "github.com/facet-go/facet/graph"

// Decorator reads a function that returns a new version of provided values, and its
// options. Its parameters are those of a constructor; it need not take the old version.
// Its results are one value or more, and an error if it can fail. The types and names
// of the results are the keys that it decorates. A result with a group is the whole
// group: a slice of its members, without flatten.
//
// The options Name, Group, Params and Results, Parallel, OnStart, OnStop, Service and
// the timeouts apply as they do to a constructor.
func Decorator(function any, place graph.Place, opts ...Option) (*Spec, []*graph.Problem) {
	r := newReader(graph.KindDecorator, place, "decorate with")
	r.applyOptions(opts, "a decorator, which follows the constructor that it decorates", "Private", "Eager", "As", "Self", "After", "Before", "Cleanup")
	r.readComponent(function)
	return r.finish()
}
