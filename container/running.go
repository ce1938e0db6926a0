// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
)

// Running is a function that a build runs now: a constructor, an invoked
// function, or that of [Container.Prepare].
type Running struct {
	Component  string        // id of the node
	Kind       graph.Kind    // constructor or invoke
	Call       bool          // it is the function of Prepare
	Place      graph.Place   // of the registration
	Elapsed    time.Duration // in the function
	Abandoned  bool          // it did not return within Grace
	Stack      string        // of its goroutine, up to a second before
	Goroutines string        // stacks of those that it started, if it has a lifecycle
	NoStack    string        // why there are no stacks, "" if there are
}

// Inspect returns what builds run now, in their order; nil for one that runs
// nothing, or is nil. Of up to 10,000 goroutines it takes the stacks, once a second
// at most, which stops the world for a moment.
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
		seen := look.At(goroutine, began, r.Component)
		r.Stack, r.Goroutines, r.NoStack = seen.Stack, seen.Started, seen.Why
		all[i] = r
	}
	return all
}

// runningFunction returns what runs, nil for nothing, on which goroutine, and since when.
func (b *Build) runningFunction() (*Running, uint64, time.Time) {
	b.mu.Lock()
	node, goroutine, began, abandoned := b.runningNode, b.goroutine, b.startedAt, b.abandoned
	if node < 0 && b.callGoroutine != 0 {
		node, goroutine = b.c.functionIndex, b.callGoroutine
	}
	b.mu.Unlock()
	if node < 0 {
		return nil, 0, time.Time{}
	}
	n := b.c.node(node)
	return &Running{
		Component: b.c.ID(node), Kind: n.Kind, Call: node == b.c.functionIndex, Place: n.Place,
		Elapsed: time.Since(began), Abandoned: abandoned,
	}, goroutine, began
}
