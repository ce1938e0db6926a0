// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"errors"
	"sync"

	"github.com/facet-go/facet"
)

// Fleet is three processes of the service.
type Fleet struct{ Processes []*Process }

// NewFleet returns a fleet that is not started.
func NewFleet(lc *facet.Lifecycle, cfg Config, binary Binary) (*Fleet, error) {
	f := &Fleet{}
	for _, name := range []string{"one", "two", "three"} {
		p, err := newProcess(lc.Context(), name, cfg, binary)
		if err != nil {
			return nil, err
		}
		f.Processes = append(f.Processes, p)
	}
	lc.Append(facet.Hook{OnStart: f.Start, OnStop: f.Stop})
	return f, nil
}

// Start starts all processes and waits until they are ready.
func (f *Fleet) Start(ctx context.Context) error {
	err := f.each(func(p *Process) error { return p.Start(ctx) })
	if err != nil {
		return errors.Join(err, f.Stop(ctx))
	}
	return nil
}

// Stop ends all processes.
func (f *Fleet) Stop(context.Context) error { return f.each((*Process).Stop) }

// Unfinished returns the number of requests in progress when their process began to stop,
// over all replacements.
func (f *Fleet) Unfinished() int {
	sum := 0
	for _, p := range f.Processes {
		sum += p.unfinished
	}
	return sum
}

// each calls do for all processes concurrently.
func (f *Fleet) each(do func(*Process) error) error {
	errs := make([]error, len(f.Processes))
	var running sync.WaitGroup
	for i, p := range f.Processes {
		running.Go(func() { errs[i] = do(p) })
	}
	running.Wait()
	return errors.Join(errs...)
}
