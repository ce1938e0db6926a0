// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package adapt

import (
	"context"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/seam"
	"github.com/facet-go/facet/observe"
)

// Front is what a front end registers, and how the app behaves for it.
type Front struct {
	// Specs are the registrations, in listing order. They keep their places and modules.
	Specs []*Spec

	// Problems are mistakes in the registrations. Err, Check, Validate and Build return
	// them.
	Problems []*graph.Problem

	// Wiring names the providers of parameters. It has precedence over what the modules
	// and decorators say.
	Wiring Wiring

	// OnCaller makes Build call constructors and invoked functions on the goroutine of its
	// caller: for code that has locked its thread, or that ends a test. A runtime.Goexit
	// of such a function rolls the build back and then ends that goroutine. A constructor
	// that hangs is not abandoned; BuildTimeout and the end of the context of Build only
	// cancel. A Build that a Start contains has a goroutine of its own.
	OnCaller bool

	// OpenUntilStart lets components register hooks until the start, not only until the
	// end of the build.
	OpenUntilStart bool

	// Concurrent is facet.Concurrent. An option of that kind has precedence.
	Concurrent bool

	// Failures replaces the default log: it is called for events with an error. Unlike an
	// observer it costs nothing until something fails. A facet.Log among the options has
	// precedence. nil is the default log.
	Failures func(observe.Event)

	// StartTimeout and StopTimeout are those of the app; 0 is no limit. The contexts
	// that are given to Start and Stop limit these as well. A facet.StartTimeout or
	// facet.StopTimeout among the options has precedence.
	StartTimeout time.Duration
	StopTimeout  time.Duration

	// RollbackTimeout is the budget of the stop after a failed build or start; 0 is
	// StopTimeout.
	RollbackTimeout time.Duration
}

// App is an app of a front end.
type App struct {
	*facet.App
	front *seam.Front
}

// New declares an app with the registrations of a front end and further options, which
// come after them.
func New(f Front, opts ...facet.Option) *App {
	front := &seam.Front{
		Specs: f.Specs, Problems: f.Problems, Wiring: f.Wiring, OnCaller: f.OnCaller, OpenUntilStart: f.OpenUntilStart, Concurrent: f.Concurrent, Failures: f.Failures,
		StartTimeout: max(f.StartTimeout, 0), StopTimeout: max(f.StopTimeout, 0), RollbackTimeout: max(f.RollbackTimeout, 0),
	}
	all := append([]facet.Option{facet.Adapted(front)}, opts...)
	return &App{App: facet.New(all...), front: front}
}

// Check returns what Build would refuse, and constructs nothing. The error is a
// [*facet.Problems], or wraps one. Unlike [facet.App.ValidateNeeded] it does not report
// what Build only warns of.
func (a *App) Check() error { return a.front.Check() }

// ID returns the id of the node of a Spec: the Component of events, errors and calls of a
// middleware. It is "" for a Spec that the app does not have.
func (a *App) ID(s *Spec) string { return a.front.ID(s) }

// Lifecycle returns the lifecycle of the component under construction. ctx is the context
// that a middleware of [facet.Around] received in hooks.PhaseConstruct, or a child of it.
// A component that has not asked for its lifecycle gets one now. Lifecycle may be called
// later and from any goroutine. It returns nil for another context, and for a component
// without a lifecycle after registration has ended.
func Lifecycle(ctx context.Context) *facet.Lifecycle { return seam.Lifecycle(ctx) }
