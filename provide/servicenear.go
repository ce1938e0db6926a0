// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/facet-go/facet/graph"
)

// services reads what [Service] is about.
func (r *reader) services(resultsAreRight bool) {
	if !r.config.service || !resultsAreRight {
		return
	}
	var near []graph.Near
	for _, res := range r.declared() {
		m := methods(r.resultType(res))
		m.Arg, m.Field = res.Arg, res.Field
		if m.none() {
			near = append(near, nearMethods(m.Type)...)
			continue
		}
		r.spec.Services = append(r.spec.Services, m)
	}
	if len(r.spec.Services) == 0 {
		r.problems = append(r.problems, &graph.Problem{Slug: "no-service-method", Near: near, Text: fmt.Sprintf(
			"Service() looks for Start, Run, Stop and Shutdown of the form Start(context.Context) error, for Close() error and Close(), and finds none in %s", r.resultTypes())})
	}
}

// nearMethods finds what was probably meant to be a hook of a type that has none.
func nearMethods(t reflect.Type) []graph.Near {
	if !methods(reflect.PointerTo(t)).none() {
		return []graph.Near{{
			Text:   fmt.Sprintf("*%v has such methods, and %v has not", t, t),
			Change: "return a pointer",
		}}
	}
	var near []graph.Near
	for _, m := range likelyMethods(t) {
		near = append(near, graph.Near{Text: fmt.Sprintf("%v has %s", t, signatureOf(t, m)), Change: formOf(m.Name)})
	}
	return near
}

// formOf says what to do about a method of another form.
func formOf(method string) string {
	switch method {
	case "Run":
		return "make it Run(context.Context) error"
	case "Start":
		return "make it Start(context.Context) error, or give it to provide.OnStart"
	case "Close":
		return "make it Close() error, or give it to provide.OnStop"
	default:
		return fmt.Sprintf("make it %s(context.Context) error, or give it to provide.OnStop", method)
	}
}

// likelyMethods returns the methods of the right names. Only with names that are
// constants can the linker drop other methods.
func likelyMethods(t reflect.Type) (found []reflect.Method) {
	add := func(m reflect.Method, ok bool) {
		if ok {
			found = append(found, m)
		}
	}
	add(t.MethodByName("Start"))
	add(t.MethodByName("Run"))
	add(t.MethodByName("Stop"))
	add(t.MethodByName("Shutdown"))
	add(t.MethodByName("Close"))
	return found
}

// signatureOf writes a method of t as in an interface.
func signatureOf(t reflect.Type, m reflect.Method) string {
	text := m.Type.String()
	if t.Kind() != reflect.Interface {
		in := make([]reflect.Type, 0, m.Type.NumIn())
		for i := 1; i < m.Type.NumIn(); i++ {
			in = append(in, m.Type.In(i))
		}
		out := make([]reflect.Type, m.Type.NumOut())
		for i := range out {
			out[i] = m.Type.Out(i)
		}
		text = reflect.FuncOf(in, out, m.Type.IsVariadic()).String()
	}
	return m.Name + strings.TrimPrefix(text, "func")
}
