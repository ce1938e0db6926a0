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

// construct calls the function of a node and stores the results. It reports whether the
// build continues. For the function of the query it only sets the arguments.
func (b *Build) construct(n *node) bool {
	info := &instanceInfo{}
	args, injected := b.arguments(n, info)
	if b.isFunction(n.index) {
		b.callArgs = args
		return true
	}
	if !b.beforeCall(n) {
		return false
	}
	var out []reflect.Value
	err := guard.Call(func() (err error) {
		out, err = b.call(n, args)
		if err == nil && n.HasHooks() {
			err = b.config.Listener.RegisterHooks(n.index, out, injected)
		}
		return err
	})
	clear(args) // a later function that hangs would keep them in memory
	return b.afterCall(n.index, err, &instance{instanceInfo: info, out: out})
}

// errNotCalled is the failure of a node whose function the middleware did not call.
var errNotCalled = errors.New("the middleware returned without calling the constructor")

// call calls the function of n, by the middleware if there is one.
func (b *Build) call(n *node, args []reflect.Value) (out []reflect.Value, err error) {
	if b.config.Middleware == nil {
		return n.invoke(args)
	}
	called, functionErr := false, errNotCalled
	err = b.config.Middleware(n.index, func() error {
		if !called {
			called = true
			functionErr = guard.ErrGoexit
			functionErr = guard.Call(func() (err error) {
				out, err = n.invoke(args)
				return err
			})
		}
		return functionErr
	})
	return out, cmp.Or(err, functionErr)
}

// invoke calls the function of n, and returns its results and the error among them.
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

// beforeCall marks n as running, and reports whether its function may be called: the
// build has not been canceled.
func (b *Build) beforeCall(n *node) bool {
	if b.ctx.Err() != nil {
		b.setErr(b.notCalled(n))
		return false
	}
	b.config.Listener.BeforeCall(n.index)
	b.mu.Lock()
	// Checked again under the lock: if nothing runs after the context has ended, nothing
	// may be called any more.
	if b.ctx.Err() == nil {
		b.runningNode, b.startedAt = n.index, time.Now()
		b.mu.Unlock()
		return true
	}
	b.mu.Unlock()
	err := b.notCalled(n)
	b.config.Listener.AfterCall(n.index, 0, err)
	b.setErr(err)
	return false
}

func (b *Build) notCalled(n *node) *ConstructError {
	e := b.constructError(n.index, 0, guard.Cause(b.ctx))
	e.Called = false
	return e
}

// afterCall records how the function of a node ended, and reports whether the build
// continues.
func (b *Build) afterCall(node int, err error, inst *instance) bool {
	var failure error
	// The time of the error's methods counts as the function's own.
	if text, cause := b.failureOf(err); cause != nil {
		e := b.constructError(node, 0, cause)
		e.text, e.Stack = text, guard.PanicStack(err)
		failure = e
	}
	b.mu.Lock()
	abandoned := b.abandoned
	took := time.Since(b.startedAt)
	b.runningNode = -1
	if e, ok := failure.(*ConstructError); ok { //nolint:errorlint // made above
		e.Elapsed, e.Budget = took, b.budgetSince(b.startedAt)
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
	if abandoned {
		b.config.Listener.LateReturn(node, err)
	} else {
		b.config.Listener.AfterCall(node, took, failure)
	}
	return !abandoned && failure == nil
}

// failureOf returns the failure of a function that returned err, after its text. The
// failure is nil if there is none. To an error that says that the context has ended it
// adds the cause. After the build timeout there is always a failure. No lock is held.
func (b *Build) failureOf(err error) (text string, failure error) {
	cause := guard.Cause(b.ctx)
	switch {
	case isTimeout(cause):
		return failureAfterTimeout(err, cause)
	case err == nil:
		return "", nil
	case cause == nil:
		return guard.Text(err), err
	}
	// The context of a component ends with Canceled, whatever the error of b.ctx is.
	facts := guard.Examine(err, cause, b.ctx.Err(), context.Canceled)
	if facts.Is(0) || !facts.Is(1) && !facts.Is(2) {
		return facts.Text, err
	}
	text = facts.Text + ": " + guard.Text(cause)
	return text, &guard.EndedError{Err: err, Cause: cause, Text: text}
}

// setErr sets the error of the build, unless it has one.
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
