// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

// typeIndex finds the results that may come near a type, without looking at all of
// them. What it finds has to be looked at by [node.near].
type typeIndex struct {
	results      []member // of all nodes but decorators, in registration order
	byType       map[reflect.Type][]int32
	byElem       map[reflect.Type][]int32 // by what they point to
	byOwnType    map[reflect.Type][]int32 // by the type before As
	byReturnType map[reflect.Type][]int32 // values that are functions, by what those return
	byName       map[string][]int32       // by the type as reflection writes it
	types        []typeName               // of all results, each once

	mu         sync.Mutex // guards the field below
	interfaces map[reflect.Type][]int32
}

// typeName is a type, and its name in lower case. It does not embed the type, whose
// methods would then be linked as its own.
type typeName struct {
	is    reflect.Type
	lower string
}

func (c *Container) newTypeIndex() *typeIndex {
	s := &typeIndex{
		byType: map[reflect.Type][]int32{}, byElem: map[reflect.Type][]int32{}, byOwnType: map[reflect.Type][]int32{},
		byReturnType: map[reflect.Type][]int32{}, byName: map[string][]int32{}, interfaces: map[reflect.Type][]int32{},
	}
	for i, n := range c.nodes {
		if n.Kind == graph.KindDecorator {
			continue
		}
		for j, r := range n.Results {
			s.add(n, r, to32(len(s.results)))
			s.results = append(s.results, member{i, j})
		}
	}
	return s
}

func (s *typeIndex) add(n *node, r provide.Result, at int32) {
	t := r.Key.Type
	if _, known := s.byType[t]; !known {
		s.types = append(s.types, typeName{t, lowerName(t)})
	}
	appendAt(s.byType, t, at)
	appendAt(s.byName, t.String(), at)
	if own := n.ownType(r); own != nil && own != t {
		appendAt(s.byOwnType, own, at)
	}
	switch {
	case t.Kind() == reflect.Pointer:
		appendAt(s.byElem, t.Elem(), at)
	case t.Kind() == reflect.Func && n.Kind == graph.KindValue:
		for i := range t.NumOut() {
			appendAt(s.byReturnType, t.Out(i), at)
		}
	}
}

func appendAt[K comparable](in map[K][]int32, key K, at int32) { in[key] = append(in[key], at) }

// candidates returns the results that may come near a type, in registration order.
func (s *typeIndex) candidates(want reflect.Type) []member {
	var found []int32
	found = append(found, s.byType[want]...)
	found = append(found, s.byElem[want]...)
	found = append(found, s.byOwnType[want]...)
	found = append(found, s.byReturnType[want]...)
	found = append(found, s.byName[want.String()]...)
	switch want.Kind() {
	case reflect.Pointer, reflect.Slice:
		found = append(found, s.byType[want.Elem()]...)
	case reflect.Interface:
		found = append(found, s.candidatesFor(want)...)
	default:
	}
	slices.Sort(found)
	found = slices.Compact(found)
	list := make([]member, len(found))
	for i, at := range found {
		list[i] = s.results[at]
	}
	return list
}

// candidatesFor returns the results that implement an interface, or almost, or are
// named like it.
func (s *typeIndex) candidatesFor(want reflect.Type) []int32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, known := s.interfaces[want]
	if known {
		return found
	}
	name := lowerName(want)
	for _, have := range s.types {
		if have.is.Implements(want) || provide.PointerImplements(have.is, want) || areSimilarNames(have.lower, name) {
			found = append(found, s.byType[have.is]...)
		}
	}
	s.interfaces[want] = found
	return found
}

// lowerName returns the name of a type, or of what it points to, in lower case and
// without its package.
func lowerName(t reflect.Type) string {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return strings.ToLower(t.Name())
}

// areSimilarNames reports whether one name is in the other: users and postgresusers.
func areSimilarNames(one, other string) bool {
	if len(one) > len(other) {
		one, other = other, one
	}
	const least = 4 // a shorter name is in many others
	return one != "" && one == other || len(one) >= least && strings.Contains(other, one)
}
