// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"errors"
	"reflect"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
)

// An executor constructs the missing nodes of a build: it calls construct once for each
// node of Build.missing, one at a time, after the missing nodes that it needs. After the
// first error of construct it makes no further calls, and returns that error.
//
// The order of the calls is that of Build.closure: roots in listing order, dependencies
// first, parameters left to right.
type executor func(b *Build, construct func(*node) error) error

var (
	// errBuildEnded ends an executor. Build.err has the reason.
	errBuildEnded = errors.New("the build has ended")
	errRefused    = errors.New("internal error: the executor refused what the graph allows; please report it, with the graph")
)

// run constructs the missing nodes.
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

// onGoexit runs when the function of a node or the listener has called runtime.Goexit.
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

// execute runs the executor. An error other than Build.err means that the listener
// panicked or the executor refused.
func (b *Build) execute() error {
	args := 0
	for _, i := range b.closure.order {
		if n := b.node(int(i)); b.c.instances.get(n.index) == nil && needsStep(n) {
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
	return execute(b, b.step)
}

// needsStep reports whether an executor has a step for n. A value needs one only if it is
// ordered after a node, which then comes before the consumers of the value.
func needsStep(n *node) bool { return n.Kind != graph.KindValue || len(n.orderedAfter) > 0 }

// step makes instances of the values that come before n in construction order, and
// constructs n.
func (b *Build) step(n *node) error {
	for end := int(b.closure.position(n.index)); b.constructedTo < end; b.constructedTo++ {
		v := b.node(int(b.closure.order[b.constructedTo]))
		if v.Kind == graph.KindValue && b.c.instances.get(v.index) == nil {
			b.store(v.index, &instance{instanceInfo: &instanceInfo{}, out: []reflect.Value{v.Value}})
		}
	}
	if n.Kind != graph.KindValue && !b.construct(n) {
		return errBuildEnded
	}
	return nil
}
