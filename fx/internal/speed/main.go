// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Command speed measures one shape of an app, and prints the shortest time of some runs in
// nanoseconds. It uses the API of fx only, so that it can be built with stock fx, too.
//
//	speed flat|modules|hooks|annotated RUNS
package main

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"strconv"
	"time"

	"go.uber.org/fx"
)

func main() {
	shape := shapes[os.Args[1]]
	runs, err := strconv.Atoi(os.Args[2])
	check(err)
	best := time.Duration(0)
	for range runs {
		opts := shape.options()
		began := time.Now()
		app := fx.New(append(opts, fx.NopLogger)...)
		check(app.Err())
		if shape.starts {
			check(app.Start(context.Background()))
			check(app.Stop(context.Background()))
		}
		if took := time.Since(began); best == 0 || took < best {
			best = took
		}
	}
	fmt.Println(best.Nanoseconds())
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// shape is one kind of app.
type shape struct {
	options func() []fx.Option
	starts  bool
}

var shapes = map[string]shape{
	"flat":      {flat, false},
	"modules":   {modules, false},
	"hooks":     {hooks, true},
	"annotated": {annotated, true},
}

// flat is 2000 constructors, each of which needs the two before it.
func flat() []fx.Option {
	var all []any
	for i := range 2000 {
		all = append(all, constructor(i, 2))
	}
	return []fx.Option{fx.Provide(all...), fx.Invoke(invoked(1999))}
}

// modules is flat in 200 modules with an invoked function each.
func modules() []fx.Option {
	var all []fx.Option
	for m := range 200 {
		var constructors []any
		for i := range 10 {
			constructors = append(constructors, constructor(10*m+i, 2))
		}
		all = append(all, fx.Module(fmt.Sprint("module", m), fx.Provide(constructors...), fx.Invoke(invoked(10*m+9))))
	}
	return all
}

func nop(context.Context) error { return nil }

// hooks is a chain of 1000 constructors with a hook each.
func hooks() []fx.Option {
	var all []any
	for i := range 1000 {
		t, in := typeOf(i), []reflect.Type{reflect.TypeFor[fx.Lifecycle]()}
		if i > 0 {
			in = append(in, typeOf(i-1))
		}
		all = append(all, reflect.MakeFunc(reflect.FuncOf(in, []reflect.Type{t}, false), func(args []reflect.Value) []reflect.Value {
			args[0].Interface().(fx.Lifecycle).Append(fx.Hook{OnStart: nop, OnStop: nop}) //nolint:errcheck // its type
			return []reflect.Value{reflect.New(t).Elem()}
		}).Interface())
	}
	return []fx.Option{fx.Provide(all...), fx.Invoke(invoked(999))}
}

// annotated is a chain of 1000 constructors with OnStart and OnStop.
func annotated() []fx.Option {
	var all []any
	for i := range 1000 {
		all = append(all, fx.Annotate(constructor(i, 1), fx.OnStart(nop), fx.OnStop(nop)))
	}
	return []fx.Option{fx.Provide(all...), fx.Invoke(invoked(999))}
}

// typeOf returns one of many types.
func typeOf(i int) reflect.Type { return reflect.ArrayOf(i, reflect.TypeFor[struct{}]()) }

// constructor returns a constructor of a type that needs some of those before it.
func constructor(i, needs int) any {
	var in []reflect.Type
	for before := i - 1; before >= max(0, i-needs); before-- {
		in = append(in, typeOf(before))
	}
	t := typeOf(i)
	return reflect.MakeFunc(reflect.FuncOf(in, []reflect.Type{t}, false), func([]reflect.Value) []reflect.Value {
		return []reflect.Value{reflect.New(t).Elem()}
	}).Interface()
}

func invoked(i int) any {
	t := reflect.FuncOf([]reflect.Type{typeOf(i)}, nil, false)
	return reflect.MakeFunc(t, func([]reflect.Value) []reflect.Value { return nil }).Interface()
}
