// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"time"

	"github.com/facet-go/facet/observe"
)

// ops are the events of a phase.
type ops map[string]observe.Op

var (
	beginOps = ops{PhaseStart: observe.OpStarting, PhaseDrain: observe.OpDraining, PhaseStop: observe.OpStopping, PhaseCleanup: observe.OpCleaning}
	endOps   = ops{PhaseStart: observe.OpStarted, PhaseDrain: observe.OpDrained, PhaseStop: observe.OpStopped, PhaseCleanup: observe.OpCleaned}
)

// event returns an event about the step of f. It is empty if f has no step or there is
// no observer. Executor.mu is held.
func (e *execution) event(f *stepRun, of ops, err error) observe.Event {
	if f.step == nil || err == nil && !e.x.config.Stream.Enabled() {
		return observe.Event{}
	}
	ev := observe.Event{Op: of[e.phaseOf(f.step, nil)], Node: e.vertices[f.vertex].lc.name(), Hook: f.step.nameIn(e.phase), Err: err}
	if h, ok := err.(*HookError); ok && e.phase == PhaseStart { //nolint:errorlint // made by this package
		ev.Follows = h.causedByCancel && !h.isSameStep(e.cause) // else it is the timeout of the start itself
	}
	if by := e.madeReadyBy[f.vertex]; by >= 0 && !f.returned {
		ev.After = e.vertices[by].lc.name() + " " + e.vertices[by].step().nameIn(e.phase)
	}
	if f.returned {
		ev.Took = time.Since(f.startedAt)
	}
	return ev
}

// emitBegin emits that the step of f begins.
func (e *execution) emitBegin(f *stepRun) {
	if !e.x.config.Stream.Enabled() {
		return
	}
	e.x.mu.Lock()
	event := e.event(f, beginOps, nil)
	e.x.mu.Unlock()
	if event.Hook != "" {
		e.x.config.Stream.Emit(event)
	}
}
