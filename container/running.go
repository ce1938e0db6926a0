// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
)

// Running is a function that a build runs now: a constructor, an invoked function, or the
// function given to [Container.Prepare].
type Running struct {
	Component  string        // id of the node
	Kind       graph.Kind    // constructor or invoke
	Call       bool          // it is the function given to Prepare
	Place      graph.Place   // of the registration
	Elapsed    time.Duration // in the function
	Abandoned  bool          // it did not return within Grace
	Stack      string        // of its goroutine, at most a second old
	Goroutines string        // stacks of the goroutines that it started, if it has a lifecycle
	NoStack    string        // why there are no stacks, "" if there are
}

// Inspect returns the function that each build runs now, or nil for a build that is nil or
// runs none. It takes the stacks of up to 10,000 goroutines, at most once a second, which
// stops the world for a moment.
func Inspect(builds ...*Build) []*Running {
	all := make([]*Running, len(builds))
	looks := map[*guard.Dumper]guard.Look{}
	for i, b := range builds {
		if b == nil {
			continue
		}
		r, goroutine, began := b.runningFunction()
		if r == nil {
			continue
		}
		look, taken := looks[b.config.Dumper]
		if !taken {
			look = b.config.Dumper.Take(guard.Unhurried)
			looks[b.config.Dumper] = look
		}
		stacks := look.At(goroutine, began, r.Component)
		r.Stack, r.Goroutines, r.NoStack = stacks.Stack, stacks.Started, stacks.Why
		all[i] = r
	}
	return all
}

// runningFunction returns the running function, its goroutine and when it was called. It
// returns nil if none runs.
func (b *Build) runningFunction() (*Running, uint64, time.Time) {
	b.mu.Lock()
	node, goroutine, began, abandoned := b.runningNode, b.goroutine, b.startedAt, b.abandoned
	if node < 0 && b.callGoroutine != 0 {
		node, goroutine = b.function.index, b.callGoroutine
	}
	b.mu.Unlock()
	if node < 0 {
		return nil, 0, time.Time{}
	}
	n := b.node(node)
	return &Running{
		Component: b.id(node), Kind: n.Kind, Call: b.isFunction(node), Place: n.Place,
		Elapsed: time.Since(began), Abandoned: abandoned,
	}, goroutine, began
}

// Running returns the node whose function the build runs now, or -1.
func (b *Build) Running() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.runningNode
}

// RunningSince returns the node whose function the build runs now, and when it was called;
// -1 if none runs.
func (b *Build) RunningSince() (node int, at time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.runningNode, b.startedAt
}

// Goroutine returns the goroutine on which the build runs, or the function given to
// Prepare is called; 0 if it was abandoned.
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
