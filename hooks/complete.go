// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"time"

	"github.com/facet-go/facet/graph"
)

// complete records how v ended and makes its successors ready. by is the step whose
// end completes v. Executor.mu is held.
func (e *execution) complete(v, by int32, failure error, now time.Time) {
	vx := &e.vertices[v]
	if e.phase == PhaseStart {
		e.completeStart(vx, failure, now)
	} else {
		e.completeStop(vx, failure)
	}
	for _, s := range e.successors[v] {
		if e.inDegree[s]--; e.inDegree[s] == 0 {
			e.markReady(s, by)
		}
	}
}

func (e *execution) completeStart(vx *vertex, failure error, now time.Time) {
	switch {
	case vx.kind == vertexUp && !vx.lc.isUp:
		vx.lc.isUp = true
		vx.lc.upAt.Store(now.UnixNano())
		vx.lc.setState(graph.StateRunning)
	case vx.kind != vertexStep:
	case failure == nil:
		// A step that was part of another plan keeps its state.
		if s := vx.step(); s.state < stepStarted {
			s.state = stepStarted
		}
	default:
		vx.lc.setState(graph.StateFailed)
		e.fail(failure)
	}
}

func (e *execution) completeStop(vx *vertex, failure error) {
	switch vx.kind {
	case vertexUp:
		vx.lc.stopping = true
		vx.lc.setStateUnlessFailed(graph.StateStopping)
	case vertexTasks:
		vx.lc.stopping = true
		vx.lc.setStateUnlessFailed(graph.StateStopped)
	default:
	}
	if failure != nil {
		vx.lc.setState(graph.StateFailed)
		e.errs = append(e.errs, failure)
	}
}

// fail records a failure of a start. The first is the cause and ends the phase. Later
// ones are recorded unless the cancellation caused them. Executor.mu is held.
func (e *execution) fail(err error) {
	e.halted = true
	if e.cause == nil {
		e.cause = err
		e.cancel(err)
		return
	}
	h, ok := err.(*HookError) //nolint:errorlint // made by this package
	switch {
	case ok && h.causedByCancel && h.isSameStep(e.cause):
		e.cause = h // the timeout that was attributed to this step before it returned
	case ok && h.causedByCancel:
	default:
		e.errs = append(e.errs, err)
	}
}

// abort fails a start from outside. It returns false if the start has ended.
func (e *execution) abort(cause error) bool {
	e.x.mu.Lock()
	defer e.x.mu.Unlock()
	if e.finished {
		return false
	}
	e.fail(cause)
	return true
}

func (lc *Lifecycle) setStarting(at time.Time) {
	if lc.startedAt.CompareAndSwap(0, at.UnixNano()) {
		lc.setState(graph.StateStarting)
	}
}

func (lc *Lifecycle) setStateUnlessFailed(s graph.State) {
	if graph.State(lc.state.Load()) != graph.StateFailed { //nolint:gosec // stored from a graph.State
		lc.setState(s)
	}
}
