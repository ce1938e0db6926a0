// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"reflect"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

type Config struct{ Path string }

func NewLog(Config) (*bytes.Buffer, error) { return &bytes.Buffer{}, nil }

func Example() {
	spec, problems := provide.Constructor(NewLog, graph.Caller(0), provide.Name("access"), provide.As[io.Writer]())
	fmt.Println("problems:", len(problems))
	for _, p := range spec.Params {
		fmt.Println("needs", p.Key, "as", spec.Where(p))
	}
	for _, r := range spec.Results {
		fmt.Println("gives", r.Key)
	}
	// Output:
	// problems: 0
	// needs provide_test.Config as parameter 1
	// gives io.Writer[name="access"]
}

func ExampleConstructor_problems() {
	_, problems := provide.Constructor(func(struct {
		provide.In
		Writers io.Writer `group:"logs"`
	},
	) error {
		return nil
	}, graph.Place{})
	for _, p := range problems {
		fmt.Println(p.Slug)
	}
	// Output:
	// bad-group
	// only-error
}

func ExampleValue() {
	// The static type decides: this is an io.Writer, not an *os.File.
	spec, _ := provide.Value(os.Stdout, reflect.TypeFor[io.Writer](), graph.Caller(0))
	fmt.Println(spec.Kind, spec.Results[0].Key)
	// Output: value io.Writer
}

func ExampleInvoke() {
	spec, _ := provide.Invoke(func(io.Writer, Config) error { return nil }, graph.Caller(0))
	fmt.Println(spec.Kind, spec.Params[0].Key, spec.Params[1].Key, spec.HasErr)
	// Output: invoke io.Writer provide_test.Config true
}

func ExampleCall() {
	// The caller passes the context. The app provides the rest.
	spec, _ := provide.Call(func(context.Context, io.Writer) error { return nil }, graph.Caller(0))
	fmt.Println(spec.Kind, spec.Context, spec.Where(spec.Params[0]), spec.Params[0].Key)
	// Output: invoke true parameter 2 io.Writer
}

func ExampleDecorator() {
	// A decorator takes the whole group and returns the whole group.
	sorted := func(log *bytes.Buffer, logs []io.Writer) (*bytes.Buffer, []io.Writer) { return log, logs }
	spec, _ := provide.Decorator(sorted, graph.Caller(0),
		provide.Params("", `group:"logs"`), provide.Results("", `group:"logs"`))
	for _, r := range spec.Results {
		fmt.Println(spec.Kind, "of", r.Key, r.Whole)
	}
	// Output:
	// decorator of *bytes.Buffer false
	// decorator of io.Writer[group="logs"] true
}

func ExamplePopulate() {
	var log io.Writer
	spec, _ := provide.Populate(&log, graph.Caller(0))
	fmt.Println(spec.Kind, spec.Name(), "needs", spec.Params[0].Key)

	spec.Func.Call([]reflect.Value{reflect.ValueOf(os.Stdout)})
	fmt.Fprintln(log, "filled")
	// Output:
	// invoke populate io.Writer needs io.Writer
	// filled
}

func ExampleIn() {
	type Params struct {
		provide.In
		Main    *bytes.Buffer
		Replica *bytes.Buffer   `name:"replica" optional:"true"`
		Logs    []*bytes.Buffer `group:"logs"`
	}
	spec, _ := provide.Invoke(func(Params) {}, graph.Caller(0))
	for _, p := range spec.Params {
		fmt.Println(spec.Where(p), "is", p.Key)
	}
	// Output:
	// parameter 1, field Main is *bytes.Buffer
	// parameter 1, field Replica is *bytes.Buffer[name="replica"]
	// parameter 1, field Logs is *bytes.Buffer[group="logs"]
}

func ExampleOut() {
	type Stores struct {
		provide.Out
		Main    *bytes.Buffer
		Replica *bytes.Buffer   `name:"replica"`
		Logs    []*bytes.Buffer `group:"logs,flatten"`
	}
	spec, _ := provide.Constructor(func() Stores { return Stores{} }, graph.Caller(0))
	for _, r := range spec.Results {
		fmt.Println(r.Key)
	}
	// Output:
	// *bytes.Buffer
	// *bytes.Buffer[name="replica"]
	// *bytes.Buffer[group="logs"]
}

func ExampleSelf() {
	newLog := func() *bytes.Buffer { return nil }
	spec, _ := provide.Constructor(newLog, graph.Caller(0), provide.As[io.Writer](), provide.Self())
	fmt.Println(spec.Results[0].Key, spec.Results[1].Key)
	// Output: *bytes.Buffer io.Writer
}

func ExamplePrivate() {
	spec, _ := provide.Constructor(NewLog, graph.Caller(0), provide.Private())
	fmt.Println(spec.Name(), spec.Private)
	// Output: provide_test.NewLog true
}

func ExampleParallel() {
	// The consumer can choose the parallel group instead of the registration.
	type Params struct {
		provide.In
		Log *bytes.Buffer `parallel:"stores"`
	}
	log, _ := provide.Constructor(NewLog, graph.Caller(0), provide.Parallel("stores"))
	serve, _ := provide.Invoke(func(Params) {}, graph.Caller(0))
	fmt.Println(log.Name(), "joins", log.Parallel)
	fmt.Println(serve.Params[0].Key, "joins", serve.Params[0].Parallel)
	// Output:
	// provide_test.NewLog joins stores
	// *bytes.Buffer joins stores
}

func ExampleAfter() {
	// The log does not need the config. It starts after it all the same, and closes before it.
	spec, _ := provide.Constructor(buffer, graph.Caller(0), provide.After[Config](), provide.Before[*DB]("main"))
	fmt.Println("parameters:", len(spec.Params))
	fmt.Println("after", spec.After[0])
	fmt.Println("before", spec.Before[0])
	// Output:
	// parameters: 0
	// after provide_test.Config
	// before *provide_test.DB[name="main"]
}
