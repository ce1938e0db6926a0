// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// typeIndex finds the results that may be similar to a type without comparing all of
// them. [node.match] then decides.
type typeIndex struct {
	results      []member // of all nodes except decorators, in registration order
	byType       map[reflect.Type][]int32
	byElem       map[reflect.Type][]int32 // pointers
	byOwnType    map[reflect.Type][]int32 // by the type before As
	byReturnType map[reflect.Type][]int32 // values that are functions
	byForm       map[reflect.Type][]int32 // funcs, channels and slices, see formOf
	byName       map[string][]int32       // by the name of the type with its package
	types        []typeName               // of all results, each once

	mu         sync.Mutex // guards the field below
	interfaces map[reflect.Type][]int32
}

// typeName is a type with its name in lower case. It does not embed the type, whose
// methods the linker would then keep.
type typeName struct {
	typ   reflect.Type
	lower string
}

func (c *Container) newTypeIndex() *typeIndex {
	x := &typeIndex{
		byType: map[reflect.Type][]int32{}, byElem: map[reflect.Type][]int32{}, byOwnType: map[reflect.Type][]int32{},
		byReturnType: map[reflect.Type][]int32{}, byForm: map[reflect.Type][]int32{}, byName: map[string][]int32{}, interfaces: map[reflect.Type][]int32{},
	}
	for i, n := range c.nodes {
		if n.Kind == graph.KindDecorator {
			continue
		}
		for j, r := range n.Results {
			x.add(n, r, to32(len(x.results)))
			x.results = append(x.results, member{i, j})
		}
	}
	return x
}

func (x *typeIndex) add(n *node, r registration.Result, at int32) {
	t := r.Key.Type
	if _, known := x.byType[t]; !known {
		x.types = append(x.types, typeName{t, lowerName(t)})
	}
	appendAt(x.byType, t, at)
	appendAt(x.byName, t.String(), at)
	if form := formOf(t); form != nil {
		appendAt(x.byForm, form, at)
	}
	if own := n.ownType(r); own != nil && own != t {
		appendAt(x.byOwnType, own, at)
	}
	switch {
	case t.Kind() == reflect.Pointer:
		appendAt(x.byElem, t.Elem(), at)
	case t.Kind() == reflect.Func && n.Kind == graph.KindValue:
		for i := range t.NumOut() {
			appendAt(x.byReturnType, t.Out(i), at)
		}
	}
}

func appendAt[K comparable](m map[K][]int32, key K, at int32) { m[key] = append(m[key], at) }

// candidates returns the results that may be similar to a type, in registration order.
func (x *typeIndex) candidates(want reflect.Type) []member {
	found := slices.Concat(x.byType[want], x.byElem[want], x.byOwnType[want], x.byReturnType[want], x.byName[want.String()])
	if form := formOf(want); form != nil {
		found = append(found, x.byForm[form]...)
	}
	switch want.Kind() {
	case reflect.Pointer, reflect.Slice:
		found = append(found, x.byType[want.Elem()]...)
	case reflect.Interface:
		found = append(found, x.implementations(want)...)
	default:
	}
	slices.Sort(found)
	found = slices.Compact(found)
	list := make([]member, len(found))
	for i, at := range found {
		list[i] = x.results[at]
	}
	return list
}

// implementations returns the results that implement an interface, implement it by their
// pointers, or have a similar name.
func (x *typeIndex) implementations(want reflect.Type) []int32 {
	x.mu.Lock()
	defer x.mu.Unlock()
	found, known := x.interfaces[want]
	if known {
		return found
	}
	name := lowerName(want)
	for _, have := range x.types {
		if have.typ.Implements(want) || registration.PointerImplements(have.typ, want) || areSimilarNames(have.lower, name) {
			found = append(found, x.byType[have.typ]...)
		}
	}
	x.interfaces[want] = found
	return found
}

// lowerName returns the name of a type, or of the type that it points to, in lower case
// and without its package.
func lowerName(t reflect.Type) string {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return strings.ToLower(t.Name())
}

// areSimilarNames reports whether one name contains the other: users and postgresusers.
// Names of one or two letters, such as T, say nothing.
func areSimilarNames(one, other string) bool {
	if len(one) > len(other) {
		one, other = other, one
	}
	const minLength = 4 // many names contain a shorter one
	return len(one) > 2 && one == other || len(one) >= minLength && strings.Contains(other, one)
}
