// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

import "reflect"

var (
	inType  = reflect.TypeFor[In]()
	outType = reflect.TypeFor[Out]()
)

// hasNoMarker reports whether t embeds no type, and points to no struct that does. That
// is enough to know that t has nothing to do with In and Out. It is true for most types
// and saves the slower checks.
func hasNoMarker(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == inType || t == outType {
		return false
	}
	if t.Kind() == reflect.Struct {
		for i := range t.NumField() {
			if t.Field(i).Anonymous {
				return false
			}
		}
	}
	return true
}

// embeds reports whether the struct t is e or embeds it at any depth.
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

// embedsPointer reports whether the struct t embeds *e at any depth.
func embedsPointer(t, e reflect.Type) bool { return embeds(t, reflect.PointerTo(e)) }
