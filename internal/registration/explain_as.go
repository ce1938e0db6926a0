// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

import (
	"fmt"
	"reflect"
	"strings"
)

// asInterface is the interface of an As. It does not embed reflect.Type: the linker
// would keep all methods of that interface.
type asInterface struct {
	typ reflect.Type
	// missing returns the name of a method of the interface that v lacks, or has in
	// another form; "" if v implements the interface.
	missing func(v any) string
}

func newAsInterface[T any]() asInterface { return asInterface{reflect.TypeFor[T](), missingMethod[T]} }

// missingMethod takes the name from the text of the runtime's panic. To ask reflection
// for the methods of a type would make the linker keep every exported method of the
// program.
func missingMethod[T any](v any) (method string) {
	defer func() {
		if err, ok := recover().(error); ok {
			_, method, _ = strings.Cut(err.Error(), "missing method ")
		}
	}()
	_ = v.(T) //nolint:errcheck,forcetypeassert // the panic is the purpose
	return ""
}

// whyNotImplemented returns why t does not implement the interface, and what would
// help.
func (a asInterface) whyNotImplemented(t reflect.Type) string {
	if PointerImplements(t, a.typ) {
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

// PointerImplements reports whether *t implements the interface i and t is neither a
// pointer nor an interface.
func PointerImplements(t, i reflect.Type) bool {
	return t.Kind() != reflect.Pointer && t.Kind() != reflect.Interface && reflect.PointerTo(t).Implements(i)
}
