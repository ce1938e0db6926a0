// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

// duplicate is what two nodes give both, or two modules that were made by the same
// lines.
type duplicate struct {
	first, second int
	keys          []provide.Key
}

// addDuplicate notes that two nodes give one key; all such keys of two nodes are
// one problem, and so are those of two modules that were made by the same lines.
func (c *Container) addDuplicate(first, second int, key provide.Key) {
	of := duplicatePair{first: first, second: second}
	if c.sameLines(first, second) {
		of = duplicatePair{firstModule: c.nodes[first].Module, secondModule: c.nodes[second].Module}
	}
	if at, known := c.registrar.duplicates[of]; known {
		c.duplicates[at].keys = append(c.duplicates[at].keys, key)
		return
	}
	if c.registrar.duplicates == nil {
		c.registrar.duplicates = map[duplicatePair]int{}
	}
	c.registrar.duplicates[of] = len(c.duplicates)
	c.duplicates = append(c.duplicates, duplicate{first, second, []provide.Key{key}})
}

// sameLines tells whether two nodes are of two modules that the same lines have made,
// in a function that was called twice.
func (c *Container) sameLines(first, second int) bool {
	f, s := c.nodes[first], c.nodes[second]
	return f.Module != s.Module && f.Module != nil && s.Module != nil &&
		f.Module.Path() == s.Module.Path() && f.Place == s.Place && !f.Place.IsZero()
}

// explainDuplicate shows the places of the registrations: which of the two is
// too much is decided there.
func (c *Container) explainDuplicate(d duplicate) *graph.Problem {
	f, s := c.nodes[d.first], c.nodes[d.second]
	keys := make([]string, len(d.keys))
	for i, k := range d.keys {
		keys[i] = k.String()
	}
	all := strings.Join(keys, ", ")
	text := all + ` is provided twice; keep one of the two, or name one with provide.Name("...")`
	switch {
	case c.sameLines(d.first, d.second):
		return &graph.Problem{Slug: "duplicate-provider", Place: s.Place, Text: fmt.Sprintf(
			"module %q is made twice by the same lines, and provides %s each time; make it once, keep it in a variable and list that, or add facet.Private() to keep each to itself",
			s.Module.Path(), all)}
	case slices.ContainsFunc(d.keys, func(k provide.Key) bool { return isCleanup(k.Type) }):
		text = all + " is provided twice; if it is a cleanup, do not return it: ask for *facet.Lifecycle, and give it to its Cleanup"
	case f.Kind != graph.KindValue && f.ID() == s.ID():
		text = fmt.Sprintf(`%s is registered twice, and provides %s each time; keep one of the two, or name one with provide.Name("...")`, f.Name(), all)
	}
	return &graph.Problem{
		Slug: "duplicate-provider", Text: text, Place: s.Place,
		Path: []graph.Hop{f.registered("provided by"), s.registered("and by")},
	}
}

// isCleanup tells whether t is that of a function as constructors return it
// elsewhere, to be called at the end.
func isCleanup(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[func()](), reflect.TypeFor[func() error](), reflect.TypeFor[func(context.Context) error]():
		return true
	default:
		return false
	}
}

// registered is the registration as a step of a path.
func (n *node) registered(relation string) graph.Hop {
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
