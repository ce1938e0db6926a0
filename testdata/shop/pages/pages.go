// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package pages shows the shop.
package pages

import (
	"context"

	"github.com/facet-go/facet/testdata/shop/pg"
	"github.com/facet-go/facet/testdata/shop/store"
)

// Route is one page.
type Route struct{ Path string }

// UserPage shows users.
func UserPage(store.Users) Route { return Route{"/users"} }

// OrderPage shows orders.
func OrderPage(store.Orders) Route { return Route{"/orders"} }

// Report shows numbers.
type Report struct{ db *pg.DB }

// NewReport makes a Report.
func NewReport(db *pg.DB) *Report { return &Report{db} }

// Server serves the shop.
type Server struct{ users store.Users }

// NewServer makes a Server.
func NewServer(users store.Users) *Server { return &Server{users} }

// Serve serves.
func (s *Server) Serve() error { return nil }

// Start begins to serve.
func (s *Server) Start(context.Context) error { return nil }

// Stop ends serving.
func (s *Server) Stop(context.Context) error { return nil }
