// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"time"

	"github.com/facet-go/facet"
)

// settling is the number of requests before the first replacement and after the last one.
const settling = 500

// Roll builds the service, starts three processes of it and haproxy, and replaces
// one process after another under load until enough requests were sent and each was
// replaced often enough, at least once.
func Roll(ctx context.Context, cfg Config) (*Result, error) {
	app := facet.New(
		facet.StartTimeout(5*time.Minute), // the service may have to be compiled
		facet.StopTimeout(time.Minute),
		facet.Supply(cfg),
		facet.Provide(NewFolder),
		facet.Provide(NewBinary),
		facet.Provide(NewFleet),
		facet.Provide(NewBalancer),
	)
	var result *Result
	err := app.Do(ctx, func(ctx context.Context, fleet *Fleet, balancer *Balancer) error {
		var err error
		result, err = roll(ctx, cfg, fleet, balancer)
		return err
	})
	return result, err
}

func roll(ctx context.Context, cfg Config, fleet *Fleet, balancer *Balancer) (*Result, error) {
	load := StartLoad(cfg, balancer)
	defer load.Stop()
	if err := load.Await(ctx, settling); err != nil {
		return nil, err
	}
	began, rounds := time.Now(), 0
	// Requests that are on their way now do not count.
	for target := load.Sent() + load.Clients() + cfg.Requests; rounds < cfg.Rounds || load.Sent() < target; rounds++ {
		for _, p := range fleet.Processes {
			load.Phase(p.Name + " replaced")
			if err := p.Replace(ctx); err != nil {
				return nil, err
			}
		}
	}
	took := time.Since(began)
	load.Phase(steady)
	if err := load.Await(ctx, load.Sent()+settling); err != nil {
		return nil, err
	}
	samples := load.Samples()
	servers, err := balancer.Servers(ctx)
	return &Result{Rounds: rounds, Took: took, Samples: samples, Servers: servers, Unfinished: fleet.Unfinished()}, err
}
