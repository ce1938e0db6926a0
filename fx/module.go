// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"errors"

	"go.uber.org/fx/fxevent"

	"github.com/facet-go/facet/adapt"
)

// module is the app itself or a Module, with the arguments of its options.
type module struct {
	app        *App
	parent     *module // nil for the app
	name       string
	trace      []string      // the places of the modules, the innermost first
	own        *adapt.Module // nil for the app
	provides   []*registration
	decorators []*registration
	invokes    []*registration
	modules    []*module

	logger   *registration  // of WithLogger, or nil
	log      fxevent.Logger // in use
	fallback fxevent.Logger // if the logger cannot be constructed
}

func newModule(app *App, parent *module, name string) *module {
	m := &module{app: app, parent: parent, name: name}
	if parent != nil {
		m.own = &adapt.Module{Name: name, Parent: parent.own}
	}
	return m
}

// scopedKey is a key in the module in which it is visible, nil for the whole app.
type scopedKey struct {
	module *adapt.Module
	key    adapt.Key
}

// errTaken is the error of a key that is provided or decorated already. dig has a better
// text.
var errTaken = errors.New("already provided")

// take marks the keys of a registration, and reports whether they were free.
func take(taken map[scopedKey]bool, r *registration) bool {
	var at *adapt.Module
	if r.spec.Private || r.isDecorator() {
		at = r.spec.Module
	}
	isFree := true
	for _, res := range r.spec.Results {
		k := scopedKey{at, res.Key}
		if res.Key.Group != "" && !r.isDecorator() {
			continue
		}
		isFree = isFree && !taken[k]
		taken[k] = true
	}
	return isFree
}

// registerProvided reads what the module and the modules in it provide, until the app has
// an error.
func (m *module) registerProvided(taken map[scopedKey]bool) {
	for _, r := range m.provides {
		if m.app.err != nil {
			return
		}
		m.app.err = m.app.register(r, taken)
		m.emitProvided(r)
	}
	for _, child := range m.modules {
		child.registerProvided(taken)
	}
}

// registerDecorators reads the decorators, until one is refused.
func (m *module) registerDecorators(taken map[scopedKey]bool) error {
	for _, r := range m.decorators {
		err := m.app.register(r, taken)
		m.emitDecorated(r, err)
		if err != nil {
			return err
		}
	}
	for _, child := range m.modules {
		if err := child.registerDecorators(taken); err != nil {
			return err
		}
	}
	return nil
}

// register reads a registration and adds it to the app.
func (a *App) register(r *registration, taken map[scopedKey]bool) error {
	err := r.read()
	if err == nil && !take(taken, r) {
		err = errTaken
	}
	if err != nil {
		err = a.inWordsOfDig(r, err)
		r.spec = nil
		return err
	}
	a.registrations = append(a.registrations, r)
	return nil
}

func (m *module) emitProvided(r *registration) {
	trace := append([]string{r.origin.stack.Top()}, m.trace...)
	if r.kind == kindSupply {
		m.emit(&fxevent.Supplied{
			TypeName: r.typ.String(), StackTrace: r.origin.stack.Strings(), ModuleTrace: trace, ModuleName: m.name, Err: m.app.err,
		})
		return
	}
	m.emit(&fxevent.Provided{
		ConstructorName: r.name(), OutputTypeNames: r.outputs(), StackTrace: r.origin.stack.Strings(), ModuleTrace: trace,
		ModuleName: m.name, Err: m.app.err, Private: r.private,
	})
}

func (m *module) emitDecorated(r *registration, err error) {
	trace := append([]string{r.origin.stack.Top()}, m.trace...)
	if r.kind == kindReplace {
		m.emit(&fxevent.Replaced{
			OutputTypeNames: []string{r.typ.String()}, StackTrace: r.origin.stack.Strings(), ModuleTrace: trace, ModuleName: m.name, Err: err,
		})
		return
	}
	m.emit(&fxevent.Decorated{
		DecoratorName: r.name(), OutputTypeNames: r.outputs(), StackTrace: r.origin.stack.Strings(), ModuleTrace: trace, ModuleName: m.name, Err: err,
	})
}

// allInvokes returns the invoked functions of the modules and then those of m.
func (m *module) allInvokes() []*registration {
	var all []*registration
	for _, child := range m.modules {
		all = append(all, child.allInvokes()...)
	}
	return append(all, m.invokes...)
}
