// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

// shown bounds the near misses of one problem.
const shown = 5

// nearMisses lists what almost is the missing key, the likeliest first. The key
// is asked for by a plain parameter or by a field, which can have tags. What asks
// for it cannot be what gives it.
func (c *Container) nearMisses(m *missing, field bool) []graph.Near {
	return c.rank(m, append(c.leftOut(m.key, field), c.special(m)...), func(n *node, r provide.Result) likeness { return n.near(m.key, r, field) })
}

// leftOut lists what would give a key, or could, and was left out by a condition.
func (c *Container) leftOut(key provide.Key, field bool) []graph.Near {
	var near []graph.Near
	for _, s := range c.skipped {
		if s.Kind == graph.KindDecorator {
			continue
		}
		n := &node{Spec: s}
		for _, r := range s.Results {
			l := n.near(key, r, field)
			switch {
			case len(near) == shown:
			case r.Key == key:
				near = append(near, graph.Near{
					Text: fmt.Sprintf("%s gives %v, and was left out by facet.If", s.Name(), key), Place: s.Place,
					Change: "make its condition true, or list it without facet.If",
				})
			case l.class == implements && l.tell != nil:
				miss := l.tell()
				miss.Text = fmt.Sprintf("%s, and %s was left out by facet.If", miss.Text, s.Name())
				miss.Change = "make its condition true, and " + miss.Change
				near = append(near, miss)
			}
		}
	}
	return near
}

// budget counts the problems that were compared with all that is there, which takes
// long.
type budget int

// maxCompared is how many problems are compared. A report with more of them has few
// causes, and comparing them all would take long.
const maxCompared = 100

const notCompared = "what comes near it was not looked for, as there are more than 100 such problems"

// take reports whether one more problem is to be compared.
func (b *budget) take() bool {
	*b++
	return *b <= maxCompared
}

// rank lists what look finds among all results, behind what comes first.
func (c *Container) rank(m *missing, first []graph.Near, look func(*node, provide.Result) likeness) []graph.Near {
	ranks := ranking{}
	asks := make(map[int]bool, len(m.by))
	for _, h := range m.by {
		asks[h.node] = true
	}
	for _, at := range c.similar().to(m.key.Type) {
		n := c.nodes[at.node]
		if asks[n.index] || n.replacedBy != nil {
			continue
		}
		r := n.Results[at.result]
		l := look(n, r)
		if l.tell == nil || !ranks.wants(l) {
			continue
		}
		miss := l.tell()
		if len(m.by) > 0 && !c.nodes[m.by[0].node].world.sees(n.home) {
			miss.Text, miss.Change = c.elsewhere(m, n, r, miss)
		}
		ranks.add(l, miss)
	}
	all := slices.Concat(first, ranks.list())
	return all[:min(len(all), shown)]
}

// ranking holds the near misses of each class that may be shown, those that lack
// least first.
type ranking [classes][]ranked

type ranked struct {
	graph.Near
	lacks int
}

// wants tells whether there is a place for one more.
func (r *ranking) wants(l likeness) bool {
	list := r[l.class]
	return len(list) < shown || l.lacks < list[shown-1].lacks
}

func (r *ranking) add(l likeness, miss graph.Near) {
	list := r[l.class]
	if slices.ContainsFunc(list, func(other ranked) bool { return other.Near == miss }) {
		return
	}
	at, _ := slices.BinarySearchFunc(list, l.lacks+1, func(other ranked, lacks int) int { return other.lacks - lacks })
	list = slices.Insert(list, at, ranked{miss, l.lacks})
	r[l.class] = list[:min(len(list), shown)]
}

func (r *ranking) list() []graph.Near {
	var all []graph.Near
	for _, list := range r {
		for _, miss := range list {
			all = append(all, miss.Near)
		}
	}
	return all
}

// elsewhere rewrites the near miss of a result that is private to a module in which
// the consumer is not.
func (c *Container) elsewhere(m *missing, n *node, r provide.Result, miss graph.Near) (text, change string) {
	privately := fmt.Sprintf(" privately in module %q", n.home.module.Path())
	if r.Key != m.key {
		return miss.Text + "," + privately, miss.Change + ", and have both in one module"
	}
	remove := "remove provide.Private()" + n.listed()
	if !n.Private {
		remove = "remove facet.Private() there"
	}
	switch by := c.nodes[m.by[0].node]; {
	case by.index == c.call:
		change = remove + "; a call is given what is seen outside of modules"
	case by.Kind == graph.KindDecorator:
		change = "list the decorator in that module, or " + remove
	case by.Replaces && slices.ContainsFunc(by.Results, func(r provide.Result) bool { return r.Key == m.key }):
		change = "list the replacement in that module, or " + remove
	default:
		change = "list the consumer in that module, or " + remove
	}
	return r.Key.String() + " is provided" + privately, change
}

// special is the near miss of what a container cannot give in the way in which
// it is asked for.
func (c *Container) special(m *missing) []graph.Near {
	want := m.key.Type
	for _, t := range c.scoped {
		text := short(t) + " is made for each constructor that asks for it"
		switch {
		case pointsTo(t, want):
			return []graph.Near{{Text: text, Change: "ask for " + short(t)}}
		case t == want && m.key.Name != "":
			return []graph.Near{{Text: text, Change: "ask for it without a name"}}
		}
	}
	if holdsIn(want) {
		return []graph.Near{{
			Text:   short(want) + " has a field of type facet.In, and does not embed it",
			Change: "write facet.In alone, without a name, to have its fields filled",
		}}
	}
	if want != reflect.TypeFor[context.Context]() {
		return nil
	}
	var near []graph.Near
	ofCall := func(h hop) bool { return h.node == c.call }
	if slices.ContainsFunc(m.by, ofCall) {
		near = append(near, graph.Near{
			Text:   "a function that is called is given the context of the call first",
			Change: "make it the first parameter",
		})
	}
	if !slices.ContainsFunc(m.by, func(h hop) bool { return !ofCall(h) }) {
		return near
	}
	return append(near, graph.Near{
		Text:   "hooks and tasks are given a context of their own",
		Change: "take the one of the hook, or ask for *facet.Lifecycle and use its Context method",
	})
}

// holdsIn tells whether a struct has a field where it was to embed In.
func holdsIn(t reflect.Type) bool {
	if t.Kind() != reflect.Struct {
		return false
	}
	for i := range t.NumField() {
		if f := t.Field(i); f.Type == reflect.TypeFor[provide.In]() && !f.Anonymous {
			return true
		}
	}
	return false
}
