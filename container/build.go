// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"context"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/provide"
)

// Config says how to build. Its functions run on the goroutine of the build, one
// at a time, save that Late may run later; nil functions are skipped.
type Config struct {
	// Grace is how long a constructor may go on after the context has ended.
	Grace time.Duration
	// Scope returns the value of a scoped type for one node; nil is its zero
	// value. A node that asks for a type twice gets what one call returned.
	Scope func(node int, t reflect.Type) any
	// Begin is called with the Build before anything is constructed, so that it
	// can be looked at meanwhile.
	Begin func(*Build)
	// Enter is called before the function of a node, Leave after it, or in its
	// place if the build was cancelled during Enter. Values have no function.
	Enter func(node int)
	Leave func(node int, began time.Time, took time.Duration, err error)
	// Late is called when an abandoned function returns after all, with its
	// error.
	Late func(node int, err error)
}

// Build holds what one build constructed: the instances of a closure. Its
// methods are safe for concurrent use.
type Build struct {
	c   *Container
	cfg Config
	ctx context.Context //nolint:containedctx // of the build, which it is

	mu        sync.Mutex // guards the fields below; never held while user code runs
	instances []*instance
	order     []int // of construction
	running   int   // the node whose function runs, or -1
	began     time.Time
	goroutine uint64 // of the build
	abandoned bool
	err       error // the first failure
}

// instance is what the function of one node returned.
type instance struct {
	out  []reflect.Value // by position
	took time.Duration
}

// Build constructs what the roots need and calls them. It returns a Build in any
// case: after an error it holds what had been constructed until then. The error
// is a [*graph.Problems] if the graph forbids the build, and nothing was called;
// else a [*ConstructError].
func (c *Container) Build(ctx context.Context, cfg Config) (*Build, error) {
	b := &Build{c: c, cfg: cfg, ctx: ctx, running: -1, instances: make([]*instance, len(c.nodes))}
	cl, problems := c.declared()
	if err := c.problems("build", "nothing was constructed", problems); err != nil {
		return b, err
	}
	if len(cl.order) == 0 {
		return b, nil
	}
	if cfg.Begin != nil {
		cfg.Begin(b)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		b.run(&cl)
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
	timer := time.NewTimer(b.cfg.Grace)
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
	defer b.mu.Unlock()
	if b.running < 0 {
		return false
	}
	b.abandoned = true
	e := b.constructError(b.running, time.Since(b.began), context.Cause(b.ctx))
	e.Abandoned, e.Stack = true, guard.Stack(b.goroutine)
	b.err = e
	return true
}

func (b *Build) constructError(node int, took time.Duration, err error) *ConstructError {
	n := b.c.nodes[node]
	e := &ConstructError{
		Component: b.c.ID(node), Kind: n.Kind, Place: n.Place, Source: n.Source(),
		Elapsed: took, Called: true, Err: err,
	}
	if p, ok := err.(*guard.PanicError); ok { //nolint:errorlint // a panic of this very function, not one that it wraps
		e.Stack = p.Stack
	}
	return e
}

// Constructed returns the nodes that were constructed, in that order. A node
// whose function failed is not among them.
func (b *Build) Constructed() []int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.order)
}

// Running returns the node whose function runs now, -1 for none.
func (b *Build) Running() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.running
}

// DependsOn returns the nodes whose values node received, ascending by
// construction order, each once.
func (b *Build) DependsOn(node int) []int {
	cl, _ := b.c.declared()
	return b.c.dependsOn(b.c.nodes[node], &cl)
}

// Lookup returns the value under a key, if this build constructed it. Members of
// groups have no key of their own.
func (b *Build) Lookup(key provide.Key) (reflect.Value, bool) {
	node, ok := b.c.given[key]
	if !ok {
		return reflect.Value{}, false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	inst := b.instances[node]
	if inst == nil || inst.out == nil {
		return reflect.Value{}, false
	}
	for _, r := range b.c.nodes[node].Results {
		if r.Key == key {
			return inst.value(r), true
		}
	}
	return reflect.Value{}, false
}

// value returns one result of an instance.
func (i *instance) value(r provide.Result) reflect.Value {
	v := i.out[r.Arg]
	if len(r.Field) > 0 {
		v = v.FieldByIndex(r.Field)
	}
	return v
}

// Forget lets go of the instances, for an app that has stopped. Graph still tells
// what was constructed.
func (b *Build) Forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, inst := range b.instances {
		if inst != nil {
			inst.out = nil
		}
	}
}

// fill writes what was constructed into a snapshot of the container's graph.
func (b *Build) fill(g *graph.Graph) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i, inst := range b.instances {
		if inst != nil {
			g.Nodes[i].State = graph.StateBuilt
			g.Nodes[i].Timing.Construct = inst.took
		}
	}
	for seq, i := range b.order {
		g.Nodes[i].Seq = seq + 1
	}
	if b.running >= 0 {
		g.Nodes[b.running].State = graph.StateBuilding
	}
	if e, ok := b.err.(*ConstructError); ok { //nolint:errorlint // set by this package, never wrapped
		if n := g.Node(e.Component); n != nil && e.Called {
			n.State = graph.StateFailed
		}
	}
}
