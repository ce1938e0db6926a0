// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide_test

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

func ExampleParams() {
	// The signature belongs to another library. Params gives its parameters tags.
	tee := func(w io.Writer, r io.Reader, more ...io.Reader) *bytes.Buffer { return nil }
	spec, _ := provide.Constructor(tee, graph.Caller(0),
		provide.Params(`name:"access"`, `optional:"true"`, `group:"logs"`))
	for _, p := range spec.Params {
		fmt.Println(spec.Where(p), "is", p.Key, p.Optional)
	}
	// Output:
	// parameter 1 is io.Writer[name="access"] false
	// parameter 2 is io.Reader true
	// parameter 3 is io.Reader[group="logs"] false
}

func ExampleResults() {
	spec, _ := provide.Constructor(io.Pipe, graph.Caller(0), provide.Results(`name:"out"`, `group:"writers"`))
	for _, r := range spec.Results {
		fmt.Println(r.Key)
	}
	// Output:
	// *io.PipeReader[name="out"]
	// *io.PipeWriter[group="writers"]
}

func ExampleOnStart() {
	warm := func(ctx context.Context, log *bytes.Buffer, cfg Config) error { return nil }
	spec, _ := provide.Constructor(buffer, graph.Caller(0), provide.OnStart(warm))
	for _, arg := range spec.Hooks[0].Args {
		fmt.Println(arg.At, arg.Source)
	}
	fmt.Println("needs", spec.Params[0].Key)
	// Output:
	// 0 context
	// 1 result
	// 2 parameter
	// needs provide_test.Config
}

func ExampleOnStop() {
	spec, _ := provide.Constructor(io.Pipe, graph.Caller(0),
		provide.OnStop((*io.PipeReader).Close), provide.OnStop((*io.PipeWriter).Close))
	for _, h := range spec.Hooks {
		fmt.Println(h, "of result", h.Args[0].Arg+1)
	}
	// Output:
	// OnStop io.(*PipeReader).Close of result 1
	// OnStop io.(*PipeWriter).Close of result 2
}

func ExampleService() {
	spec, _ := provide.Constructor(io.Pipe, graph.Caller(0), provide.Service())
	for _, m := range spec.Services {
		fmt.Println(m.Type, m.Start, m.Run, m.Stop)
	}
	// Output:
	// *io.PipeReader false false Close
	// *io.PipeWriter false false Close
}
