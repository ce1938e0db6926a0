// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"bytes"
	"reflect"

	"go.uber.org/dig"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/adapt"
)

// mirror is a container of dig with the registrations of an app, whose functions do
// nothing. It is made for the errors and pictures of dig, after something has failed.
type mirror struct {
	container *dig.Container
	scopes    map[*adapt.Module]digScope
	errs      map[*registration]error // of Provide and Decorate
	again     func() *mirror
	invoked   []*registration // without an error
}

// digScope is a container or a scope of it.
type digScope interface {
	Provide(constructor any, opts ...dig.ProvideOption) error
	Decorate(decorator any, opts ...dig.DecorateOption) error
	Invoke(function any, opts ...dig.InvokeOption) error
	Scope(name string, opts ...dig.ScopeOption) *dig.Scope
}

// newMirror makes a mirror in which the function of failed fails with err. refused are
// registrations without a Spec to try, too.
func (a *App) newMirror(failed *registration, err error, refused ...*registration) *mirror {
	m := &mirror{
		container: dig.New(dig.DeferAcyclicVerification(), dig.RecoverFromPanics()),
		scopes:    map[*adapt.Module]digScope{}, errs: map[*registration]error{},
		again: func() *mirror { return a.newMirror(failed, err, refused...) },
	}
	m.scopes[nil] = m.container
	_ = m.container.Provide(func() (*facet.Lifecycle, *facet.App) { return nil, nil }) // facet makes these
	for _, r := range a.registrations {
		if r.spec != nil && !r.isSecond {
			m.add(r, failed == r, err)
		}
	}
	for _, r := range refused {
		m.try(r)
	}
	return m
}

func (m *mirror) scope(of *adapt.Module) digScope {
	if s, ok := m.scopes[of]; ok {
		return s
	}
	s := m.scope(of.Parent).Scope(of.Name)
	m.scopes[of] = s
	return s
}

func (m *mirror) add(r *registration, fails bool, err error) {
	s, f := m.scope(r.spec.Module), stub(r, fails, err)
	if r.isDecorator() {
		m.errs[r] = s.Decorate(f)
		return
	}
	opts := []dig.ProvideOption{dig.Export(!r.spec.Private)}
	if r.spec.Func.IsValid() {
		opts = append(opts, dig.LocationForPC(r.spec.Func.Pointer()))
	}
	m.errs[r] = s.Provide(f, opts...)
}

// try gives dig what was refused: if it has a Spec as a stub, else as it is.
func (m *mirror) try(r *registration) {
	if r.spec != nil {
		m.add(r, false, nil)
		return
	}
	target := r.target
	var opts []dig.ProvideOption
	switch t := target.(type) {
	case Annotated:
		target = t.Target
		if t.Name != "" {
			opts = append(opts, dig.Name(t.Name))
		}
		if t.Group != "" {
			opts = append(opts, dig.Group(t.Group))
		}
	case annotated:
		target = t.target
	case given:
		target = t.constructor()
	}
	if r.isDecorator() {
		m.errs[r] = m.scope(r.module.own).Decorate(target)
	} else {
		m.errs[r] = m.scope(r.module.own).Provide(target, opts...)
	}
}

// invoke returns the error with which dig cannot invoke a function. It does not call it.
func (m *mirror) invoke(r *registration) error {
	err := m.invokeStub(r)
	if err == nil || r.kind == kindInstall || !r.asWritten {
		return err
	}
	// Once more for the name of the function, which cannot be called, as its arguments
	// fail; in another mirror, as dig forgets that a decorator has failed.
	again := m.again()
	for _, earlier := range m.invoked {
		_ = again.invokeStub(earlier) // it has not failed before
	}
	m.container = again.container
	return again.scope(r.spec.Module).Invoke(r.target)
}

// invokeStub is invoke without the name of the function. What it decorates stays decorated.
func (m *mirror) invokeStub(r *registration) error {
	f := stub(r, false, nil)
	if r.kind != kindInstall && r.asWritten {
		f = doNothing(reflect.TypeOf(r.target))
	}
	err := m.scope(r.spec.Module).Invoke(f)
	if err == nil {
		m.invoked = append(m.invoked, r)
	}
	return err
}

// cycle returns the cycle that dig finds, in the app or in a module. dig never returns from
// a cycle that it has not found, so nothing may be invoked then.
func (m *mirror) cycle(of *adapt.Module) error {
	for _, s := range []digScope{m.container, m.scope(of)} {
		if err := s.Invoke(func() {}); err != nil {
			return err
		}
	}
	return nil
}

// picture returns an error of dig in the language of Graphviz, or "".
func (m *mirror) picture(err error) string {
	if err == nil || !dig.CanVisualizeError(err) {
		return ""
	}
	var b bytes.Buffer
	if dig.Visualize(m.container, &b, dig.VisualizeError(err)) != nil {
		return ""
	}
	return b.String()
}

// DotGraph is the graph in the language of Graphviz. Every constructor may take it.
type DotGraph string

// dotGraph is the constructor of DotGraph.
func (a *App) dotGraph() (DotGraph, error) {
	var b bytes.Buffer
	err := dig.Visualize(a.newMirror(nil, nil).container, &b)
	return DotGraph(b.String()), err
}
