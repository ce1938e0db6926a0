// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/facet-go/facet/graph"
)

var errorType = reflect.TypeFor[error]()

// Constructor reads a constructor and its options. It returns the Spec and every
// problem. A Spec with problems is Broken. It is nil if there is no function and no
// value.
func Constructor(constructor any, place graph.Place, opts ...Option) (*Spec, []*graph.Problem) {
	r := newReader(graph.KindConstructor, place, "provide")
	r.applyOptions(opts, "")
	r.readComponent(constructor)
	return r.finish()
}

// readComponent reads a constructor or a decorator, after its options.
func (r *reader) readComponent(function any) {
	if !r.readFunction(function) {
		return
	}
	r.readParams()
	before := len(r.problems)
	r.readResults()
	resultsOK := len(r.problems) == before
	r.readHooks(resultsOK)
	r.readServices(resultsOK)
}

// Value reads a value with the static type t and its options. t may be an interface
// that v implements.
func Value(v any, t reflect.Type, place graph.Place, opts ...Option) (*Spec, []*graph.Problem) {
	r := newReader(graph.KindValue, place, "supply")
	r.applyOptions(opts, "a value, which is neither constructed nor started",
		"Params", "Results", "Eager", "Parallel", "After", "Before", "StartTimeout", "StopTimeout", "OnStart", "OnStop", "Service", "Cleanup")
	if t == nil {
		r.addProblem("nil-value", "an untyped nil has no type to be asked for; use facet.Value[T](nil)")
		return r.finish()
	}
	r.named = true
	r.spec.Value = reflect.New(t).Elem()
	if v != nil && !reflect.TypeOf(v).AssignableTo(t) {
		r.addProblem("bad-value", fmt.Sprintf("a %T cannot be assigned to it", v))
		return r.finish()
	}
	if v != nil {
		r.spec.Value.Set(reflect.ValueOf(v))
	}
	if t.Implements(errorType) {
		r.addProblem("error-value", "an error cannot be a value of the container; wrap it in a type of yours that is not an error")
		return r.finish()
	}
	r.readResult(t, 0, nil, r.config.name, r.config.group)
	r.rejectDuplicateKeys()
	return r.finish()
}

// Invoke reads a function that every build calls once, with its parameters. All its
// results are ignored, except an error as the last.
func Invoke(function any, place graph.Place) (*Spec, []*graph.Problem) {
	r := newReader(graph.KindInvoke, place, "invoke")
	if r.readFunction(function) {
		r.readParams()
		t := r.spec.Func.Type()
		n := t.NumOut()
		if n > 0 && t.Out(n-1) == errorType {
			r.spec.HasErr = true
			n--
		}
		for i := range n {
			if out := t.Out(i); out.Implements(errorType) {
				r.addProblem("error-result", fmt.Sprintf(
					"result %d: %v would be lost; return it as the last result, of type error", i+1, out))
			}
		}
	}
	return r.finish()
}

// reader reads one registration and collects its problems.
type reader struct {
	spec     *Spec
	verb     string // what facet does with the function: "provide", "invoke"
	named    bool   // the text of every problem begins with the name of the Spec
	config   config
	problems []*graph.Problem

	// The function whose parameters are read now.
	signature reflect.Type
	hook      *Hook // nil if it is the function of the Spec
	params    []Param
}

func newReader(kind graph.Kind, place graph.Place, verb string) reader {
	s := &struct {
		Spec
		result [1]Result // most have one; that saves an allocation
	}{Spec: Spec{Kind: kind, Place: place}}
	s.Results = s.result[:0]
	return reader{spec: &s.Spec, verb: verb}
}

func (r *reader) readFunction(f any) bool {
	v := reflect.ValueOf(f)
	switch {
	case f == nil:
		r.addProblem("nil-function", fmt.Sprintf("cannot %s an untyped nil; give a function", r.verb))
		return false
	case v.Kind() != reflect.Func:
		change := "give a function"
		if r.verb == "provide" {
			change = "give the constructor itself, without calling it, or use facet.Supply for a value"
			r.spec.Kind, r.spec.Value = graph.KindValue, v
		}
		r.addProblem("not-a-function", fmt.Sprintf("cannot %s a value of type %v; %s", r.verb, v.Type(), change))
		return false
	case v.IsNil():
		when := "before it is listed"
		if r.verb == "call" {
			when = "first"
		}
		r.addProblem("nil-function", fmt.Sprintf("cannot %s a nil %v; set the function %s", r.verb, v.Type(), when))
		return false
	}
	r.spec.Func = v
	r.named = true
	return true
}

func (r *reader) addProblem(slug, text string) {
	r.problems = append(r.problems, &graph.Problem{Slug: slug, Text: text})
}

func (r *reader) finish() (*Spec, []*graph.Problem) {
	r.problems = append(r.config.problems, r.problems...)
	if len(r.problems) == 0 {
		return r.spec, nil
	}
	for _, p := range r.problems {
		if r.named {
			p.Text = r.spec.Name() + ": " + p.Text
		}
		p.Place = r.spec.Place
	}
	if !r.spec.Func.IsValid() && !r.spec.Value.IsValid() {
		return nil, r.problems
	}
	r.spec.Broken = true
	r.inferKeys()
	return r.spec, r.problems
}

// inferKeys adds the keys that a broken registration was probably meant to provide, so
// that they are not reported as missing.
func (r *reader) inferKeys() {
	for _, a := range r.config.as {
		r.inferKey(a.typ, r.config.name)
	}
	switch s := r.spec; s.Kind {
	case graph.KindValue:
		r.inferKey(s.Value.Type(), r.config.name)
	case graph.KindConstructor:
		for i := range s.Func.Type().NumOut() {
			r.inferKey(s.Func.Type().Out(i), r.config.name)
		}
	}
}

// inferKey adds one type, and the fields of a result struct that it is or points to.
func (r *reader) inferKey(t reflect.Type, name string) {
	key := Key{Type: t, Name: name}
	if t != errorType && !slices.ContainsFunc(r.spec.Results, func(res Result) bool { return res.Key == key }) {
		r.spec.Results = append(r.spec.Results, Result{Key: key})
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || !embeds(t, outType) && !embedsPointer(t, outType) {
		return
	}
	for i := range t.NumField() {
		if f := t.Field(i); f.Type != outType && f.Type != reflect.PointerTo(outType) && f.Type != t {
			r.inferKey(f.Type, f.Tag.Get("name"))
			r.inferKey(f.Type, name)
		}
	}
}
