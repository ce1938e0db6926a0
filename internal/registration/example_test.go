// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"reflect"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

type Config struct{ Path string }

func NewLog(Config) (*bytes.Buffer, error) { return &bytes.Buffer{}, nil }

func Example() {
	spec, problems := registration.Constructor(NewLog, graph.Caller(0), provide.Name("access"), provide.As[io.Writer]())
	fmt.Println("problems:", len(problems))
	for _, p := range spec.Params {
		fmt.Println("needs", p.Key, "as", spec.Where(p))
	}
	for _, r := range spec.Results {
		fmt.Println("gives", r.Key)
	}
	// Output:
	// problems: 0
	// needs registration_test.Config as parameter 1
	// gives io.Writer[name="access"]
}

func ExampleConstructor_problems() {
	_, problems := registration.Constructor(func(struct {
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
	spec, _ := registration.Value(os.Stdout, reflect.TypeFor[io.Writer](), graph.Caller(0))
	fmt.Println(spec.Kind, spec.Results[0].Key)
	// Output: value io.Writer
}

func ExampleInvoke() {
	spec, _ := registration.Invoke(func(io.Writer, Config) error { return nil }, graph.Caller(0))
	fmt.Println(spec.Kind, spec.Params[0].Key, spec.Params[1].Key, spec.HasErr)
	// Output: invoke io.Writer registration_test.Config true
}

func ExampleCall() {
	// The caller passes the context. The app provides the rest.
	spec, _ := registration.Call(func(context.Context, io.Writer) error { return nil }, graph.Caller(0))
	fmt.Println(spec.Kind, spec.Context, spec.Where(spec.Params[0]), spec.Params[0].Key)
	// Output: invoke true parameter 2 io.Writer
}

func ExampleDecorator() {
	// A decorator takes the whole group and returns the whole group.
	sorted := func(log *bytes.Buffer, logs []io.Writer) (*bytes.Buffer, []io.Writer) { return log, logs }
	spec, _ := registration.Decorator(sorted, graph.Caller(0),
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
	spec, _ := registration.Populate(&log, graph.Caller(0))
	fmt.Println(spec.Kind, spec.Name(), "needs", spec.Params[0].Key)

	spec.Func.Call([]reflect.Value{reflect.ValueOf(os.Stdout)})
	fmt.Fprintln(log, "filled")
	// Output:
	// invoke populate io.Writer needs io.Writer
	// filled
}
