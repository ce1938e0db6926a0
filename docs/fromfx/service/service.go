// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package service is a small service that knows no container.
package service

import (
	"context"
	"fmt"
)

// Config configures the store.
type Config struct{ DSN string }

// Store is opened at start and closed at stop.
type Store struct{ Config Config }

// Open opens the store.
func (s *Store) Open(context.Context) error {
	fmt.Println("open", s.Config.DSN)
	return nil
}

// Close closes the store.
func (s *Store) Close(context.Context) error {
	fmt.Println("close", s.Config.DSN)
	return nil
}

// Route is what a Server serves.
type Route interface{ Path() string }

// Hello is a Route.
type Hello struct{}

// NewHello returns a Hello.
func NewHello() *Hello { return &Hello{} }

// Path returns the path.
func (*Hello) Path() string { return "/hello" }

// Server serves routes from a store.
type Server struct {
	Store  *Store
	Routes []Route
}

// Run serves until there is nothing left to do, which is soon.
func (s *Server) Run(context.Context) error {
	for _, r := range s.Routes {
		fmt.Println("serve", r.Path(), "from", s.Store.Config.DSN)
	}
	return nil
}
