// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Rolling is a small HTTP service that can be replaced under load without a failed request.
// README.md explains how; package web does it.
//
//	go run ./examples/rolling         # the service: work on one port, probes on another
//	go run ./examples/rolling/roll    # three services with haproxy in front, replaced one by one under load
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/health"
	"github.com/facet-go/facet/web"
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
	return facet.New(
		health.Server(cfg.Probe), // serves from before the first constructor until after the last cleanup
		facet.StartTimeout(StartTimeout),
		facet.DrainDelay(cfg.Drain),
		facet.StopTimeout(StopTimeout),
		facet.Grace(Grace),
		facet.Supply(cfg),
		facet.Value(out),
		facet.Provide(NewCache),
		facet.Provide(NewHandler),
		facet.Provide(NewServer),
		facet.Invoke(func(*web.Endpoint) {}),
	).Run(ctx)
}
