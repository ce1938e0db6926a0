// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"time"
)

// The budgets. kubernetes.yaml has numbers that follow from them; a test compares the two.
const (
	StartTimeout = 15 * time.Second
	DrainDelay   = 5 * time.Second // the default of -drain
	StopTimeout  = 10 * time.Second
	Grace        = time.Second

	// Longest is the longest time of a stop: facet returns by then, even if hooks hang.
	// The process must not be killed earlier.
	Longest = DrainDelay + StopTimeout + 2*Grace
)

// Config holds the addresses of the service and the settings of its stop.
type Config struct {
	Addr  string        // host:port of the work
	Probe string        // host:port of the probes
	Warm  time.Duration // the time to fill the cache
	Drain time.Duration
	// CloseIdle shows a mistake: it closes idle connections as soon as draining begins,
	// while the load balancer still uses them.
	CloseIdle bool
}

// ParseConfig reads the flags. With -h it writes the usage to out and returns
// flag.ErrHelp.
func ParseConfig(args []string, out io.Writer) (Config, error) {
	var cfg Config
	flags := flag.NewFlagSet("rolling", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // main writes the error
	flags.StringVar(&cfg.Addr, "addr", "127.0.0.1:8080", "address of the work")
	flags.StringVar(&cfg.Probe, "probe", "127.0.0.1:8081", "address of the probes")
	flags.DurationVar(&cfg.Warm, "warm", 300*time.Millisecond, "how long the cache takes to fill")
	flags.DurationVar(&cfg.Drain, "drain", DrainDelay, "how long to continue to serve after the signal")
	flags.BoolVar(&cfg.CloseIdle, "close-idle", false, "a mistake to look at: SetKeepAlivesEnabled(false) when draining begins")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		flags.SetOutput(out)
		flags.Usage()
		return Config{}, err
	case err != nil:
		return Config{}, fmt.Errorf("%w; -h lists the flags", err)
	}
	if cfg.Drain < 0 || cfg.Warm < 0 {
		return Config{}, fmt.Errorf("-drain %v and -warm %v must not be negative", cfg.Drain, cfg.Warm)
	}
	return cfg, nil
}
