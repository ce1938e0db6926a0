// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/internal/seam"
)

// Adapted is the option of package adapt, which documents it. No other package can make
// its parameter.
func Adapted(front *seam.Front) Option {
	return &option{name: "Adapted", arg: len(front.Specs), do: func(r *registry) {
		r.front = front
		s := &r.settings
		s.onCaller, s.openUntilStart = front.OnCaller, front.OpenUntilStart
		s.failures = front.Failures
		if front.Concurrent {
			s.setMode(hooks.Mode{Concurrent: true})
		}
		s.startTimeout, s.stopTimeout, s.rollbackTimeout = front.StartTimeout, front.StopTimeout, front.RollbackTimeout
		r.problems = append(r.problems, front.Problems...)
		if r.inFirst {
			r.firstSpecs = append(r.firstSpecs, front.Specs...)
		} else {
			r.specs = append(r.specs, front.Specs...)
		}
	}}
}

// wiring returns the wiring of a front end, or nil.
func (r *registry) wiring() registration.Wiring {
	if r.front == nil {
		return nil
	}
	return r.front.Wiring
}

// connect gives a front end what it may ask the app.
func (a *App) connect(front *seam.Front, specs []*registration.Spec) {
	if front == nil {
		return
	}
	nodes := make(map[*registration.Spec]int, len(specs))
	for node, s := range specs {
		nodes[s] = node
	}
	front.ID = func(s *registration.Spec) string {
		if node, ok := nodes[s]; ok {
			return a.container.ID(node)
		}
		return ""
	}
	front.Check = func() error {
		err, _ := a.container.Check()
		return a.withRegistrationProblems("build", err)
	}
}

// constructing returns a child of ctx that knows the handle of the node under
// construction.
func (l *lifetime) constructing(ctx context.Context, node int) context.Context {
	return seam.WithLifecycle(ctx, func() *Lifecycle { return l.handleOnDemand(node) })
}

// handleOnDemand returns the handle of a node, which it makes until registration ends. It
// may be called from any goroutine.
func (l *lifetime) handleOnDemand(node int) *Lifecycle {
	lc := l.handle(node)
	if lc != nil || !l.isOpen.Load() {
		return lc
	}
	a := l.app
	spec := a.container.Spec(node)
	lc = l.hooks.Lifecycle(node, hooks.Timeouts{Start: spec.StartTimeout, Stop: spec.StopTimeout})
	if !a.handles[node].CompareAndSwap(nil, lc) {
		return a.handles[node].Load() // another goroutine was faster
	}
	l.setHandle(node, lc)
	if !l.isOpen.Load() {
		return nil // the plan may not have it
	}
	return lc
}
