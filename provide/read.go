// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/facet-go/facet/graph"
)

var errorType = reflect.TypeFor[error]()

// Constructor reads a constructor and its options. It returns the Spec and
// everything that is wrong with it. A Spec with problems is Broken; it is nil if
// there is no function to speak of.
func Constructor(constructor any, place graph.Place, opts ...Option) (*Spec, []*graph.Problem) {
	r := read(graph.KindConstructor, place, "provide")
	r.options(opts, "")
	r.component(constructor)
	return r.end()
}

// component reads a constructor or a decorator, whose options have been read.
func (r *reader) component(function any) {
	if !r.function(function) {
		return
	}
	r.params()
	before := len(r.problems)
	r.results()
	resultsAreRight := len(r.problems) == before
	r.hooks(resultsAreRight)
	r.services(resultsAreRight)
}

// Value reads a value with the static type t, which may be an interface that v
// implements, and its options.
func Value(v any, t reflect.Type, place graph.Place, opts ...Option) (*Spec, []*graph.Problem) {
	r := read(graph.KindValue, place, "supply")
	r.options(opts, "a value, which is neither constructed nor started",
		"Params", "Results", "Eager", "Parallel", "After", "Before", "StartTimeout", "StopTimeout", "OnStart", "OnStop", "Service")
	if t == nil {
		r.problem("nil-value", "an untyped nil has no type to be asked for; use facet.Value[T](nil)")
		return r.end()
	}
	r.named = true
	r.spec.Value = reflect.New(t).Elem()
	if v != nil && !reflect.TypeOf(v).AssignableTo(t) {
		r.problem("bad-value", fmt.Sprintf("a %T cannot be assigned to it", v))
		return r.end()
	}
	if v != nil {
		r.spec.Value.Set(reflect.ValueOf(v))
	}
	if t.Implements(errorType) {
		r.problem("error-value", "an error cannot be a value of the container; wrap it in a type of yours that is no error")
		return r.end()
	}
	r.result(t, 0, nil, r.config.name, r.config.group)
	r.conflicts()
	return r.end()
}

// Invoke reads a function that is called once its parameters are there. What it
// returns is ignored, save for an error as the last result.
func Invoke(function any, place graph.Place) (*Spec, []*graph.Problem) {
	r := read(graph.KindInvoke, place, "invoke")
	if r.function(function) {
		r.params()
		t := r.spec.Func.Type()
		n := t.NumOut()
		if n > 0 && t.Out(n-1) == errorType {
			r.spec.HasErr = true
			n--
		}
		for i := range n {
			if out := t.Out(i); out.Implements(errorType) {
				r.problem("error-result", fmt.Sprintf(
					"result %d: %v would be lost; return it as the last result, of type error", i+1, out))
			}
		}
	}
	return r.end()
}

// reader reads one registration and collects what is wrong with it.
type reader struct {
	spec     *Spec
	verb     string
	named    bool // the name of the spec leads every problem's text
	config   config
	problems []*graph.Problem

	// Of the function whose parameters are being read.
	signature reflect.Type
	hook      *Hook // it is that hook, not the Spec's own
	asked     []Param
}

// noExtra is that of a registration that has none.
var noExtra = &Extra{}

func read(kind graph.Kind, place graph.Place, verb string) reader {
	s := &struct {
		Spec
		result [1]Result // most give one
	}{Spec: Spec{Kind: kind, Place: place, Extra: noExtra}}
	s.Results = s.result[:0]
	return reader{spec: &s.Spec, verb: verb}
}

// extra returns that of the Spec, to be changed.
func (r *reader) extra() *Extra {
	if r.spec.Extra == noExtra {
		r.spec.Extra = &Extra{}
	}
	return r.spec.Extra
}

func (r *reader) function(f any) bool {
	v := reflect.ValueOf(f)
	switch {
	case f == nil:
		r.problem("nil-function", fmt.Sprintf("cannot %s an untyped nil; give a function", r.verb))
		return false
	case v.Kind() != reflect.Func:
		change := "give a function"
		if r.verb == "provide" {
			change = "give the constructor itself, without calling it, or use facet.Supply for a value"
			r.spec.Kind, r.spec.Value = graph.KindValue, v
		}
		r.problem("not-a-function", fmt.Sprintf("cannot %s a value of type %v; %s", r.verb, v.Type(), change))
		return false
	case v.IsNil():
		when := "before it is listed"
		if r.verb == "call" {
			when = "first"
		}
		r.problem("nil-function", fmt.Sprintf("cannot %s a nil %v; set the function %s", r.verb, v.Type(), when))
		return false
	}
	r.spec.Func = v
	r.named = true
	return true
}

func (r *reader) problem(slug, text string) {
	r.problems = append(r.problems, &graph.Problem{Slug: slug, Text: text})
}

func (r *reader) end() (*Spec, []*graph.Problem) {
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
	r.guess()
	return r.spec, r.problems
}

// guess adds the keys that a broken registration was probably meant to give, so
// that nobody is told that they are missing.
func (r *reader) guess() {
	for _, a := range r.config.as {
		r.guessed(a.as, r.config.name)
	}
	switch s := r.spec; s.Kind {
	case graph.KindValue:
		r.guessed(s.Value.Type(), r.config.name)
	case graph.KindConstructor:
		for i := range s.Func.Type().NumOut() {
			r.guessed(s.Func.Type().Out(i), r.config.name)
		}
	}
}

// guessed adds one type, or the fields of a result struct that it is or points to.
func (r *reader) guessed(t reflect.Type, name string) {
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
			r.guessed(f.Type, f.Tag.Get("name"))
			r.guessed(f.Type, name)
		}
	}
}
