// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"time"
)

// maxMemory is what the child may take before the collector runs without pause.
const maxMemory = 2 << 30

// timesOfOne is how often a life that is run alone is run.
const timesOfOne = 20

// live runs lives one after another until the time is over, and returns the exit
// code. A finding ends the process at once.
func live(cfg *config) int {
	sink := make(chan os.Signal, 1)
	for _, sig := range programSignals {
		signal.Notify(sink, sig)
	}
	debug.SetMemoryLimit(maxMemory)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(exitFinding) //nolint:revive // the parent is no more
	}()
	h := &heap{}
	began := time.Now()
	for i := uint64(0); time.Since(began) < cfg.duration; i++ {
		n := cfg.first + i
		if cfg.only {
			if n = cfg.first; i == timesOfOne {
				break
			}
		}
		fmt.Printf("%s%d\n", sayLife, n)
		l := newLife(cfg, n)
		slog.SetDefault(slog.New(&handler{l: l}))
		l.live()
		slog.SetDefault(slog.New(slog.DiscardHandler))
		if f := h.lived(i); f != nil {
			l.tell(f)
		}
	}
	return 0
}
