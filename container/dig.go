// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"errors"
	"reflect"

	"go.uber.org/dig"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
)

// What dig is given: a function for each node that is to be made, in construction
// order, all of them members of one value group. dig calls the members of a group in
// the order in which they were provided, each once, until one fails.
const group = "construction order"

// done is what such a function returns.
type done struct{}

// everything asks dig for the group.
type everything struct {
	dig.In
	Done []done `group:"construction order"`
}

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
	err := guard.Call(b.execute)
	returned = true
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err == nil {
		b.err = err
	}
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
	d := dig.New(dig.DeferAcyclicVerification())
	member := dig.Group(group)
	// One location for all: dig would else look one up for each function.
	location := dig.LocationForPC(reflect.ValueOf((*Build).execute).Pointer())
	first, args := 0, 0
	for at, i := range b.cl.order {
		n := b.c.nodes[i]
		if n.Kind == graph.KindValue || b.c.instances.of(i) != nil {
			continue // there is nothing to call
		}
		from := first
		first = at + 1
		args += n.Func.Type().NumIn()
		f := func() (done, error) { return done{}, b.advance(b.cl.order[from:at], n) }
		if err := d.Provide(f, member, location); err != nil {
			return errRefused
		}
	}
	b.blanks = make([]reflect.Value, args)
	defer func() { b.blanks = nil }() // they hold values
	if err := d.Invoke(func(everything) {}); err != nil {
		return errRefused
	}
	return nil
}

// advance makes a node, and the values that stand before it in construction order.
func (b *Build) advance(before []int, n *node) error {
	for _, i := range before {
		if b.c.instances.of(i) == nil {
			b.keep(i, &instance{record: &record{}, out: []reflect.Value{b.c.nodes[i].Value}})
		}
	}
	if !b.construct(n) {
		return errEnded
	}
	return nil
}
