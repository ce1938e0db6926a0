// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"iter"
	"slices"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
)

// HandleSet holds the handles of the components of one build.
type HandleSet struct {
	x      *Executor
	values guard.Values // of the contexts of components and tasks

	// The fields below are guarded by Executor.mu.
	handles     []*Lifecycle // in the order of their creation
	cancelCause error        // of a canceled build
	problems    []*graph.Problem
	isReady     bool          // its start has succeeded
	ready       chan struct{} // closed with isReady; made on demand
}

// NewHandleSet returns an empty set.
func (x *Executor) NewHandleSet() *HandleSet { return &HandleSet{x: x} }

// Values sets the context whose values the contexts of components and tasks have. It
// may be called again at any time. The end of ctx has no effect.
func (p *HandleSet) Values(ctx context.Context) { p.values.Set(ctx) }

// Lifecycle makes the handle of a node. A live node has at most one handle.
func (p *HandleSet) Lifecycle(node int, timeouts Timeouts) *Lifecycle {
	lc := &Lifecycle{set: p, node: node, timeouts: timeouts}
	lc.base = p.values.Context(lc.name())
	p.x.mu.Lock()
	defer p.x.mu.Unlock()
	lc.startCause = p.cancelCause
	p.handles = append(p.handles, lc)
	return lc
}

// Nodes returns the nodes that have handles in the set, in the order of their
// creation.
func (p *HandleSet) Nodes() []int {
	p.x.mu.Lock()
	defer p.x.mu.Unlock()
	nodes := make([]int, len(p.handles))
	for i, lc := range p.handles {
		nodes[i] = lc.node
	}
	return nodes
}

// Timeouts limit every start hook and every stop hook of a component; 0 or less is no
// limit.
type Timeouts struct{ Start, Stop time.Duration }

// Problems returns the invalid registrations of the build, or nil. Registration ends
// with the call of [Executor.Plan].
func (p *HandleSet) Problems() error {
	p.x.mu.Lock()
	defer p.x.mu.Unlock()
	if len(p.problems) == 0 {
		return nil
	}
	return &graph.Problems{Op: "build", Left: "no hook was called", List: slices.Clone(p.problems)}
}

// Cancel ends the contexts of the components that are not up, with a cause. Call it
// when a build is canceled; a failing start ends the contexts itself.
func (p *HandleSet) Cancel(cause error) {
	p.x.mu.Lock()
	if p.cancelCause != nil {
		p.x.mu.Unlock()
		return
	}
	p.cancelCause = cause
	handles := slices.Clone(p.handles)
	p.x.mu.Unlock()
	p.x.cancelContexts(slices.Values(handles), cause)
}

// cancelContexts ends the contexts of the components that are not up.
func (x *Executor) cancelContexts(handles iter.Seq[*Lifecycle], cause error) {
	var cancels []context.CancelCauseFunc
	x.mu.Lock()
	for lc := range handles {
		if lc.isUp || lc.startCause != nil {
			continue
		}
		lc.startCause = cause
		if lc.cancel != nil {
			cancels = append(cancels, lc.cancel)
		}
	}
	x.mu.Unlock()
	for _, cancel := range cancels {
		cancel(cause)
	}
}
