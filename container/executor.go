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
	// errBuildEnded ends an executor. What has happened is in Build.err.
	errBuildEnded = errors.New("the build has ended")
	errRefused    = errors.New("internal error: the executor refused what the graph allows; please report it, with the graph")
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
	node := b.runningNode
	if node < 0 && b.err == nil {
		b.err = guard.ErrGoexit
	}
	b.mu.Unlock()
	if node >= 0 {
		b.afterCall(node, guard.ErrGoexit, nil)
	}
}

// execute returns an error other than that of Build.err only if a function of Config
// panics, or the executor refuses.
func (b *Build) execute() error {
	args := 0
	for _, i := range b.closure.order {
		if n := b.c.node(int(i)); b.c.instances.get(n.index) == nil && needsCall(n) {
			b.missing = append(b.missing, n)
			if n.Kind != graph.KindValue {
				args += n.Func.Type().NumIn()
			}
		}
	}
	b.argBuffer = make([]reflect.Value, args)
	defer func() { b.missing, b.argBuffer = nil, nil }() // they hold values
	var execute executor = digExecutor
	if b.config.Direct {
		execute = directExecutor
	}
	return execute(b, b.constructStep)
}

// needsCall reports whether n has a turn of its own among what is constructed. A value needs
// none, unless it is ordered after something, which then is to come before whatever needs
// the value.
func needsCall(n *node) bool { return n.Kind != graph.KindValue || len(n.orderedAfter) > 0 }

// constructStep makes the values that come before n in construction order, and then n.
func (b *Build) constructStep(n *node) error {
	for end := int(b.closure.position(n.index)); b.constructedTo < end; b.constructedTo++ {
		if v := b.c.node(int(b.closure.order[b.constructedTo])); v.Kind == graph.KindValue && b.c.instances.get(v.index) == nil {
			b.store(v.index, &instance{instanceInfo: &instanceInfo{}, out: []reflect.Value{v.Value}})
		}
	}
	if n.Kind != graph.KindValue && !b.construct(n) {
		return errBuildEnded
	}
	return nil
}
