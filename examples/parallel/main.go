// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Parallel starts and stops the same dozen components in each mode of facet, and shows when
// their hooks run: in sequence, in parallel groups by tags, concurrently, and concurrently
// with at most four hooks at a time.
//
//	go run ./examples/parallel
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/facet-go/facet"
)

func main() {
	err := run(context.Background(), os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(facet.ExitCode(err))
}

// mode is one way to start the components.
type mode struct {
	title   string
	tags    bool
	options []facet.Option
}

func run(ctx context.Context, out io.Writer) error {
	modes := []mode{
		{"sequential: the default, in construction order", false, nil},
		{"tags: the members of a parallel group run concurrently", true, nil},
		{"concurrent: each as soon as its own dependencies are up", false, []facet.Option{facet.Concurrent()}},
		{"concurrent, at most 4 hooks at a time", false, []facet.Option{facet.ConcurrentLimit(4)}},
	}
	for _, m := range modes {
		if err := show(ctx, out, m); err != nil {
			return err
		}
	}
	return nil
}

// show starts and stops the components in one mode and prints what happened.
func show(ctx context.Context, out io.Writer, m mode) error {
	start, stop := &clock{}, &clock{}
	app := facet.New(
		components(m.tags),
		facet.Options(m.options...),
		facet.Observe(start.starts),
		facet.Observe(stop.stops),
	)
	fmt.Fprintf(out, "=== %s\n\n", m.title)
	if err := app.Build(ctx); err != nil {
		return err
	}
	fmt.Fprintln(out, app.Plan())
	start.begin()
	if err := app.Start(ctx); err != nil {
		return err
	}
	start.print(out, "start")
	stop.begin()
	if err := app.Stop(ctx); err != nil {
		return err
	}
	stop.print(out, "stop")
	return nil
}
