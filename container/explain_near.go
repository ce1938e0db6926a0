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
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

// maxNear is the number of suggestions for one problem.
const maxNear = 5

// suggestions lists registrations that are similar to a missing key, the most likely
// first. hasField says that the consumer has a field for the key, which can have tags.
func (e *explainer) suggestions(m *missingKey, hasField bool) []graph.Near {
	first := append(e.skippedByIf(m.key, hasField), e.reservedHints(m)...)
	return e.rankMatches(m, first, func(n *node, r registration.Result) match { return n.match(m.key, r, hasField) })
}

// suggestTargets adds suggestions to the problem of a decorator or a replacement of a key
// without a provider. verb is what n does.
func (e *explainer) suggestTargets(p *graph.Problem, n *node, key registration.Key, verb string) {
	if !e.mayCompare() {
		p.Advice = notCompared
		return
	}
	m := &missingKey{key: key, consumers: []edgeRef{{node: n.index}}}
	p.Near = e.rankMatches(m, e.skippedByIf(key, true), func(n *node, r registration.Result) match {
		found := n.match(key, r, true)
		return found.withAdvice(func(advice string) string {
			if found.kind == implements {
				return advice + ", or " + verb + " " + r.Key.String()
			}
			return verb + " " + r.Key.String()
		})
	})
}

// skippedByIf suggests registrations that a condition left out.
func (e *explainer) skippedByIf(key registration.Key, hasField bool) []graph.Near {
	var near []graph.Near
	for _, s := range e.c.skipped {
		if s.Kind == graph.KindDecorator {
			continue
		}
		n := &node{Spec: s}
		for _, r := range s.Results {
			found := n.match(key, r, hasField)
			switch {
			case len(near) == maxNear:
			case r.Key == key:
				near = append(near, graph.Near{
					Text: fmt.Sprintf("%s provides %v, and was left out by facet.If", s.Name(), key), Place: s.Place,
					Change: "make its condition true, or list it without facet.If",
				})
			case found.kind == implements && found.describe != nil:
				suggestion := found.describe()
				suggestion.Text = fmt.Sprintf("%s, and %s was left out by facet.If", suggestion.Text, s.Name())
				suggestion.Change = "make its condition true, and " + suggestion.Change
				near = append(near, suggestion)
			}
		}
	}
	return near
}

// rankMatches compares all results that may be similar to a missing key, except those of
// its consumers. It returns first and the best matches, maxNear together.
func (e *explainer) rankMatches(m *missingKey, first []graph.Near, compare func(*node, registration.Result) match) []graph.Near {
	best := ranking{}
	isConsumer := make(map[int]bool, len(m.consumers))
	for _, edge := range m.consumers {
		isConsumer[edge.node] = true
	}
	for _, candidate := range e.c.similarTypes().candidates(m.key.Type) {
		n := e.node(candidate.node)
		if isConsumer[n.index] || n.replacedBy != nil {
			continue
		}
		r := n.Results[candidate.result]
		found := compare(n, r)
		if found.describe == nil || !best.hasRoom(found) {
			continue
		}
		suggestion := found.describe()
		if len(m.consumers) > 0 && !e.node(m.consumers[0].node).scope.isWithin(n.resultScope) {
			suggestion.Text, suggestion.Change = e.privateElsewhere(m, n, r, suggestion)
		}
		best.add(found, suggestion)
	}
	all := slices.Concat(first, best.list())
	return all[:min(len(all), maxNear)]
}

// ranking holds the best matches of each kind, the nearest first.
type ranking [matchKinds][]ranked

type ranked struct {
	graph.Near
	distance int
}

// hasRoom reports whether m is among the best.
func (r *ranking) hasRoom(m match) bool {
	list := r[m.kind]
	return len(list) < maxNear || m.distance < list[maxNear-1].distance
}

func (r *ranking) add(m match, suggestion graph.Near) {
	list := r[m.kind]
	if slices.ContainsFunc(list, func(other ranked) bool { return other.Near == suggestion }) {
		return
	}
	at, _ := slices.BinarySearchFunc(list, m.distance+1, func(other ranked, distance int) int { return other.distance - distance })
	list = slices.Insert(list, at, ranked{suggestion, m.distance})
	r[m.kind] = list[:min(len(list), maxNear)]
}

func (r *ranking) list() []graph.Near {
	var all []graph.Near
	for _, list := range r {
		for _, suggestion := range list {
			all = append(all, suggestion.Near)
		}
	}
	return all
}

// privateElsewhere rewrites the suggestion of a result that is private to a module without
// the consumer.
func (e *explainer) privateElsewhere(m *missingKey, n *node, r registration.Result, suggestion graph.Near) (text, change string) {
	privately := fmt.Sprintf(" privately in module %q", n.resultScope.module.Path())
	if r.Key != m.key {
		return suggestion.Text + "," + privately, suggestion.Change + ", and list both in one module"
	}
	remove := "remove provide.Private()" + n.atPlace()
	if !n.Private {
		remove = "remove facet.Private() there"
	}
	consumer := e.node(m.consumers[0].node)
	switch {
	case e.isFunction(consumer.index):
		change = remove + "; a function given to Do receives public values only"
	case consumer.Kind == graph.KindDecorator:
		change = "list the decorator in that module, or " + remove
	case consumer.Replaces && consumer.provides(m.key):
		change = "list the replacement in that module, or " + remove
	default:
		change = "list the consumer in that module, or " + remove
	}
	return r.Key.String() + " is provided" + privately, change
}

// reservedHints explains types that a container never provides.
func (e *explainer) reservedHints(m *missingKey) []graph.Near {
	want := m.key.Type
	for _, t := range e.c.reserved {
		text := shortType(t) + " is made for each constructor that has a parameter of this type"
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
			Change: "write facet.In without a field name, so that its fields are filled",
		}}
	}
	if near, ok := e.structHint(m); ok {
		return []graph.Near{near}
	}
	if want != reflect.TypeFor[context.Context]() {
		return nil
	}
	return e.contextHints(m)
}

// contextHints says where a context comes from.
func (e *explainer) contextHints(m *missingKey) []graph.Near {
	var near []graph.Near
	ofFunction := func(edge edgeRef) bool { return e.isFunction(edge.node) }
	if slices.ContainsFunc(m.consumers, ofFunction) {
		near = append(near, graph.Near{
			Text:   "a function given to Do receives the context of the call as its first parameter",
			Change: "make it the first parameter",
		})
	}
	if slices.ContainsFunc(m.consumers, func(edge edgeRef) bool { return !ofFunction(edge) }) {
		near = append(near, graph.Near{
			Text:   "hooks and tasks receive a context of their own",
			Change: "use the context of the hook, or ask for *facet.Lifecycle and use its Context method",
		})
	}
	return near
}

// hasUnembeddedIn reports whether a struct has a field of type In that it does not embed.
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

// structHint describes a struct that looks like a parameter struct: the types of its fields
// are provided, or the fields have tags.
func (e *explainer) structHint(m *missingKey) (graph.Near, bool) {
	t := m.key.Type
	if t.Kind() != reflect.Struct || m.key.Name != "" || len(m.consumers) == 0 {
		return graph.Near{}, false
	}
	scope := e.node(m.consumers[0].node).scope
	var provided []string
	for i := range t.NumField() {
		f := t.Field(i)
		_, _, isProvided := scope.lookup(registration.Key{Type: f.Type})
		switch {
		case !f.IsExported() || f.Anonymous:
			return graph.Near{}, false
		case isProvided:
			provided = append(provided, shortType(f.Type))
		case f.Tag.Get("name") == "" && f.Tag.Get("group") == "" && f.Tag.Get("optional") == "":
			return graph.Near{}, false
		}
	}
	if len(provided) == 0 {
		return graph.Near{}, false
	}
	name := shortType(t)
	return graph.Near{
		Text:   fmt.Sprintf("%s is a struct that does not embed facet.In, and the types of its fields are provided: %s", name, strings.Join(provided, ", ")),
		Change: "embed facet.In in " + name + ", so that its fields are filled, or provide " + name,
	}, true
}
