// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"slices"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
)

// Around is a middleware of hooks, tasks and cleanups, for traces, metrics and faults.
// It is called instead of the function and calls it by next. It may pass another
// context to next, return another error, call next again, or not call it. Its time,
// error, panic and runtime.Goexit count as those of the function. A panic of the
// function comes out of next as a [*PanicError]; a runtime.Goexit does not come out of
// next.
//
// It runs on the goroutine of the hook, concurrently with that of other hooks. The
// context of a cleanup is that of the teardown; the cleanup itself does not receive a
// context.
type Around func(ctx context.Context, c Call, next func(context.Context) error) error

// Call describes one call of a registered function. Component, Kind and
// Index together name the registration.
type Call struct {
	Component string // id of the node
	Phase     Phase
	Hook      string      // name of the hook or task, as in a [HookError]
	Kind      string      // a [graph.HookKind]; "constructor", "decorator" or "invoke" in PhaseConstruct
	Index     int         // among the component's hooks and tasks, its drain hooks, or its cleanups; -1 for a task that was added while running
	Place     graph.Place // the line that registered it
}

// callUser calls a function of a step through the middleware, if there is one.
func (x *Executor) callUser(ctx context.Context, phase Phase, s *step, fn func(context.Context) error) error {
	around := x.config.Around
	if around == nil {
		return guard.CallContext(ctx, fn)
	}
	c := x.callOf(phase, s)
	return guard.CallContext(ctx, func(ctx context.Context) error {
		return around(ctx, c, func(ctx context.Context) error { return guard.CallContext(ctx, fn) })
	})
}

// callCleanup is callUser for a cleanup.
func (x *Executor) callCleanup(ctx context.Context, s *step) error {
	cleanup := s.cleanup
	return x.callUser(ctx, PhaseCleanup, s, func(context.Context) error { return cleanup() })
}

func (x *Executor) callOf(phase Phase, s *step) Call {
	x.mu.Lock()
	list := slices.Collect(s.lc.stepsOf(s.kind.sequence()))
	if s.check != nil {
		s = s.check
	}
	x.mu.Unlock()
	return Call{
		Component: s.lc.name(), Phase: phase, Hook: s.nameIn(phase), Kind: s.kindName(),
		Index: slices.Index(list, s), Place: s.place,
	}
}
