// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package kit

import (
	"context"
	"time"

	"go.uber.org/fx"

	"github.com/facet-go/facet"
)

// Work describes the hooks of the generated constructors. Constructors have only injected
// parameters, so Work is one variable for all of them. Set it only between runs.
var Work struct {
	Pairs int           // pairs of hooks for each constructor; 0 means one
	Sleep time.Duration // in each hook; 0 is a hook that does nothing
	// Started and Stopped have the actual times of the hooks, by constructor.
	Started, Stopped []time.Duration
}

// Facet registers the hooks of constructor i.
func Facet(lc *facet.Lifecycle, i int) {
	start, stop := work(i)
	for range max(Work.Pairs, 1) {
		lc.Append(facet.Hook{OnStart: start, OnStop: stop})
	}
}

// Fx registers the hooks of constructor i.
func Fx(lc fx.Lifecycle, i int) {
	start, stop := work(i)
	for range max(Work.Pairs, 1) {
		lc.Append(fx.Hook{OnStart: start, OnStop: stop})
	}
}

func work(i int) (start, stop func(context.Context) error) {
	if Work.Sleep == 0 {
		return Noop, Noop
	}
	return sleep(&Work.Started[i]), sleep(&Work.Stopped[i])
}

// Noop is a hook that does nothing.
func Noop(context.Context) error { return nil }

func sleep(took *time.Duration) func(context.Context) error {
	return func(context.Context) error {
		began := time.Now()
		time.Sleep(Work.Sleep)
		*took = time.Since(began)
		return nil
	}
}
