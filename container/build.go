// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"context"
	"iter"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
)

// Config says how to build. Its functions run on the goroutine of the build, one
// at a time, save that Begin runs on that of the caller, and Late may run later; nil
// functions are skipped.
type Config struct {
	// Grace is how long a constructor may go on after the context has ended; with 0 or
	// less it is abandoned at once.
	Grace time.Duration
	// Dumper takes the stacks of what is abandoned or inspected; nil is one of the
	// build's own.
	Dumper *guard.Dumper
	// Scope returns the value of a scoped type for one node; nil is its zero
	// value. A node that asks for a type twice gets what one call returned. The
	// function of [Container.Prepare] counts as node [Container.Size].
	Scope func(node int, t reflect.Type) any
	// Begin is called with the Build before anything is constructed, so that it
	// can be looked at meanwhile.
	Begin func(*Build)
	// Enter is called before the function of a node, Leave after it, or in its
	// place if the build was cancelled during Enter. Values have no function.
	Enter func(node int)
	Leave func(node int, began time.Time, took time.Duration, err error)
	// Around is called in place of the function of a node, which it calls by next;
	// nil calls it directly. It runs at most once. What failed stays failed,
	// whatever Around returns, and what was not called fails.
	Around func(node int, next func() error) error
	// Keep is called with what the function of a node returned and what its
	// hooks ask for, if its registration has hooks or services.
	Keep func(node int, results, injected []reflect.Value)
	// Late is called when an abandoned function returns after all, with its
	// error.
	Late func(node int, err error)
	// Direct constructs by a loop over the construction order, without dig.
	Direct bool
}

// Build is one use of the container: it constructs what is missing of a closure
// and shares what lives already, until it is released. Its methods are safe for
// concurrent use.
type Build struct {
	c       *Container
	config  Config
	ctx     context.Context //nolint:containedctx // of the build, which it is
	closure closure

	createdBefore int // instances that had been made when it began

	// Of the goroutine of the build.
	missing       []*node         // what is called, in construction order
	constructedTo int             // up to where in cl.order all is made, values included
	argBuffer     []reflect.Value // arguments to be filled

	mu            sync.Mutex      // guards the fields below; never held while user code runs
	used          []*instanceInfo // by place in cl.order
	runningNode   int             // the node whose function runs, or -1
	startedAt     time.Time
	goroutine     uint64 // of the build
	abandoned     bool
	err           error           // the first failure
	components    []Component     // made on demand after the last constructor
	callArgs      []reflect.Value // of the call
	callGoroutine uint64          // the goroutine of the call, 0 while it is not called

	released bool // guarded by instances.mu
}

// Build constructs what the roots need and calls them; what lives already is
// shared. It returns a Build in any case, which must be released in the end:
// after an error it holds what had been constructed until then. The error is a
// [*graph.Problems] if the graph forbids the build, and nothing was called; else
// a [*ConstructError].
func (c *Container) Build(ctx context.Context, cfg Config) (*Build, error) {
	cl, problems := c.declaredClosure()
	if len(problems) == 0 && c.instances.createdCount() > 0 {
		cl, problems = c.closure(c.roots, c.instances)
	}
	return c.buildClosure(ctx, cfg, cl, problems)
}

// buildClosure makes what is missing of a closure, and shares the rest.
func (c *Container) buildClosure(ctx context.Context, cfg Config, cl closure, problems []finding) (*Build, error) {
	if cfg.Dumper == nil {
		cfg.Dumper = &guard.Dumper{}
	}
	b := &Build{c: c, config: cfg, ctx: ctx, closure: cl, runningNode: -1, used: make([]*instanceInfo, len(cl.order))}
	if len(problems)+len(c.duplicates) > 0 {
		whole := c.withFunction()
		return b, whole.explain(whole.operation, "nothing was constructed", problems)
	}
	if len(cl.order) == 0 {
		return b, nil
	}
	b.createdBefore = c.instances.createdCount()
	for at, i := range cl.order {
		b.used[at] = c.instances.acquire(int(i))
	}
	if cfg.Begin != nil {
		cfg.Begin(b)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		b.run()
	}()
	select {
	case <-done:
	case <-ctx.Done():
		b.awaitGrace(done)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return b, b.err
}

// awaitGrace waits for a cancelled build to come to its end, and abandons it if
// a function keeps it.
func (b *Build) awaitGrace(done <-chan struct{}) {
	timer := time.NewTimer(b.config.Grace)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
		if !b.abandon() {
			<-done // no function runs, and none will be called
		}
	}
}

func (b *Build) abandon() bool {
	b.mu.Lock()
	node, began, goroutine := b.runningNode, b.startedAt, b.goroutine
	b.abandoned = node >= 0
	b.mu.Unlock()
	if node < 0 {
		return false
	}
	e := b.constructError(node, time.Since(began), context.Cause(b.ctx))
	seen := b.config.Dumper.Take(guard.Hurried(b.config.Grace)).At(goroutine, began, e.Component) // takes a while: not under the mutex
	e.Abandoned, e.Stack, e.Goroutines, e.NoStack = true, seen.Stack, seen.Started, seen.Why
	b.mu.Lock()
	defer b.mu.Unlock()
	b.err = e
	return true
}

func (b *Build) constructError(node int, took time.Duration, err error) *ConstructError {
	n := b.c.nodes[node]
	return &ConstructError{
		Component: b.c.ID(node), Kind: n.Kind, Place: n.Place, Source: n.Source(),
		Elapsed: took, Called: true, Err: err,
	}
}

// Constructed returns the nodes that this build constructed, in that order. A
// node whose function failed is not among them.
func (b *Build) Constructed() []int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return sortedNodes(slices.DeleteFunc(b.usedLocked(), func(m liveNode) bool { return m.seq <= b.createdBefore }))
}

// Nodes returns the nodes that this build uses, in construction order: those that
// it constructed, and those that it shares.
func (b *Build) Nodes() []int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return sortedNodes(b.usedLocked())
}

func (b *Build) usedLocked() []liveNode {
	all := make([]liveNode, 0, len(b.used))
	for at, r := range b.used {
		if r != nil {
			all = append(all, liveNode{int(b.closure.order[at]), r})
		}
	}
	return all
}

// Uses tells whether the build uses what was constructed for a node.
func (b *Build) Uses(node int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.closure.has(node) && b.used[b.closure.position(node)-1] != nil
}

// Release ends the use and returns the nodes that nobody uses any more, in
// construction order. They live until [Container.Forget]. Released again, it
// returns nothing.
func (b *Build) Release() []int {
	b.mu.Lock()
	all := b.usedLocked()
	b.mu.Unlock()
	s := b.c.instances
	s.mu.Lock()
	defer s.mu.Unlock()
	if b.released {
		return nil
	}
	b.released = true
	return sortedNodes(slices.DeleteFunc(s.dropEvicted(all), func(m liveNode) bool {
		m.users--
		return m.users > 0
	}))
}

// TryRelease ends the use if none of the nodes is used by this build alone, and
// reports whether it has. Unlike [Build.Release] it may be called while another build
// runs, or something is stopped.
func (b *Build) TryRelease() bool {
	b.mu.Lock()
	all := b.usedLocked()
	b.mu.Unlock()
	s := b.c.instances
	s.mu.Lock()
	defer s.mu.Unlock()
	if b.released {
		return true
	}
	all = s.dropEvicted(all)
	if slices.ContainsFunc(all, func(m liveNode) bool { return m.users <= 1 }) {
		return false
	}
	b.released = true
	for _, m := range all {
		m.users--
	}
	return true
}

// AllLive reports whether everything that the build uses is still alive.
func (b *Build) AllLive() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for at, r := range b.used {
		if r == nil {
			continue
		}
		if inst := b.c.instances.get(int(b.closure.order[at])); inst == nil || inst.instanceInfo != r {
			return false
		}
	}
	return true
}

// All yields the nodes that the build uses, without values and the function that is
// called, in no order that counts.
func (b *Build) All() iter.Seq[int] {
	return func(yield func(int) bool) {
		for at, i := range b.closure.order {
			if b.used[at] != nil && !yield(int(i)) {
				return
			}
		}
	}
}

// Goroutine returns the goroutine on which the build, or the function that is called,
// runs; 0 if it has ended or was abandoned.
func (b *Build) Goroutine() uint64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.callGoroutine != 0:
		return b.callGoroutine
	case b.abandoned:
		return 0
	default:
		return b.goroutine
	}
}

// Running returns the node whose function runs now, -1 for none.
func (b *Build) Running() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.runningNode
}

// Stack returns the stack of the goroutine on which a function of the build runs,
// up to a second before, or why there is none; nothing if no function runs. It waits
// for the stack as long as for that of something that is abandoned.
func (b *Build) Stack() (stack, why string) {
	r, goroutine, began := b.runningFunction()
	if r == nil {
		return "", ""
	}
	seen := b.config.Dumper.Take(guard.Hurried(b.config.Grace)).At(goroutine, began, r.Component)
	return seen.Stack, seen.Why
}

// fill writes what was constructed into a snapshot of the container's graph. What
// is still to come is numbered behind that.
func (b *Build) fill(g *graph.Graph) {
	b.mu.Lock()
	defer b.mu.Unlock()
	order := sortedNodes(b.usedLocked())
	for at, r := range b.used {
		switch i := int(b.closure.order[at]); {
		case r != nil:
			g.Nodes[i].State = graph.StateBuilt
			g.Nodes[i].Timing.Construct = r.took
		case i != b.c.functionIndex:
			order = append(order, i)
		}
	}
	for seq, i := range order {
		g.Nodes[i].Seq = seq + 1
	}
	if b.runningNode >= 0 {
		g.Nodes[b.runningNode].State = graph.StateBuilding
	}
	if e, ok := b.err.(*ConstructError); ok { //nolint:errorlint // set by this package, never wrapped
		if n := g.Node(e.Component); n != nil && e.Called {
			n.State = graph.StateFailed
		}
	}
}
