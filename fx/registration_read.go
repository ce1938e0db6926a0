// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"go.uber.org/fx/internal/callstack"

	"github.com/facet-go/facet/adapt"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

// problemsError holds what facet refuses about a registration.
type problemsError struct{ problems []*graph.Problem }

// Error returns the problems as facet writes them.
func (e *problemsError) Error() string {
	return (&graph.Problems{Op: "register", Left: "nothing was constructed", List: e.problems}).Error()
}

// read sets the Spec. The error has the words of fx, or wraps a problemsError.
func (r *registration) read() error {
	s, err := r.readSpec()
	if err != nil {
		return err
	}
	if len(s.Hooks) == 0 { // hooks have the positions of parameters
		sortSoftLast(s.Params)
	}
	s.Module, s.Private = r.module.own, r.private && r.module.parent != nil
	r.spec = s
	return nil
}

// sortSoftLast moves soft groups after the other parameters: dig fills them last.
func sortSoftLast(params []adapt.Param) {
	slices.SortStableFunc(params, func(a, b adapt.Param) int { return softness(a) - softness(b) })
}

func softness(p adapt.Param) int {
	if p.Soft {
		return 1
	}
	return 0
}

func (r *registration) readSpec() (*adapt.Spec, error) {
	switch r.kind {
	case kindSupply, kindReplace:
		return r.readValue(r.target.(given)) //nolint:errcheck // the kinds say so
	case kindInvoke, kindInstall:
		return r.readInvoke()
	default:
		return r.readFunction()
	}
}

// readTarget reads a function as what the kind says.
func (r *registration) readTarget(f any, opts ...provide.Option) (*adapt.Spec, []*graph.Problem) {
	if r.isDecorator() {
		return adapt.Decorator(f, r.origin.place, opts...)
	}
	return adapt.Constructor(f, r.origin.place, opts...)
}

func (r *registration) readFunction() (*adapt.Spec, error) {
	switch t := r.target.(type) {
	case Option:
		return nil, fmt.Errorf("fx.Option should be passed to fx.New directly, not to fx.%s: fx.%[1]s received %v from:\n%+v", r.verb(), t, r.origin.stack)
	case annotationError:
		return nil, fmt.Errorf("encountered error while applying annotation using fx.Annotate to %s: %w", callstack.FuncName(t.target), t.err)
	case annotated:
		return r.readAnnotated(&t)
	case Annotated:
		return r.readOldAnnotated(t)
	default:
		if err := r.checkResults(t); err != nil {
			return nil, err
		}
		s, problems := r.readTarget(t)
		if len(problems) > 0 {
			return nil, r.failed(&problemsError{problems})
		}
		r.asWritten = true
		return s, nil
	}
}

// checkResults refuses a function that returns an Annotated.
func (r *registration) checkResults(f any) error {
	t := reflect.TypeOf(f)
	if t == nil || t.Kind() != reflect.Func {
		return nil
	}
	for i := range t.NumOut() {
		if t.Out(i) == reflect.TypeFor[Annotated]() {
			return fmt.Errorf("fx.Annotated should be passed to fx.Provide directly, it should not be returned by the constructor: fx.Provide received %v from:\n%+v",
				callstack.FuncName(f), r.origin.stack)
		}
	}
	return nil
}

func (r *registration) readAnnotated(a *annotated) (*adapt.Spec, error) {
	if err := a.check(); err != nil {
		return nil, r.failed(err)
	}
	s, problems := r.readTarget(a.target)
	if problems = a.unsettled(s, problems); len(problems) > 0 {
		return nil, r.failed(&problemsError{problems})
	}
	if err := a.applyTo(s, r.isDecorator()); err != nil {
		return nil, r.failed(err)
	}
	return s, nil
}

// unsettled returns the problems that annotations do not settle: they give results of one
// type different keys.
func (a *annotated) unsettled(s *adapt.Spec, problems []*graph.Problem) []*graph.Problem {
	if s == nil || !a.changesResults() {
		return problems
	}
	rest := slices.DeleteFunc(slices.Clone(problems), func(p *graph.Problem) bool { return p.Slug == "conflicting-keys" })
	if len(rest) == 0 {
		s.Broken = false
	}
	return rest
}

func (r *registration) readOldAnnotated(a Annotated) (*adapt.Spec, error) {
	if a.Name != "" && a.Group != "" {
		return nil, fmt.Errorf("fx.Annotated may specify only one of Name or Group: received %v from:\n%+v", a, r.origin.stack)
	}
	s, problems := r.readTarget(a.Target, keyOptions(a.Name, a.Group)...)
	if len(problems) > 0 {
		return nil, r.failed(&problemsError{problems})
	}
	return s, nil
}

// keyOptions returns the options for a name and a group, "" for none.
func keyOptions(name, group string) []provide.Option {
	var opts []provide.Option
	if name != "" {
		opts = append(opts, provide.Name(name))
	}
	if group != "" {
		opts = append(opts, provide.Group(group))
	}
	return opts
}

func (r *registration) readInvoke() (*adapt.Spec, error) {
	target := r.target
	var a *annotated
	switch t := target.(type) {
	case Option:
		return nil, fmt.Errorf("fx.Option should be passed to fx.New directly, not to fx.Invoke: fx.Invoke received %v from:\n%+v", t, r.origin.stack)
	case annotated:
		if err := t.check(); err != nil {
			return nil, err
		}
		a, target = &t, t.target
	}
	if t := reflect.TypeOf(target); t == nil || t.Kind() != reflect.Func {
		return nil, fmt.Errorf("can't invoke non-function %v (type %v)", target, t)
	}
	s, problems := adapt.Invoke(target, r.origin.place)
	if len(problems) > 0 {
		return nil, &problemsError{problems}
	}
	if a != nil {
		if err := errors.Join(a.applyParams(s), a.applyHooks(s)); err != nil {
			return nil, err
		}
	}
	r.asWritten, s.Title = a == nil, r.title
	return s, nil
}

func (r *registration) readValue(g given) (*adapt.Spec, error) {
	var s *adapt.Spec
	var problems []*graph.Problem
	switch {
	case r.kind == kindReplace:
		s, problems = adapt.Decorator(g.constructor(), r.origin.place)
		r.asWritten = g.annotation == nil
	case g.annotation != nil && len(g.annotation.hooks) > 0: // only a component has hooks
		s, problems = adapt.Constructor(g.constructor(), r.origin.place)
	default:
		s, problems = adapt.Value(g.value, g.typ, r.origin.place, keyOptions(g.name, g.group)...)
	}
	if len(problems) > 0 {
		return nil, r.failed(&problemsError{problems})
	}
	if s.Kind != graph.KindValue {
		s.Title = r.name()
	}
	if g.annotation != nil {
		if err := g.annotation.applyTo(s, r.isDecorator()); err != nil {
			return nil, r.failed(err)
		}
	}
	return s, nil
}
