// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Config holds the address of the service and the place of its data.
type Config struct {
	Addr string        // host:port; port 0 means a free port
	Data string        // file of the store
	Sync time.Duration // between two syncs of the store
}

// ParseConfig reads the configuration. A flag takes precedence over its environment
// variable, and that over the default. With -h it writes the usage to out and returns
// flag.ErrHelp.
func ParseConfig(args []string, out io.Writer) (Config, error) {
	var cfg Config
	flags := flag.NewFlagSet("quickstart", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // main writes the error
	flags.StringVar(&cfg.Addr, "addr", "127.0.0.1:8080", "address to listen on, or $FACET_ADDR")
	flags.StringVar(&cfg.Data, "data", filepath.Join(os.TempDir(), "facet-quickstart.jsonl"), "file of the store, or $FACET_DATA")
	flags.DurationVar(&cfg.Sync, "sync", 5*time.Second, "time between two syncs of the store, or $FACET_SYNC")

	var err error
	flags.VisitAll(func(f *flag.Flag) {
		name := "FACET_" + strings.ToUpper(f.Name)
		value, ok := os.LookupEnv(name)
		if !ok || err != nil {
			return
		}
		if e := f.Value.Set(value); e != nil {
			err = fmt.Errorf("environment variable %s=%q: %w", name, value, e)
		}
	})
	if err != nil {
		return Config{}, err
	}
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		flags.SetOutput(out)
		flags.Usage()
		return Config{}, err
	case err != nil:
		return Config{}, fmt.Errorf("%w; -h lists the flags", err)
	}
	if cfg.Sync <= 0 {
		return Config{}, fmt.Errorf("-sync %v must be positive", cfg.Sync)
	}
	return cfg, nil
}
