// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Command probes is a service that Kubernetes watches: it is live from the beginning, ready
// when all components are, and no longer ready while it drains.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"sync/atomic"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/health"
	"github.com/facet-go/facet/hooks"
)

// DB is a database that is away for a while.
type DB struct{ away atomic.Bool }

// NewDB returns a database with a check.
func NewDB(lc *facet.Lifecycle) *DB {
	db := &DB{}
	lc.OnCheck("ping", func(context.Context) error {
		if db.away.Load() {
			return errors.New("dial tcp 10.0.0.7:5432: connection refused")
		}
		return nil
	})
	lc.Go("outage", func(ctx context.Context) error {
		for _, away := range []bool{true, false} {
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(time.Second):
				db.away.Store(away)
				fmt.Println("database away:", away)
			}
		}
		return nil
	})
	return db
}

// API needs the database.
type API struct{}

// NewAPI takes a while to start.
func NewAPI(lc *facet.Lifecycle, _ *DB) *API {
	lc.OnStart(func(ctx context.Context) error {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(500 * time.Millisecond):
			return nil
		}
	}, hooks.Name("warm up"))
	return &API{}
}

func main() {
	addr := flag.String("probes", "127.0.0.1:8081", "where probes are answered")
	flag.Parse()
	facet.Main(
		health.Server(*addr, health.Reports(), health.OnListen(func(a net.Addr) { fmt.Println("probes on", a) })),
		facet.DrainDelay(time.Second),
		facet.Provide(NewDB, NewAPI),
		facet.Invoke(func(*API) {}),
	)
}
