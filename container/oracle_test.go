// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"slices"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// oracle says what a world should come to, straight from its data.
type oracle struct {
	w      *world
	givers map[registration.Key][]*ctor
}

func newOracle(w *world) *oracle { return &oracle{w, w.givers()} }

// needs returns the providers of a parameter, in registration order, each once.
func (o *oracle) needs(l leaf) []*ctor { return slices.Compact(slices.Clone(o.givers[l.key])) }

// reached returns the ids of what the roots need.
func (o *oracle) reached() map[int]bool {
	seen := map[int]bool{}
	var visit func(c *ctor)
	visit = func(c *ctor) {
		if seen[c.id] {
			return
		}
		seen[c.id] = true
		for _, l := range c.leaves() {
			for _, dep := range o.needs(l) {
				if !l.soft {
					visit(dep)
				}
			}
		}
	}
	for _, c := range o.w.ctors {
		if o.w.isRoot(c) {
			visit(c)
		}
	}
	return seen
}

// missing returns the keys that constructors with these ids need and nothing
// provides.
func (o *oracle) missing(ids map[int]bool) map[string]bool {
	keys := map[string]bool{}
	for _, c := range o.w.ctors {
		for _, l := range c.leaves() {
			if ids[c.id] && !l.optional && l.key.Group == "" && l.key.Type != handleType && len(o.givers[l.key]) == 0 {
				keys["nothing provides "+l.key.String()] = true
			}
		}
	}
	return keys
}

// args returns what the leaves of c hold if those with ids in before were
// constructed before it. Groups are in registration order.
func (o *oracle) args(c *ctor, before map[int]bool) [][]string {
	var args [][]string
	for _, l := range c.leaves() {
		switch {
		case l.key.Type == handleType:
			args = append(args, []string{"handle"})
		case l.key.Group == "":
			args = append(args, o.single(l))
		default:
			args = append(args, o.group(l, before))
		}
	}
	return args
}

func (o *oracle) single(l leaf) []string {
	for _, giver := range o.needs(l) {
		for _, g := range giver.gifts() {
			if g.key == l.key {
				return g.origins
			}
		}
	}
	return []string{""} // optional and absent
}

func (o *oracle) group(l leaf, before map[int]bool) []string {
	values := []string{}
	for _, giver := range o.needs(l) {
		for _, g := range giver.gifts() {
			if g.key == l.key && before[giver.id] {
				values = append(values, g.origins...)
			}
		}
	}
	return values
}

// cyclic reports whether something among the ids comes after itself, soft members,
// present optionals and order-only edges included.
func (o *oracle) cyclic(ids map[int]bool) bool {
	// What has no dependency left is taken away until nothing changes.
	left := o.w.without(func(c *ctor) bool { return !ids[c.id] }).ctors
	for {
		n := len(left)
		left = slices.DeleteFunc(left, func(c *ctor) bool {
			return !slices.ContainsFunc(o.ahead(c), func(dep *ctor) bool { return slices.Contains(left, dep) })
		})
		if len(left) == n {
			return n > 0
		}
	}
}

// ahead returns all that c comes after, if it is built.
func (o *oracle) ahead(c *ctor) []*ctor {
	all := o.predecessors(c)
	for _, l := range c.leaves() {
		all = append(all, o.needs(l)...)
	}
	return all
}

// brokenOptional reports whether dig might pass over a provider that is broken.
func (o *oracle) brokenOptional() bool {
	for _, c := range o.w.ctors {
		for _, l := range c.leaves() {
			if l.optional && len(o.givers[l.key]) > 0 {
				return true
			}
		}
	}
	return false
}

func isFunc(c *ctor) bool { return c.kind != graph.KindValue }
