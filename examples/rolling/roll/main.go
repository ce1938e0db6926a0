// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Roll replaces three processes of the service in the folder above, one after
// another, under constant load with haproxy in front, and reports the results of the clients.
//
//	go run ./examples/rolling/roll             # not one failed request
//	go run ./examples/rolling/roll -drain 0    # what happens without a drain delay
//
// It needs haproxy 2.2 or later in the PATH (apt-get install haproxy).
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/facet-go/facet"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(facet.ExitCode(err))
}

// Config holds the settings of a roll.
type Config struct {
	Requests  int           // the least number of requests while processes are replaced
	Rounds    int           // the least number of replacements of each process; at least one
	Drain     time.Duration // drain delay of the service
	CloseIdle bool          // the service makes that mistake
	Race      bool          // build the service with the race detector
}

const maxDrain = 30 * time.Second

// run replaces processes until enough requests are sent. It returns an error if one failed.
func run(ctx context.Context, args []string, out io.Writer) error {
	cfg, err := parse(args, out)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	result, err := Roll(ctx, cfg)
	if err != nil {
		return err
	}
	fmt.Fprint(out, result)
	if failed := result.Total().Failed; failed > 0 {
		return fmt.Errorf("%d requests failed", failed)
	}
	return nil
}

func parse(args []string, out io.Writer) (Config, error) {
	var cfg Config
	flags := flag.NewFlagSet("roll", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // main writes the error
	flags.IntVar(&cfg.Requests, "requests", 20_000, "how many requests to send at least while processes are replaced")
	flags.IntVar(&cfg.Rounds, "rounds", 3, "how often to replace each process at least")
	flags.DurationVar(&cfg.Drain, "drain", time.Second, "drain delay of the service")
	flags.BoolVar(&cfg.CloseIdle, "close-idle", false, "a mistake to look at: the service closes idle connections when draining begins")
	flags.BoolVar(&cfg.Race, "race", false, "build the service with the race detector")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		flags.SetOutput(out)
		flags.Usage()
		return Config{}, err
	case err != nil:
		return Config{}, fmt.Errorf("%w; -h lists the flags", err)
	case cfg.Drain < 0 || cfg.Drain > maxDrain:
		return Config{}, fmt.Errorf("-drain %v is not between 0 and %v", cfg.Drain, maxDrain)
	}
	return cfg, nil
}
