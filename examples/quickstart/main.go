// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Quickstart is a small HTTP service built with facet: a key-value store in a
// file, a background task that syncs it to the disk, and a server.
//
//	go run ./examples/quickstart
//	curl -X PUT --data hello http://127.0.0.1:8080/items/greeting
//	curl http://127.0.0.1:8080/items
//
// Ctrl-C stops it, in reverse order.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/facet-go/facet"
)

func main() {
	err := run(context.Background(), os.Args[1:], os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(facet.ExitCode(err))
}

// run runs the service until a signal arrives, ctx ends or something fails.
func run(ctx context.Context, args []string, out io.Writer) error {
	cfg, err := ParseConfig(args, out)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	console := &Console{out: out}
	console.app = facet.New(
		facet.Supply(cfg),
		facet.Provide(NewStore),
		facet.Provide(NewHandler),
		facet.Provide(NewServer),
		facet.Invoke(SyncStore),
		facet.Invoke(func(*Server) {}), // the program needs the server
		facet.Log(console.Log),
	)
	return console.app.Run(ctx)
}
