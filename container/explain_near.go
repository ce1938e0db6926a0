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

// maxNear bounds the near misses of one problem.
const maxNear = 5

// nearMisses lists what almost is the missing key, the likeliest first. The key
// is asked for by a plain parameter or by a field, which can have tags. What asks
// for it cannot be what gives it.
func (c *Container) nearMisses(m *missingKey, field bool) []graph.Near {
	return c.rankMatches(m, append(c.skippedByIf(m.key, field), c.reservedHints(m)...), func(n *node, r provide.Result) match { return n.match(m.key, r, field) })
}

// skippedByIf lists what would give a key, or could, and was left out by a condition.
func (c *Container) skippedByIf(key provide.Key, field bool) []graph.Near {
	var near []graph.Near
	for _, s := range c.skipped {
		if s.Kind == graph.KindDecorator {
			continue
		}
		n := &node{Spec: s}
		for _, r := range s.Results {
			l := n.match(key, r, field)
			switch {
			case len(near) == maxNear:
			case r.Key == key:
				near = append(near, graph.Near{
					Text: fmt.Sprintf("%s gives %v, and was left out by facet.If", s.Name(), key), Place: s.Place,
					Change: "make its condition true, or list it without facet.If",
				})
			case l.kind == implements && l.describe != nil:
				miss := l.describe()
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

// rankMatches lists what look finds among all results, behind what comes first.
func (c *Container) rankMatches(m *missingKey, first []graph.Near, look func(*node, provide.Result) match) []graph.Near {
	ranks := ranking{}
	asks := make(map[int]bool, len(m.consumers))
	for _, h := range m.consumers {
		asks[h.node] = true
	}
	for _, at := range c.similarTypes().candidates(m.key.Type) {
		n := c.nodes[at.node]
		if asks[n.index] || n.replacedBy != nil {
			continue
		}
		r := n.Results[at.result]
		l := look(n, r)
		if l.describe == nil || !ranks.hasRoom(l) {
			continue
		}
		miss := l.describe()
		if len(m.consumers) > 0 && !c.nodes[m.consumers[0].node].scope.isWithin(n.resultScope) {
			miss.Text, miss.Change = c.explainPrivateElsewhere(m, n, r, miss)
		}
		ranks.add(l, miss)
	}
	all := slices.Concat(first, ranks.list())
	return all[:min(len(all), maxNear)]
}

// ranking holds the near misses of each class that may be shown, those that lack
// least first.
type ranking [matchKinds][]ranked

type ranked struct {
	graph.Near
	distance int
}

// hasRoom tells whether there is a place for one more.
func (r *ranking) hasRoom(l match) bool {
	list := r[l.kind]
	return len(list) < maxNear || l.distance < list[maxNear-1].distance
}

func (r *ranking) add(l match, miss graph.Near) {
	list := r[l.kind]
	if slices.ContainsFunc(list, func(other ranked) bool { return other.Near == miss }) {
		return
	}
	at, _ := slices.BinarySearchFunc(list, l.distance+1, func(other ranked, lacks int) int { return other.distance - lacks })
	list = slices.Insert(list, at, ranked{miss, l.distance})
	r[l.kind] = list[:min(len(list), maxNear)]
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

// explainPrivateElsewhere rewrites the near miss of a result that is private to a module in which
// the consumer is not.
func (c *Container) explainPrivateElsewhere(m *missingKey, n *node, r provide.Result, miss graph.Near) (text, change string) {
	privately := fmt.Sprintf(" privately in module %q", n.resultScope.module.Path())
	if r.Key != m.key {
		return miss.Text + "," + privately, miss.Change + ", and have both in one module"
	}
	remove := "remove provide.Private()" + n.atPlace()
	if !n.Private {
		remove = "remove facet.Private() there"
	}
	switch by := c.nodes[m.consumers[0].node]; {
	case by.index == c.functionIndex:
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

// reservedHints is the near miss of what a container cannot give in the way in which
// it is asked for.
func (c *Container) reservedHints(m *missingKey) []graph.Near {
	want := m.key.Type
	for _, t := range c.reserved {
		text := shortType(t) + " is made for each constructor that asks for it"
		switch {
		case pointsTo(t, want):
			return []graph.Near{{Text: text, Change: "ask for " + shortType(t)}}
		case t == want && m.key.Name != "":
			return []graph.Near{{Text: text, Change: "ask for it without a name"}}
		}
	}
	if hasUnembeddedIn(want) {
		return []graph.Near{{
			Text:   shortType(want) + " has a field of type facet.In, and does not embed it",
			Change: "write facet.In alone, without a name, to have its fields filled",
		}}
	}
	if want != reflect.TypeFor[context.Context]() {
		return nil
	}
	var near []graph.Near
	ofCall := func(h edgeRef) bool { return h.node == c.functionIndex }
	if slices.ContainsFunc(m.consumers, ofCall) {
		near = append(near, graph.Near{
			Text:   "a function that is called is given the context of the call first",
			Change: "make it the first parameter",
		})
	}
	if !slices.ContainsFunc(m.consumers, func(h edgeRef) bool { return !ofCall(h) }) {
		return near
	}
	return append(near, graph.Near{
		Text:   "hooks and tasks are given a context of their own",
		Change: "take the one of the hook, or ask for *facet.Lifecycle and use its Context method",
	})
}

// hasUnembeddedIn tells whether a struct has a field where it was to embed In.
func hasUnembeddedIn(t reflect.Type) bool {
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
