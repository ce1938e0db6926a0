// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/facet-go/facet/graph"
)

// Shortfall is what keeps a type from implementing an interface.
type Shortfall struct {
	Pointer bool // what points to the type implements it
	Named   int  // methods of the interface that the type has, if only by name

	faults []methodFault
	sealed *reflect.Method // which types of other packages cannot have
}

// methodFault is a method of an interface that a type does not have.
type methodFault struct {
	want, have reflect.Method
	form       form // of have
}

// ShortfallOf returns what keeps t from implementing the interface i, which it does
// not. It is for the texts of errors.
func ShortfallOf(t, i reflect.Type) Shortfall {
	var s Shortfall
	if t.Kind() != reflect.Pointer && t.Kind() != reflect.Interface {
		t = reflect.PointerTo(t)
		s.Pointer = t.Implements(i)
	}
	for _, want := range methodsOf(i) {
		if want.PkgPath != "" {
			s.sealed = &want
			continue
		}
		have, form := methodNamed(t, want.Name)
		if form != absent {
			s.Named++
		}
		if form != known || have.Type != want.Type {
			s.faults = append(s.faults, methodFault{want, have, form})
		}
	}
	return s
}

// Missing counts the methods that the type does not have, or not in that form.
func (s Shortfall) Missing() int { return len(s.faults) }

// String says what is missing, as in "lacks method Find(string) error", of up to
// three methods.
func (s Shortfall) String() string {
	const shown = 3
	texts := make([]string, 0, shown+1)
	for _, f := range s.faults[:min(len(s.faults), shown)] {
		texts = append(texts, f.String())
	}
	switch {
	case len(s.faults) > shown:
		texts = append(texts, fmt.Sprintf("%d more", len(s.faults)-shown))
	case len(s.faults) == 0 && s.sealed != nil:
		texts = append(texts, fmt.Sprintf("lacks method %s, which only package %s can write", written(*s.sealed), s.sealed.PkgPath))
	}
	return strings.Join(texts, ", and ")
}

func (f methodFault) String() string {
	want := written(f.want)
	switch {
	case f.form == absent:
		return "lacks method " + want
	case f.form == unknown:
		return "has " + f.want.Name + " in another form than " + want
	case written(f.have) != want:
		return "has " + written(f.have) + ", not " + want
	default: // the types are of packages of the same name
		return fmt.Sprintf("has %s as %s, not %s", f.want.Name, graph.TypeName(f.have.Type), graph.TypeName(f.want.Type))
	}
}

// methodTable is reflect.Type without its name: a linker that sees a program call
// Method or MethodByName of that keeps every exported method of all its types,
// which makes it a third larger. What is asked here needs none of them kept.
type methodTable[M any] interface {
	NumMethod() int
	Method(index int) M
	MethodByName(name string) (M, bool)
}

// methodsOf returns the methods of an interface, all of which are always there.
func methodsOf(i reflect.Type) []reflect.Method { return tableOf[reflect.Method](i) }

//go:noinline
func tableOf[M any](t methodTable[M]) []M {
	methods := make([]M, t.NumMethod())
	for i := range methods {
		methods[i] = t.Method(i)
	}
	return methods
}

// form says what is known of a method.
type form uint8

const (
	absent  form = iota
	known        // with its signature
	unknown      // it is there, and the linker has dropped its signature
)

// methodNamed returns a method of t without its receiver. The linker drops methods
// that nothing calls, but for their names, and reflection panics at them. Those of
// the form of some interface in use it keeps.
func methodNamed(t reflect.Type, name string) (m reflect.Method, f form) {
	defer func() {
		if recover() != nil {
			m, f = reflect.Method{}, unknown
		}
	}()
	m, ok := lookUp[reflect.Method](t, name)
	if !ok {
		return m, absent
	}
	if t.Kind() != reflect.Interface {
		m.Type = withoutReceiver(m.Type)
	}
	return m, known
}

//go:noinline
func lookUp[M any](t methodTable[M], name string) (M, bool) { return t.MethodByName(name) }

// withoutReceiver returns the signature of a method from that of its expression.
func withoutReceiver(t reflect.Type) reflect.Type {
	in := make([]reflect.Type, 0, t.NumIn())
	for i := 1; i < t.NumIn(); i++ {
		in = append(in, t.In(i))
	}
	out := make([]reflect.Type, t.NumOut())
	for i := range out {
		out[i] = t.Out(i)
	}
	return reflect.FuncOf(in, out, t.IsVariadic())
}

// written writes a method as in an interface.
func written(m reflect.Method) string { return m.Name + strings.TrimPrefix(m.Type.String(), "func") }
