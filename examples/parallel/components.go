// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/provide"
)

// The components of an imaginary shop. Only the parameters of their constructors determine
// which component waits for which.
type (
	Postgres   struct{}
	Redis      struct{}
	Kafka      struct{}
	Migrations struct{}
	Sessions   struct{}
	Prices     struct{}
	Search     struct{}
	Mailer     struct{}
	Orders     struct{}
	Catalog    struct{}
	Metrics    struct{}
	Server     struct{}
)

// Three independent components, which take 200 ms each.

func NewPostgres(lc *facet.Lifecycle) *Postgres { return work(lc, &Postgres{}, 200*ms) }
func NewRedis(lc *facet.Lifecycle) *Redis       { return work(lc, &Redis{}, 200*ms) }
func NewKafka(lc *facet.Lifecycle) *Kafka       { return work(lc, &Kafka{}, 200*ms) }

func NewMigrations(lc *facet.Lifecycle, _ *Postgres) *Migrations {
	return work(lc, &Migrations{}, 150*ms)
}

func NewMailer(lc *facet.Lifecycle) *Mailer { return work(lc, &Mailer{}, 80*ms) }

func NewMetrics(lc *facet.Lifecycle) *Metrics { return work(lc, &Metrics{}, 40*ms) }

// Three components that read the stores to warm up.

func NewSessions(lc *facet.Lifecycle, _ *Redis) *Sessions { return work(lc, &Sessions{}, 60*ms) }
func NewPrices(lc *facet.Lifecycle, _ *Redis) *Prices     { return work(lc, &Prices{}, 120*ms) }
func NewSearch(lc *facet.Lifecycle, _ *Postgres) *Search  { return work(lc, &Search{}, 300*ms) }

func NewOrders(lc *facet.Lifecycle, _ *Migrations, _ *Kafka, _ *Mailer, _ *Sessions) *Orders {
	return work(lc, &Orders{}, 100*ms)
}

func NewCatalog(lc *facet.Lifecycle, _ *Search, _ *Prices) *Catalog {
	return work(lc, &Catalog{}, 70*ms)
}

func NewServer(lc *facet.Lifecycle, _ *Orders, _ *Catalog, _ *Metrics) *Server {
	return work(lc, &Server{}, 30*ms)
}

const ms = time.Millisecond

// work adds a start hook that takes d, and a stop hook that takes half of d.
func work[T any](lc *facet.Lifecycle, component T, d time.Duration) T {
	lc.Append(facet.Hook{
		Name:    "open",
		OnStart: func(ctx context.Context) error { return wait(ctx, d) },
		OnStop:  func(ctx context.Context) error { return wait(ctx, d/2) },
	})
	return component
}

// wait returns after d, or when ctx ends.
func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// components returns all components. With tags the stores are one parallel group, and the
// components that read them to warm up are another.
func components(tags bool) facet.Option {
	group := func(tag string) []provide.Option {
		if tags {
			return []provide.Option{provide.Parallel(tag)}
		}
		return nil
	}
	return facet.Options(
		facet.Provide(NewPostgres, group("stores")),
		facet.Provide(NewRedis, group("stores")),
		facet.Provide(NewKafka, group("stores")),
		facet.Provide(NewMigrations, group("warm-up")),
		facet.Provide(NewSessions, group("warm-up")),
		facet.Provide(NewPrices, group("warm-up")),
		facet.Provide(NewSearch, group("warm-up")),
		facet.Provide(NewMailer),
		facet.Provide(NewOrders),
		facet.Provide(NewCatalog),
		facet.Provide(NewMetrics),
		facet.Provide(NewServer),
		facet.Invoke(func(*Server) {}),
	)
}
