// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package main

import (
	"context"
	"reflect"
	"strconv"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/provide"
)

// Each node provides its own type: a pointer to an array whose length depends on its number.
// The first element is the instance.

// member is the type of the nodes in groups.
type member struct{ in *instance }

// mark is the type for After options, with a name for each node.
type mark struct{}

var (
	handleType  = reflect.TypeFor[*facet.Lifecycle]()
	appType     = reflect.TypeFor[*facet.App]()
	memberType  = reflect.TypeFor[*member]()
	markType    = reflect.TypeFor[*mark]()
	errorType   = reflect.TypeFor[error]()
	contextType = reflect.TypeFor[context.Context]()
)

func typeOf(at int) reflect.Type {
	return reflect.PointerTo(reflect.ArrayOf(at+1, reflect.TypeFor[*instance]()))
}

func valueOf(at int, in *instance) reflect.Value {
	v := reflect.New(typeOf(at).Elem())
	v.Elem().Index(0).Set(reflect.ValueOf(in))
	return v
}

// instancesIn returns the instances in arguments.
func instancesIn(args []reflect.Value) []*instance {
	var list []*instance
	for _, arg := range args {
		switch {
		case arg.Type().Kind() == reflect.Slice:
			for i := range arg.Len() {
				list = append(list, arg.Index(i).Interface().(*member).in) //nolint:errcheck,forcetypeassert // the only slice type
			}
		case arg.Type().Kind() == reflect.Pointer && arg.Type().Elem().Kind() == reflect.Array && !arg.IsNil():
			list = append(list, arg.Elem().Index(0).Interface().(*instance)) //nolint:errcheck,forcetypeassert // as typeOf says
		}
	}
	return list
}

// argument returns the first argument of type T, or nothing.
func argument[T any](args []reflect.Value) (found T) {
	for _, arg := range args {
		if v, ok := arg.Interface().(T); ok {
			return v
		}
	}
	return found
}

// signature collects a function's parameters and results with their tags.
type signature struct {
	in, out        []reflect.Type
	params, result []string
}

func (s *signature) param(t reflect.Type, tag string) {
	s.in, s.params = append(s.in, t), append(s.params, tag)
}

func (s *signature) gives(t reflect.Type, tag string) {
	s.out, s.result = append(s.out, t), append(s.result, tag)
}

func (s *signature) make(f func([]reflect.Value) []reflect.Value) any {
	return reflect.MakeFunc(reflect.FuncOf(s.in, append(s.out, errorType), false), f).Interface()
}

// register returns the option that registers a node.
func (l *life) register(n *node) facet.Option {
	var s signature
	if n.handle {
		s.param(handleType, "")
	}
	if n.app {
		s.param(appType, "")
	}
	for _, dep := range n.deps {
		s.param(typeOf(dep), "")
	}
	if n.reads != "" {
		group := n.reads
		if n.soft {
			group += ",soft"
		}
		s.param(reflect.SliceOf(memberType), `group:"`+group+`"`)
	}
	at := n.at
	switch {
	case n.decorates != none:
		at = n.decorates
		s.gives(typeOf(at), "")
	case n.group != "":
		s.gives(memberType, `group:"`+n.group+`"`)
	default:
		s.gives(typeOf(at), "")
		s.gives(markType, `name:"c`+strconv.Itoa(at)+`"`)
	}
	f := s.make(func(args []reflect.Value) []reflect.Value {
		in, err := l.construct(n, args)
		var out []reflect.Value
		for _, t := range s.out {
			out = append(out, reflect.Zero(t))
		}
		switch {
		case err != nil:
		case n.group != "":
			out[0] = reflect.ValueOf(&member{in})
		default:
			out[0] = valueOf(at, in)
		}
		return append(out, errorValue(err))
	})
	opts := n.options(&s)
	if n.decorates != none {
		return facet.Decorate(f, opts...)
	}
	return facet.Provide(f, opts)
}

func (n *node) options(s *signature) []provide.Option {
	opts := []provide.Option{provide.Params(s.params...), provide.Results(s.result...)}
	for _, other := range n.after {
		opts = append(opts, provide.After[*mark]("c"+strconv.Itoa(other)))
	}
	if n.tag != "" {
		opts = append(opts, provide.Parallel(n.tag))
	}
	if n.private {
		opts = append(opts, provide.Private())
	}
	if n.eager {
		opts = append(opts, provide.Eager())
	}
	return opts
}

func errorValue(err error) reflect.Value {
	if err == nil {
		return reflect.Zero(errorType)
	}
	return reflect.ValueOf(&err).Elem()
}

// invoke returns a function for Invoke that needs some nodes.
func (l *life) invoke(needs []int) any {
	var s signature
	for _, at := range needs {
		s.param(typeOf(at), "")
	}
	d := l.dice(diceInvoke)
	return s.make(func([]reflect.Value) []reflect.Value {
		ctx := context.Background()
		return []reflect.Value{errorValue(l.perform(ctx, l.drawAct(d.split(), hooks.PhaseConstruct), nil))}
	})
}
