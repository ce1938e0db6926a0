// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package seam holds what package adapt and the root package pass to each other.
package seam

import (
	"context"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/observe"
)

// Front is what another front end registers with an app, and how the app behaves for it.
// Package adapt documents the fields.
type Front struct {
	Specs           []*registration.Spec
	Problems        []*graph.Problem
	Wiring          registration.Wiring
	OnCaller        bool
	OpenUntilStart  bool
	Concurrent      bool
	Failures        func(observe.Event)
	StartTimeout    time.Duration // 0 is no limit
	StopTimeout     time.Duration // 0 is no limit
	RollbackTimeout time.Duration // 0 is StopTimeout

	// The app sets the fields below.

	Check func() error                      // what Build would refuse
	ID    func(s *registration.Spec) string // of the node of a registration, or ""
}

// lifecycleKey is the context key of the function that returns the handle of the component
// under construction.
type lifecycleKey struct{}

// WithLifecycle returns a child of ctx that knows the handle of a component.
func WithLifecycle(ctx context.Context, handle func() *hooks.Lifecycle) context.Context {
	return context.WithValue(ctx, lifecycleKey{}, handle)
}

// Lifecycle returns the handle that ctx knows, or nil.
func Lifecycle(ctx context.Context) *hooks.Lifecycle {
	if handle, ok := ctx.Value(lifecycleKey{}).(func() *hooks.Lifecycle); ok {
		return handle()
	}
	return nil
}
