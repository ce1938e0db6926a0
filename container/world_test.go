// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"reflect"
	"slices"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// world is a set of registrations that the property test makes up. It is data:
// the functions are made from it for each run.
type world struct{ ctors []*ctor } // in registration order

// ctor is one registration of a world.
type ctor struct {
	id       int // stays when the registration order changes
	kind     graph.Kind
	params   []param
	variadic bool
	results  []result
	hasErr   bool
	err      error // returned, if not nil
	fate     fate  // what else it does
	counted  bool  // its values tell by which call they were made
	made     int   // the number of that call

	// Options.
	name, group string
	as          []reflect.Type
	self, eager bool
	after       []registration.Key // order-only edges
	before      []registration.Key
}

// param is a parameter, or a field of a parameter struct.
type param struct {
	key              registration.Key
	optional, soft   bool
	fields           []param // of a parameter struct, which then is all it is
	ignoreUnexported bool    // the parameter struct has an unexported field
}

// result is a result, or a field of a result struct.
type result struct {
	key     registration.Key
	flatten bool
	size    int      // of a slice that is flattened
	fields  []result // of a result struct, which then is all it is
}

// leaf is a parameter that is no struct.
type leaf struct {
	param
	path []int
}

// leaves returns the parameters with those in parameter structs, in order.
func (c *ctor) leaves() []leaf {
	var all []leaf
	var walk func(p param, path []int)
	walk = func(p param, path []int) {
		if p.fields == nil {
			all = append(all, leaf{p, path})
		}
		for i, f := range p.fields {
			walk(f, append(slices.Clone(path), i))
		}
	}
	for i, p := range c.params {
		walk(p, []int{i})
	}
	return all
}

// gift is one key that a constructor gives, with where the values come from.
type gift struct {
	key     registration.Key
	path    []int
	origins []string // of the values: one, or those in a slice that is flattened
	flatten bool
}

// gifts returns what the constructor gives, in order. It says again, in a few
// lines, what the options and tags mean.
func (c *ctor) gifts() []gift {
	if c.kind == graph.KindInvoke {
		return nil
	}
	var all []gift
	var walk func(r result, path []int)
	walk = func(r result, path []int) {
		for i, f := range r.fields {
			walk(f, append(slices.Clone(path), i))
		}
		if r.fields != nil {
			return
		}
		g := gift{key: r.key, path: path, origins: c.origins(path, r), flatten: r.flatten}
		types := []reflect.Type{r.key.Type}
		if len(path) == 1 || r.key.Group == "" {
			g.key.Name, g.key.Group = or(r.key.Name, c.name), or(r.key.Group, c.group)
			if len(c.as) > 0 {
				types = c.as
			}
			if c.self {
				types = append([]reflect.Type{r.key.Type}, types...)
			}
		}
		for _, t := range types {
			g.key.Type = t
			all = append(all, g)
		}
	}
	for i, r := range c.results {
		walk(r, []int{i})
	}
	return all
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func (w *world) isRoot(c *ctor) bool { return c.kind == graph.KindInvoke || c.eager }

// givers returns the providers of each key, in registration order.
func (w *world) givers() map[registration.Key][]*ctor {
	givers := map[registration.Key][]*ctor{}
	for _, c := range w.ctors {
		for _, g := range c.gifts() {
			givers[g.key] = append(givers[g.key], c)
		}
	}
	return givers
}

// without returns the world less some registrations.
func (w *world) without(drop func(*ctor) bool) *world {
	return &world{slices.DeleteFunc(slices.Clone(w.ctors), drop)}
}

// strict returns the world with every optional parameter required that a constructor
// provides: facet's meaning of optional, said in dig's words.
func (w *world) strict() *world {
	givers := w.givers()
	var change func(ps []param) []param
	change = func(ps []param) []param {
		ps = slices.Clone(ps)
		for i := range ps {
			ps[i].fields = change(ps[i].fields)
			ps[i].optional = ps[i].optional && len(givers[ps[i].key]) == 0
		}
		return ps
	}
	s := &world{}
	for _, c := range w.ctors {
		twin := *c
		twin.params = change(c.params)
		s.ctors = append(s.ctors, &twin)
	}
	return s
}
