// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"errors"
	"reflect"
	"slices"

	"go.uber.org/dig"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
)

// What dig is given: a function for each node that is to be made, in construction
// order, all of them members of one value group. dig calls the members of a group in
// the order in which they were provided, each once, until one fails.
const orderGroup = "construction order"

// call is such a function. What it returns says nothing.
type (
	call func() (done, error)
	done struct{}
)

// everything asks dig for the group.
type everything struct {
	dig.In
	Done []done `group:"construction order"`
}

// perContainer bounds what one container of dig is given. Its check for cycles takes
// time that grows with the square of that: a quarter of a build of 5,000.
const perContainer = 500

var (
	// errEnded keeps dig from calling the rest. What has happened is in Build.err.
	errEnded   = errors.New("the build has ended")
	errRefused = errors.New("internal error: the executor refused what the graph allows; please report it, with the graph")
)

// run constructs the closure through a dig container of its own.
func (b *Build) run() {
	b.mu.Lock()
	b.goroutine = guard.GoroutineID()
	b.mu.Unlock()
	returned := false
	defer func() {
		if !returned {
			b.exited()
		}
	}()
	growStack(0)
	err := guard.Call(b.execute)
	returned = true
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err == nil {
		b.err = err
	}
}

// growStack has the runtime make room on the stack while there is next to nothing on it to
// be moved. The way through dig needs that much, and to double it in small steps
// takes longer than a constructor.
//
//go:noinline
func growStack(at int) byte {
	var room [8 << 10]byte
	return room[at]
}

// exited runs when something on the goroutine of the build called
// runtime.Goexit: the function of a node, or one of Config.
func (b *Build) exited() {
	b.mu.Lock()
	node := b.running
	if node < 0 && b.err == nil {
		b.err = guard.ErrGoexit
	}
	b.mu.Unlock()
	if node >= 0 {
		b.leave(node, guard.ErrGoexit, nil)
	}
}

// execute returns an error other than that of Build.err only if dig refuses, which
// would be a defect of facet; dig's text would not help.
func (b *Build) execute() error {
	member := dig.Group(orderGroup)
	// One location for all: dig would else look one up for each function.
	location := dig.LocationForPC(reflect.ValueOf((*Build).execute).Pointer())
	calls, args := b.calls()
	b.blanks = make([]reflect.Value, args)
	defer func() { b.blanks = nil }() // they hold values
	for some := range slices.Chunk(calls, perContainer) {
		d := dig.New(dig.DeferAcyclicVerification())
		for _, f := range some {
			if err := d.Provide(f, member, location); err != nil {
				return errRefused
			}
		}
		if err := d.Invoke(func(everything) {}); err != nil {
			return errRefused
		}
	}
	return nil
}

// calls returns what dig is given, and how many arguments all need.
func (b *Build) calls() (calls []call, args int) {
	calls = make([]call, 0, len(b.cl.order))
	first := 0
	for at, i := range b.cl.order {
		n := b.c.node(int(i))
		if n.Kind == graph.KindValue || b.c.instances.of(int(i)) != nil {
			continue // there is nothing to call
		}
		from := first
		first = at + 1
		args += n.Func.Type().NumIn()
		calls = append(calls, func() (done, error) { return done{}, b.advance(b.cl.order[from:at], n) })
	}
	return calls, args
}

// advance makes a node, and the values that stand before it in construction order.
func (b *Build) advance(before []int32, n *node) error {
	for _, i := range before {
		if b.c.instances.of(int(i)) == nil {
			b.keep(int(i), &instance{record: &record{}, out: []reflect.Value{b.c.nodes[i].Value}})
		}
	}
	if !b.construct(n) {
		return errEnded
	}
	return nil
}
