// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Command after is the same service on facet.
package main

import (
	"github.com/facet-go/facet"
	"github.com/facet-go/facet/docs/fromfx/service"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/provide"
)

// The service itself stays as it is.
type (
	Config = service.Config
	Route  = service.Route
	Server = service.Server
	Store  = service.Store
)

func NewStore(lc *facet.Lifecycle, cfg Config) *Store {
	s := &Store{Config: cfg}
	lc.Append(facet.Hook{OnStart: s.Open, OnStop: s.Close})
	return s
}

type ServerParams struct {
	facet.In

	Store  *Store
	Routes []Route `group:"routes"`
}

func NewServer(lc *facet.Lifecycle, p ServerParams) *Server {
	s := &Server{Store: p.Store, Routes: p.Routes}
	lc.Go("server", s.Run, hooks.Significant()) // launched, cancelled and awaited in its turn
	return s
}

func main() {
	facet.Main(
		facet.Module("store", facet.Provide(NewStore)),
		facet.Provide(NewServer),
		facet.Provide(service.NewHello, provide.As[Route](), provide.Group("routes")),
		facet.Supply(Config{DSN: "orders.db"}),
		facet.Invoke(func(*Server) {}),
	)
}
