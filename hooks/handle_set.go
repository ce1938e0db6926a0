// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"iter"
	"runtime/pprof"
	"slices"
	"sync/atomic"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
)

// HandleSet holds the handles of the components of one build.
type HandleSet struct {
	x            *Executor
	valueContext detachedValues
	labels       atomic.Pointer[context.Context] // the user's labels for profiles

	// The fields below are guarded by Executor.mu.
	handles     []*Lifecycle // in the order of their creation
	cancelCause error        // of a canceled build
	problems    []*graph.Problem
}

// NewHandleSet returns an empty set.
func (x *Executor) NewHandleSet() *HandleSet { return &HandleSet{x: x} }

// Values sets the context whose values the contexts of components and tasks have. It
// may be called again at any time. The end of ctx has no effect.
func (p *HandleSet) Values(ctx context.Context) {
	p.valueContext.source.Store(&ctx)
	labels := userLabels(ctx)
	p.labels.Store(&labels)
}

// userLabels returns a context with the profile labels of a user's context, which it
// reads once.
func userLabels(ctx context.Context) context.Context {
	pairs := guard.Ask(nil, func(tell func([]string)) {
		var pairs []string
		pprof.ForLabels(ctx, func(key, value string) bool {
			pairs = append(pairs, key, value)
			return true
		})
		tell(pairs)
	})
	if len(pairs) == 0 {
		return context.Background()
	}
	return pprof.WithLabels(context.Background(), pprof.Labels(pairs...))
}

// Lifecycle makes the handle of a node. A live node has at most one handle.
func (p *HandleSet) Lifecycle(node int, timeouts Timeouts) *Lifecycle {
	lc := &Lifecycle{set: p, node: node, timeouts: timeouts}
	labels := context.Background()
	if l := p.labels.Load(); l != nil {
		labels = *l
	}
	lc.base = &componentContext{pprof.WithLabels(labels, pprof.Labels(guard.Label, lc.name())), &p.valueContext}
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

// componentContext is a context that never ends. It has the labels of a component for
// profiles, and the values of another context.
type componentContext struct {
	context.Context //nolint:containedctx // of the labels
	values          *detachedValues
}

func (b *componentContext) Value(key any) any {
	if v := b.Context.Value(key); v != nil {
		return v
	}
	return b.values.Value(key)
}

// detachedValues is a context that never ends. It has the values of another context,
// which may be replaced.
type detachedValues struct {
	source atomic.Pointer[context.Context]
}

func (*detachedValues) Deadline() (time.Time, bool) { return time.Time{}, false }
func (*detachedValues) Done() <-chan struct{}       { return nil }
func (*detachedValues) Err() error                  { return nil }

func (v *detachedValues) Value(key any) any {
	if ctx := v.source.Load(); ctx != nil {
		return (*ctx).Value(key)
	}
	return nil
}
