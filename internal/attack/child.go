// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

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

// maxMemory is the memory limit of the child for the garbage collector.
const maxMemory = 2 << 30

// timesOfOne is the number of runs of a single life.
const timesOfOne = 20

// live runs lives in sequence until the time is over, and returns the exit code. A
// finding ends the process at once.
func live(cfg *config) int {
	sink := make(chan os.Signal, 1)
	for _, sig := range programSignals {
		signal.Notify(sink, sig)
	}
	debug.SetMemoryLimit(maxMemory)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(exitFinding) //nolint:revive // the parent has ended
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
		if f := h.sample(i); f != nil {
			l.fail(f)
		}
	}
	return 0
}
