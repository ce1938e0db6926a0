// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"context"
	"iter"
	"reflect"
	"sync"
	"time"

	"github.com/facet-go/facet/internal/guard"
)

// Config is the configuration of a build.
type Config struct {
	// Grace is the time for which a build waits for a constructor after the context has
	// ended, before it abandons the constructor; with 0 or less it does not wait.
	Grace time.Duration
	// Dumper takes the stacks of abandoned or inspected functions; nil is one of the
	// build's own.
	Dumper *guard.Dumper
	// Listener receives the progress; nil is none. Without it reserved types have their
	// zero values.
	Listener Listener
	// Middleware is called instead of the function of a node, which it calls by next; nil is
	// none. The function is called once at most. An error that next has returned fails the
	// build whatever Middleware returns, and so does a Middleware that does not call next.
	Middleware func(node int, next func() error) error
	// Direct constructs by a loop over the construction order, without dig.
	Direct bool
	// OnCaller calls the functions on the goroutine that builds. Nothing is abandoned then:
	// the build returns when the running function has returned. A runtime.Goexit of a
	// function ends that goroutine, and the build with an error, see [Build.Err].
	OnCaller bool
}

// Build is one use of the container. It constructs the missing nodes of a closure and
// shares the live instances of the others until it is released. Its methods are safe for
// concurrent use.
type Build struct {
	query
	config  Config
	ctx     context.Context //nolint:containedctx // of the build
	closure closure

	// The fields below belong to the goroutine of the build.

	missing       []*node         // the nodes to construct, in construction order
	constructedTo int             // the number of nodes of closure.order that have instances, values included
	argBuffer     []reflect.Value // for the arguments of all functions

	mu            sync.Mutex      // guards the fields below; never held while user code runs
	used          []*instanceInfo // by position in closure.order; nil before the instance exists
	runningNode   int             // whose function runs, or -1
	startedAt     time.Time       // of the running function
	goroutine     uint64          // of the build
	abandoned     bool
	err           error           // the first failure
	components    []Component     // computed on demand after the last constructor
	callArgs      []reflect.Value // of the function of the query
	callGoroutine uint64          // of the call of that function, or 0

	released bool // guarded by instances.mu
}

// Build constructs what the roots need and calls them. Live instances are shared. It
// always returns a Build, which must be released: after an error it holds the instances
// constructed until then. The error is a [*graph.Problems] if the graph forbids the
// build, in which case nothing was called, or else a [*ConstructError].
func (c *Container) Build(ctx context.Context, cfg Config) (*Build, error) {
	q := c.rootQuery()
	cl, findings := c.declaredClosure()
	if len(findings) == 0 && c.instances.createdCount() > 0 {
		cl, findings = q.closure(c.instances)
	}
	return q.build(ctx, cfg, cl, findings)
}

func newBuild(q query, cfg Config, cl closure) *Build {
	if cfg.Dumper == nil {
		cfg.Dumper = &guard.Dumper{}
	}
	if cfg.Listener == nil {
		cfg.Listener = noListener{}
	}
	return &Build{query: q, config: cfg, closure: cl, runningNode: -1, used: make([]*instanceInfo, len(cl.order))}
}

// build constructs the missing nodes of a closure and shares the others.
func (q query) build(ctx context.Context, cfg Config, cl closure, findings []finding) (*Build, error) {
	b := newBuild(q, cfg, cl)
	b.ctx = ctx
	if len(findings)+len(q.c.duplicates) > 0 {
		op := "build"
		if q.function != nil {
			op = "call " + q.function.Name()
		}
		return b, q.problems(op, "nothing was constructed", findings)
	}
	if len(cl.order) == 0 {
		return b, nil
	}
	for at, i := range cl.order {
		b.used[at] = q.c.instances.acquire(int(i))
	}
	b.config.Listener.BuildBegins(b)
	if cfg.OnCaller {
		b.run()
		err := b.Err()
		return b, err
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
	err := b.Err()
	return b, err
}

// Err returns the failure of a build that has ended, or nil.
func (b *Build) Err() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.err
}

// awaitGrace waits for the end of a canceled build, and abandons it if a function does not
// return.
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

// abandon ends the build if a function runs, and reports whether one does.
func (b *Build) abandon() bool {
	b.mu.Lock()
	node, began, goroutine := b.runningNode, b.startedAt, b.goroutine
	b.abandoned = node >= 0
	b.mu.Unlock()
	if node < 0 {
		return false
	}
	e := b.constructError(node, time.Since(began), guard.Cause(b.ctx))
	e.Budget = b.budgetSince(began)
	stacks := b.config.Dumper.Take(guard.Hurried(b.config.Grace)).At(goroutine, began, e.Component) // takes time: not under the mutex
	e.Abandoned, e.Stack, e.Goroutines, e.NoStack = true, stacks.Stack, stacks.Started, stacks.Why
	b.mu.Lock()
	defer b.mu.Unlock()
	b.err = e
	return true
}

// budgetSince returns the time that the build had at began; 0 is no limit.
func (b *Build) budgetSince(began time.Time) time.Duration {
	deadline, ok := b.ctx.Deadline()
	if !ok {
		return 0
	}
	return max(0, deadline.Sub(began)).Round(time.Millisecond)
}

func (b *Build) constructError(node int, took time.Duration, err error) *ConstructError {
	n := b.node(node)
	return &ConstructError{
		Component: b.id(node), Kind: n.Kind, Place: n.Place, Source: n.Source(),
		Elapsed: took, Called: true, Err: err,
	}
}

// Nodes returns the nodes that the build has constructed or shares, in construction order.
func (b *Build) Nodes() []int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return sortedNodes(b.usedLocked())
}

func (b *Build) usedLocked() []liveNode {
	all := make([]liveNode, 0, len(b.used))
	for at, info := range b.used {
		if info != nil {
			all = append(all, liveNode{int(b.closure.order[at]), info})
		}
	}
	return all
}

// Uses reports whether the build has constructed or shares a node.
func (b *Build) Uses(node int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.closure.has(node) && b.used[b.closure.position(node)-1] != nil
}

// All yields the nodes that the build shares, in no particular order, without values and
// the function. It is for a build that has constructed nothing.
func (b *Build) All() iter.Seq[int] {
	return func(yield func(int) bool) {
		for at, i := range b.closure.order {
			if b.used[at] != nil && !yield(int(i)) {
				return
			}
		}
	}
}
