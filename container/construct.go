// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"cmp"
	"context"
	"errors"
	"reflect"
	"time"

	"github.com/facet-go/facet/internal/guard"
)

// construct completes the arguments of a node, calls its function once, and keeps
// what it returned. It tells whether the build goes on.
func (b *Build) construct(n *node) bool {
	r := &instanceInfo{}
	args, injected := b.arguments(n, r)
	if n.index == b.c.functionIndex {
		b.callArgs = args
		return true
	}
	if !b.beforeCall(n) {
		return false
	}
	var out []reflect.Value
	err := guard.Call(func() (err error) {
		out, err = b.apply(n, args)
		if err == nil && b.config.Keep != nil && len(n.Hooks)+len(n.Services) > 0 {
			b.config.Keep(n.index, out, injected)
		}
		return err
	})
	clear(args) // a function that hangs later would keep them
	return b.afterCall(n.index, err, &instance{instanceInfo: r, out: out})
}

// errNotCalled is the failure of a function that Around did not call.
var errNotCalled = errors.New("what was called in its place returned without having called it")

// apply calls the function of n by Around, if there is one.
func (b *Build) apply(n *node, args []reflect.Value) (out []reflect.Value, err error) {
	if b.config.Around == nil {
		return n.invoke(args)
	}
	called, own := false, errNotCalled
	err = b.config.Around(n.index, func() error {
		if !called {
			called = true
			own = guard.ErrGoexit
			own = guard.Call(func() (err error) {
				out, err = n.invoke(args)
				return err
			})
		}
		return own
	})
	return out, cmp.Or(err, own)
}

// invoke calls the function of n, and returns what it returned, and the error among
// that.
func (n *node) invoke(args []reflect.Value) ([]reflect.Value, error) {
	call := n.Func.Call
	if n.Func.Type().IsVariadic() {
		call = n.Func.CallSlice
	}
	out := call(args)
	if !n.HasErr {
		return out, nil
	}
	err, _ := out[len(out)-1].Interface().(error)
	return out, err
}

// beforeCall notes that the function of n runs, unless the build has been cancelled.
func (b *Build) beforeCall(n *node) bool {
	if b.ctx.Err() != nil {
		b.setErr(b.notCalled(n))
		return false
	}
	if b.config.Enter != nil {
		b.config.Enter(n.index)
	}
	b.mu.Lock()
	// Again, under the lock: whoever finds that nothing runs after the context
	// has ended relies on nothing being called any more.
	if b.ctx.Err() == nil {
		b.runningNode, b.startedAt = n.index, time.Now()
		b.mu.Unlock()
		return true
	}
	b.mu.Unlock()
	err := b.notCalled(n)
	if b.config.Leave != nil {
		b.config.Leave(n.index, time.Now(), 0, err)
	}
	b.setErr(err)
	return false
}

func (b *Build) notCalled(n *node) *ConstructError {
	e := b.constructError(n.index, 0, context.Cause(b.ctx))
	e.Called = false
	return e
}

// afterCall notes how the function of a node ended, with what instance, and tells
// whether the build goes on.
func (b *Build) afterCall(node int, err error, inst *instance) bool {
	var failure error
	// What the methods of the error do counts as the function's own.
	if text, cause := b.failureOf(err); cause != nil {
		e := b.constructError(node, 0, cause)
		e.text, e.Stack = text, panicStack(err)
		failure = e
	}
	b.mu.Lock()
	began, abandoned := b.startedAt, b.abandoned
	took := time.Since(began)
	b.runningNode = -1
	if e, ok := failure.(*ConstructError); ok { //nolint:errorlint // made above
		e.Elapsed = took
	}
	switch {
	case abandoned:
	case failure != nil:
		b.err = failure
	default:
		inst.took = took
		b.storeLocked(node, inst)
	}
	b.mu.Unlock()
	if abandoned && b.config.Late != nil {
		b.config.Late(node, err)
	}
	if !abandoned && b.config.Leave != nil {
		b.config.Leave(node, began, took, failure)
	}
	return !abandoned && failure == nil
}

// failureOf returns the failure of a function that returned err, after its text. The
// failure is nil if there is none. To an error that says that the context has ended it
// adds the cause. After the build timeout there is a failure whatever the function
// returned. No lock is held.
func (b *Build) failureOf(err error) (text string, failure error) {
	cause := context.Cause(b.ctx)
	switch {
	case isTimeout(cause):
		return late(err, cause)
	case err == nil:
		return "", nil
	case cause == nil:
		return guard.Text(err), err
	}
	// The context of a component says Canceled, whatever this one says.
	facts := guard.Examine(err, cause, b.ctx.Err(), context.Canceled)
	if facts.Is(0) || !facts.Is(1) && !facts.Is(2) {
		return facts.Text, err
	}
	text = facts.Text + ": " + guard.Text(cause)
	return text, &causedError{err: err, cause: cause, text: text}
}

// causedError is the error of a function that has heeded the end of the build, with
// the cause of that.
type causedError struct {
	own

	err, cause error
	text       string
}

func (e *causedError) Error() string   { return e.text }
func (e *causedError) Unwrap() []error { return []error{e.err, e.cause} }

// panicStack returns the stack of a panic of the very function that returned err.
func panicStack(err error) string {
	if p, ok := err.(*guard.PanicError); ok { //nolint:errorlint // not one that it wraps
		return p.Stack
	}
	return ""
}

func (b *Build) setErr(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err == nil {
		b.err = err
	}
}

func (b *Build) store(node int, inst *instance) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.storeLocked(node, inst)
}

func (b *Build) storeLocked(node int, inst *instance) {
	b.c.instances.put(node, inst)
	b.used[b.closure.position(node)-1] = inst.instanceInfo
}
