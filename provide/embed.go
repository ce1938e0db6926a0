// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import "reflect"

var (
	inType  = reflect.TypeFor[In]()
	outType = reflect.TypeFor[Out]()
)

// embeds tells whether the struct t is e or embeds it at any depth.
func embeds(t, e reflect.Type) bool {
	if t == e {
		return true
	}
	if t.Kind() != reflect.Struct {
		return false
	}
	for i := range t.NumField() {
		if f := t.Field(i); f.Anonymous && embeds(f.Type, e) {
			return true
		}
	}
	return false
}

func pointsTo(t, e reflect.Type) bool {
	return t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct && embeds(t.Elem(), e)
}

// embedsPointer tells whether the struct t embeds *e at any depth.
func embedsPointer(t, e reflect.Type) bool { return embeds(t, reflect.PointerTo(e)) }
