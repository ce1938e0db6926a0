// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import (
	"fmt"
	"reflect"
	"slices"
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
		r.calledTwice(m)
		e := r.extra()
		e.Services = append(e.Services, m)
	}
	if len(r.spec.Services) == 0 {
		r.problems = append(r.problems, &graph.Problem{Slug: "no-service-method", Near: near, Text: fmt.Sprintf(
			"Service() looks for Start, Run, Stop and Shutdown of the form Start(context.Context) error, for Close() error and Close(), and finds none in %s", r.resultTypes())})
	}
}

// calledTwice finds hooks that call what Service calls too.
func (r *reader) calledTwice(m Methods) {
	for i := range r.spec.Hooks {
		h := &r.spec.Hooks[i]
		for _, method := range m.called(h.Stop) {
			if h.isMethod(m, method) {
				r.problem("hook-twice", fmt.Sprintf("Service() calls %s of %v already, and %s(%s) would once more; keep one of the two",
					method, m.Type, h.word(), h.Name()))
			}
		}
	}
}

// called returns the methods that are called at start, or at stop.
func (m Methods) called(atStop bool) (names []string) {
	switch {
	case atStop && m.Stop != "":
		names = append(names, m.Stop)
	case atStop:
	case m.Start && m.Run:
		names = append(names, "Start", "Run")
	case m.Start:
		names = append(names, "Start")
	case m.Run:
		names = append(names, "Run")
	}
	return names
}

// isMethod tells whether a hook is the method expression of a result's method.
func (h *Hook) isMethod(m Methods, method string) bool {
	t := h.Func.Type()
	ofResult := slices.ContainsFunc(h.Args, func(a HookArg) bool {
		return a.At == 0 && len(a.Path) == 0 && a.Source == HookResult && a.Arg == m.Arg && slices.Equal(a.Field, m.Field)
	})
	if !ofResult {
		return false
	}
	receiver := graph.TypeName(t.In(0))
	if pointed, ok := strings.CutPrefix(receiver, "*"); ok {
		bare := withoutTypes(pointed)
		dot := strings.LastIndexByte(bare, '.')
		receiver = bare[:dot+1] + "(*" + bare[dot+1:] + ")"
	}
	name := graph.ShortName(withoutTypes(graph.FuncName(h.Func.Pointer())))
	return name == graph.ShortName(withoutTypes(receiver))+"."+method
}

// withoutTypes cuts the type arguments out of a name.
func withoutTypes(name string) string {
	open, end := strings.IndexByte(name, '['), strings.LastIndexByte(name, ']')
	if open < 0 || end < open {
		return name
	}
	return name[:open] + name[end+1:]
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
