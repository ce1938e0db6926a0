// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/facet-go/facet/graph"
)

// readServices finds the methods for [Service].
func (r *reader) readServices(resultsOK bool) {
	if !r.config.service || !resultsOK {
		return
	}
	var near []graph.Near
	for _, res := range r.distinctResults() {
		m := serviceMethods(r.resultType(res))
		m.Arg, m.Field = res.Arg, res.Field
		if m.isEmpty() {
			near = append(near, similarMethods(m.Type)...)
			continue
		}
		r.rejectDuplicateHooks(m)
		r.spec.Services = append(r.spec.Services, m)
	}
	if len(r.spec.Services) == 0 {
		r.problems = append(r.problems, &graph.Problem{Slug: "no-service-method", Near: near, Text: fmt.Sprintf(
			"Service() looks for Start, Run, Stop and Shutdown of the form Start(context.Context) error, for Close() error and Close(), and finds none in %s", r.resultTypes())})
	}
}

// rejectDuplicateHooks reports hooks that call a method that Service calls too.
func (r *reader) rejectDuplicateHooks(m Methods) {
	for i := range r.spec.Hooks {
		h := &r.spec.Hooks[i]
		for _, method := range m.calledMethods(h.Stop) {
			if h.isMethod(m, method) {
				r.addProblem("hook-twice", fmt.Sprintf("Service() calls %s of %v already, and %s(%s) would once more; keep one of the two",
					method, m.Type, h.optionName(), h.Name()))
			}
		}
	}
}

// calledMethods returns the methods that are called at start, or at stop.
func (m Methods) calledMethods(atStop bool) (names []string) {
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

// isMethod reports whether a hook is the method expression of a result's method.
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
		bare := withoutTypeArgs(pointed)
		dot := strings.LastIndexByte(bare, '.')
		receiver = bare[:dot+1] + "(*" + bare[dot+1:] + ")"
	}
	name := graph.ShortName(withoutTypeArgs(graph.FuncName(h.Func.Pointer())))
	return name == graph.ShortName(withoutTypeArgs(receiver))+"."+method
}

// withoutTypeArgs removes the type arguments from a name.
func withoutTypeArgs(name string) string {
	open, end := strings.IndexByte(name, '['), strings.LastIndexByte(name, ']')
	if open < 0 || end < open {
		return name
	}
	return name[:open] + name[end+1:]
}

// similarMethods returns near misses: methods of t with a right name and a wrong form,
// or the methods of *t.
func similarMethods(t reflect.Type) []graph.Near {
	if !serviceMethods(reflect.PointerTo(t)).isEmpty() {
		return []graph.Near{{
			Text:   fmt.Sprintf("*%v has such methods, and %v does not", t, t),
			Change: "return a pointer",
		}}
	}
	var near []graph.Near
	for _, m := range methodsByName(t) {
		near = append(near, graph.Near{Text: fmt.Sprintf("%v has %s", t, signatureOf(t, m)), Change: formAdvice(m.Name)})
	}
	return near
}

// formAdvice returns what to do about a method of another form.
func formAdvice(method string) string {
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

// methodsByName returns the methods of t that have the name of a hook. The names are
// constants: with other names the linker would have to keep every exported method of
// the program.
func methodsByName(t reflect.Type) (found []reflect.Method) {
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

// signatureOf returns a method of t in the notation of interfaces.
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
