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

// Part is what one build makes: it hands out the handles of its components.
type Part struct {
	x      *Executor
	values values
	labels atomic.Pointer[context.Context] // those of the user for profiles, and nothing else

	// The fields below are guarded by Executor.mu.
	handles []*Lifecycle // in the order in which they were made
	why     error        // the build was cancelled
	misuses []*graph.Problem
}

// Part returns a part without components.
func (x *Executor) Part() *Part { return &Part{x: x} }

// Values sets the context whose values the contexts of the part's components and
// tasks carry. It may be set again at any time. Its end does not count.
func (p *Part) Values(ctx context.Context) {
	p.values.from.Store(&ctx)
	labels := userLabels(ctx)
	p.labels.Store(&labels)
}

// userLabels returns a context with the labels of a user's, which is asked for them
// once.
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

// Lifecycle makes the handle of a node. A node that lives has at most one.
func (p *Part) Lifecycle(node int, timeouts Timeouts) *Lifecycle {
	lc := &Lifecycle{part: p, node: node, timeouts: timeouts}
	labels := context.Background()
	if l := p.labels.Load(); l != nil {
		labels = *l
	}
	lc.base = &base{pprof.WithLabels(labels, pprof.Labels(guard.Label, lc.name())), &p.values}
	p.x.mu.Lock()
	defer p.x.mu.Unlock()
	lc.cut = p.why
	p.handles = append(p.handles, lc)
	return lc
}

// Nodes returns the nodes whose handles it has made, in that order.
func (p *Part) Nodes() []int {
	p.x.mu.Lock()
	defer p.x.mu.Unlock()
	nodes := make([]int, len(p.handles))
	for i, lc := range p.handles {
		nodes[i] = lc.node
	}
	return nodes
}

// Timeouts bound every start hook and every stop hook of a component; 0 or less is
// no bound of its own.
type Timeouts struct{ Start, Stop time.Duration }

// Misuses returns what was wrong with the registrations of the build, nil if that
// is nothing. [Executor.Plan] ends the time of registration.
func (p *Part) Misuses() error {
	p.x.mu.Lock()
	defer p.x.mu.Unlock()
	if len(p.misuses) == 0 {
		return nil
	}
	return &graph.Problems{Op: "build", Left: "no hook was called", List: slices.Clone(p.misuses)}
}

// Cancel ends the contexts of the part's components that are not up, with that
// cause. Call it when a build is cut short; a failing start does so itself.
func (p *Part) Cancel(cause error) {
	p.x.mu.Lock()
	if p.why != nil {
		p.x.mu.Unlock()
		return
	}
	p.why = cause
	handles := slices.Clone(p.handles)
	p.x.mu.Unlock()
	p.x.cut(slices.Values(handles), cause)
}

// cut ends the contexts of those handles whose components are not up.
func (x *Executor) cut(handles iter.Seq[*Lifecycle], cause error) {
	var cancels []context.CancelCauseFunc
	x.mu.Lock()
	for lc := range handles {
		if lc.isUp || lc.cut != nil {
			continue
		}
		lc.cut = cause
		if lc.cancel != nil {
			cancels = append(cancels, lc.cancel)
		}
	}
	x.mu.Unlock()
	for _, cancel := range cancels {
		cancel(cause)
	}
}

// base is a context that never ends, with labels for profiles and the values of
// another.
type base struct {
	context.Context //nolint:containedctx // of the labels
	values          *values
}

func (b *base) Value(key any) any {
	if v := b.Context.Value(key); v != nil {
		return v
	}
	return b.values.Value(key)
}

// values is a context that never ends and carries the values of another one,
// which may be replaced.
type values struct {
	from atomic.Pointer[context.Context]
}

func (*values) Deadline() (time.Time, bool) { return time.Time{}, false }
func (*values) Done() <-chan struct{}       { return nil }
func (*values) Err() error                  { return nil }

func (v *values) Value(key any) any {
	if ctx := v.from.Load(); ctx != nil {
		return (*ctx).Value(key)
	}
	return nil
}
