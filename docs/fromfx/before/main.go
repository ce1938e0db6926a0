// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Command before is a service on fx.
package main

import (
	"context"

	"go.uber.org/fx"

	"github.com/facet-go/facet/docs/fromfx/service"
)

// The service itself stays as it is.
type (
	Config = service.Config
	Route  = service.Route
	Server = service.Server
	Store  = service.Store
)

func NewStore(lc fx.Lifecycle, cfg Config) *Store {
	s := &Store{Config: cfg}
	lc.Append(fx.Hook{OnStart: s.Open, OnStop: s.Close})
	return s
}

type ServerParams struct {
	fx.In

	Store  *Store
	Routes []Route `group:"routes"`
}

func NewServer(lc fx.Lifecycle, down fx.Shutdowner, p ServerParams) *Server {
	s := &Server{Store: p.Store, Routes: p.Routes}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	lc.Append(fx.Hook{
		OnStart: func(context.Context) error {
			go func() {
				defer close(done)
				code := 0
				if err := s.Run(ctx); err != nil {
					code = 1 // and the error is lost
				}
				_ = down.Shutdown(fx.ExitCode(code))
			}()
			return nil
		},
		OnStop: func(context.Context) error {
			cancel()
			<-done
			return nil
		},
	})
	return s
}

func main() {
	fx.New(
		fx.Module("store", fx.Provide(NewStore)),
		fx.Provide(NewServer, fx.Annotate(service.NewHello, fx.As(new(Route)), fx.ResultTags(`group:"routes"`))),
		fx.Supply(Config{DSN: "orders.db"}),
		fx.Invoke(func(*Server) {}),
	).Run()
}
