// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import (
	"fmt"
	"reflect"
	"strings"
)

// asked is the interface of an As. It does not embed the type, whose methods would
// then be linked as its own.
type asked struct {
	as reflect.Type
	// missing names a method of the interface that a value does not have, or not in
	// that form; "" if it has them all.
	missing func(v any) string
}

func askedFor[T any]() asked { return asked{reflect.TypeFor[T](), missingMethod[T]} }

// missingMethod has the runtime say it: it knows the type T, and so a method is named
// without reflection over methods, for which a linker would keep every exported
// method of a program.
func missingMethod[T any](v any) (method string) {
	defer func() {
		if err, ok := recover().(error); ok {
			_, method, _ = strings.Cut(err.Error(), "missing method ")
		}
	}()
	_ = v.(T) //nolint:errcheck,forcetypeassert // its panic is what is wanted
	return ""
}

// whyNot says what keeps t from implementing the interface, and what would help.
func (a asked) whyNot(t reflect.Type) string {
	if PointerImplements(t, a.as) {
		return fmt.Sprintf("; *%v does: return a pointer", t)
	}
	if t.Kind() == reflect.Interface {
		return ""
	}
	if method := a.missing(reflect.Zero(t).Interface()); method != "" {
		return fmt.Sprintf("; it lacks method %s, or has it in another form", method)
	}
	return ""
}

// PointerImplements tells whether t lacks only the methods with pointer receivers to
// implement the interface i.
func PointerImplements(t, i reflect.Type) bool {
	return t.Kind() != reflect.Pointer && t.Kind() != reflect.Interface && reflect.PointerTo(t).Implements(i)
}
