// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package kit combines the generated constructors in the way of each library.
package kit

import (
	"github.com/samber/do/v2"
	"go.uber.org/dig"
	"go.uber.org/fx"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/bench/shape"
	"github.com/facet-go/facet/provide"
)

// Set is the content of a generated package.
type Set struct {
	shape.Shape
	New        []any                // constructors without hooks, the same for dig, fx and facet
	Facet, Fx  []any                // with a pair of hooks each; nil in large sets, as for do
	Decorators []any                // one for each module
	Values     func() []any         // one of each type
	ProvideDo  func(i do.Injector)  // registers all with samber/do
	InvokeDo   func(i do.Injector)  // and gets the roots
	Plain      func() (roots []any) // calls all by hand
	Root       any                  // a function that needs all
	Tenth      any                  // a function that needs a tenth
	Lookup     func(*facet.App) error
}

// Options returns an app of constructors, with a root.
func Options(constructors []any, root any, more ...facet.Option) []facet.Option {
	opts := make([]facet.Option, 0, len(constructors)+1+len(more))
	for _, c := range constructors {
		opts = append(opts, facet.Provide(c))
	}
	return append(append(opts, facet.Invoke(root)), more...)
}

// Modules returns the app in modules of [shape.ModuleSize].
func (s Set) Modules() []facet.Option {
	var opts []facet.Option
	for m, first := 0, 0; first < s.N; m, first = m+1, first+shape.ModuleSize {
		var in []facet.Option
		for i := first; i < min(first+shape.ModuleSize, s.N); i++ {
			if len(s.Private) > 0 && s.Private[m] == i {
				in = append(in, facet.Provide(s.New[i], provide.Private()))
			} else {
				in = append(in, facet.Provide(s.New[i]))
			}
		}
		if len(s.Decorators) > 0 {
			in = append(in, facet.Decorate(s.Decorators[m]))
		}
		opts = append(opts, facet.Module("m", in...))
	}
	return append(opts, facet.Invoke(s.Root))
}

// FxModules is Modules for fx, with one fx.Provide for each module.
func (s Set) FxModules() []fx.Option {
	opts := []fx.Option{fx.NopLogger}
	for m, first := 0, 0; first < s.N; m, first = m+1, first+shape.ModuleSize {
		var in []fx.Option
		var open []any
		for i := first; i < min(first+shape.ModuleSize, s.N); i++ {
			if len(s.Private) > 0 && s.Private[m] == i {
				in = append(in, fx.Provide(s.New[i], fx.Private))
			} else {
				open = append(open, s.New[i])
			}
		}
		in = append(in, fx.Provide(open...))
		if len(s.Decorators) > 0 {
			in = append(in, fx.Decorate(s.Decorators[m]))
		}
		opts = append(opts, fx.Module("m", in...))
	}
	return append(opts, fx.Invoke(s.Root))
}

// FxOptions returns an app of fx in one fx.Provide, or with one for each constructor.
func FxOptions(constructors []any, root any, each bool) []fx.Option {
	opts := []fx.Option{fx.NopLogger, fx.Invoke(root)}
	if !each {
		return append(opts, fx.Provide(constructors...))
	}
	for _, c := range constructors {
		opts = append(opts, fx.Provide(c))
	}
	return opts
}

// Dig builds with plain dig, which verifies acyclicity last, and returns the container.
func Dig(constructors []any, root any) *dig.Container {
	c := dig.New(dig.DeferAcyclicVerification())
	for _, f := range constructors {
		Must(c.Provide(f))
	}
	Must(c.Invoke(root))
	return c
}

// Do builds with samber/do.
func (s Set) Do() do.Injector {
	i := do.New()
	s.ProvideDo(i)
	s.InvokeDo(i)
	return i
}

// Must panics if err is not nil.
func Must(err error) {
	if err != nil {
		panic(err)
	}
}
