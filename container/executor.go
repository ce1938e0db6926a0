// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"errors"
	"reflect"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
)

// An executor constructs what is missing of a build: it calls construct once for each
// node of Build.missing, one at a time, after the missing nodes that it needs. After the
// first error of construct it calls it no more, and returns that error.
//
// The order of the calls is that of Build.cl: roots in listing order, dependencies first,
// parameters left to right.
type executor func(b *Build, construct func(*node) error) error

var (
	// errEnded ends an executor. What has happened is in Build.err.
	errEnded   = errors.New("the build has ended")
	errRefused = errors.New("internal error: the executor refused what the graph allows; please report it, with the graph")
)

// run constructs what is missing.
func (b *Build) run() {
	b.mu.Lock()
	b.goroutine = guard.GoroutineID()
	b.mu.Unlock()
	returned := false
	defer func() {
		if !returned {
			b.onGoexit()
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

// onGoexit runs when something on the goroutine of the build called
// runtime.Goexit: the function of a node, or one of Config.
func (b *Build) onGoexit() {
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

// execute returns an error other than that of Build.err only if a function of Config
// panics, or the executor refuses.
func (b *Build) execute() error {
	args := 0
	for _, i := range b.cl.order {
		if n := b.c.node(int(i)); b.c.instances.of(n.index) == nil && hasTurn(n) {
			b.missing = append(b.missing, n)
			if n.Kind != graph.KindValue {
				args += n.Func.Type().NumIn()
			}
		}
	}
	b.blanks = make([]reflect.Value, args)
	defer func() { b.missing, b.blanks = nil, nil }() // they hold values
	var execute executor = resolve
	if b.cfg.Direct {
		execute = direct
	}
	return execute(b, b.step)
}

// hasTurn reports whether n has a turn of its own among what is constructed. A value needs
// none, unless it is ordered after something, which then is to come before whatever needs
// the value.
func hasTurn(n *node) bool { return n.Kind != graph.KindValue || len(n.after) > 0 }

// step makes the values that come before n in construction order, and then n.
func (b *Build) step(n *node) error {
	for end := int(b.cl.place(n.index)); b.reached < end; b.reached++ {
		if v := b.c.node(int(b.cl.order[b.reached])); v.Kind == graph.KindValue && b.c.instances.of(v.index) == nil {
			b.keep(v.index, &instance{record: &record{}, out: []reflect.Value{v.Value}})
		}
	}
	if n.Kind != graph.KindValue && !b.construct(n) {
		return errEnded
	}
	return nil
}
