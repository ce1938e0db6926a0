// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fxtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"go.uber.org/fx"
	"go.uber.org/fx/fxevent"
	"go.uber.org/fx/internal/callstack"
	"go.uber.org/multierr"

	"github.com/facet-go/facet/graph"
)

// LifecycleOption is an option of NewLifecycle.
type LifecycleOption interface{ apply(*Lifecycle) }

type lifecycleOption func(*Lifecycle)

func (o lifecycleOption) apply(l *Lifecycle) { o(l) }

// EnforceTimeout makes Start and Stop return when their context ends, even if a hook does
// not. The hook continues then.
func EnforceTimeout(enforce bool) LifecycleOption {
	return lifecycleOption(func(l *Lifecycle) { l.enforceTimeout = enforce })
}

// Lifecycle is an fx.Lifecycle without an app, for tests of one constructor. Hooks run one
// after another, stop hooks in reverse.
type Lifecycle struct {
	t              TB
	log            fxevent.Logger
	enforceTimeout bool

	mu    sync.Mutex // guards the fields below; never held while a hook runs
	hooks []hook
	state lifecycleState
	up    int // the number of hooks that have started
}

// hook is a hook with the name of the function that appended it.
type hook struct {
	fx.Hook
	caller string
}

type lifecycleState string

const (
	stateStopped    lifecycleState = "stopped"
	stateStarting   lifecycleState = "starting"
	stateIncomplete lifecycleState = "incompleteStart"
	stateStarted    lifecycleState = "started"
	stateStopping   lifecycleState = "stopping"
)

// NewLifecycle returns a lifecycle without hooks. Without a test a failure is a panic.
func NewLifecycle(t TB, opts ...LifecycleOption) *Lifecycle {
	if t == nil {
		t = &panicT{W: os.Stderr}
	}
	l := &Lifecycle{t: t, log: NewTestLogger(t), state: stateStopped}
	for _, o := range opts {
		o.apply(l)
	}
	return l
}

// Append adds a hook. A start in progress does not call it.
func (l *Lifecycle) Append(h fx.Hook) {
	caller := graph.Caller(1).Func()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.hooks = append(l.hooks, hook{h, caller})
}

// Start calls the start hooks, and returns the first error. Stop then stops what had
// started.
func (l *Lifecycle) Start(ctx context.Context) error { return l.bound(ctx, l.start) }

// Stop calls the stop hooks of what had started, all of them, and returns their errors.
func (l *Lifecycle) Stop(ctx context.Context) error { return l.bound(ctx, l.stop) }

// RequireStart starts without a timeout, and fails the test if that fails.
func (l *Lifecycle) RequireStart() *Lifecycle {
	if err := l.Start(context.Background()); err != nil {
		l.t.Errorf("lifecycle didn't start cleanly: %v", err)
		l.t.FailNow()
	}
	return l
}

// RequireStop stops without a timeout, and fails the test if that fails.
func (l *Lifecycle) RequireStop() {
	if err := l.Stop(context.Background()); err != nil {
		l.t.Errorf("lifecycle didn't stop cleanly: %v", err)
		l.t.FailNow()
	}
}

// bound calls f, and with EnforceTimeout waits for it only until the context ends.
func (l *Lifecycle) bound(ctx context.Context, f func(context.Context) error) error {
	if ctx == nil {
		return errors.New("called with nil context")
	}
	if !l.enforceTimeout {
		return f(ctx)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- f(ctx) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (l *Lifecycle) start(ctx context.Context) error {
	l.mu.Lock()
	state, hooks := l.state, l.hooks
	if state == stateStopped {
		l.state, l.up = stateStarting, 0
	}
	l.mu.Unlock()
	if state != stateStopped {
		return fmt.Errorf("attempted to start lifecycle when in state: %s", state)
	}
	end := stateIncomplete
	defer func() { l.setState(end) }()
	for _, h := range hooks {
		if err := l.startHook(ctx, h); err != nil {
			return err
		}
	}
	end = stateStarted
	return nil
}

func (l *Lifecycle) startHook(ctx context.Context, h hook) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if h.OnStart != nil {
		name, began := callstack.FuncName(h.OnStart), time.Now()
		l.log.LogEvent(&fxevent.OnStartExecuting{FunctionName: name, CallerName: h.caller})
		err := h.OnStart(ctx)
		l.log.LogEvent(&fxevent.OnStartExecuted{FunctionName: name, CallerName: h.caller, Runtime: time.Since(began), Err: err})
		if err != nil {
			return err
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.up++
	return nil
}

func (l *Lifecycle) stop(ctx context.Context) error {
	l.mu.Lock()
	mayStop := l.state == stateStarted || l.state == stateIncomplete || l.state == stateStarting
	hooks := l.hooks[:l.up]
	if mayStop {
		l.state = stateStopping
	}
	l.mu.Unlock()
	if !mayStop {
		return nil
	}
	defer l.setState(stateStopped)
	var errs error
	for i := len(hooks) - 1; i >= 0; i-- {
		if err := ctx.Err(); err != nil {
			return err
		}
		if hooks[i].OnStop != nil {
			errs = multierr.Append(errs, l.stopHook(ctx, hooks[i]))
		}
	}
	return errs
}

func (l *Lifecycle) stopHook(ctx context.Context, h hook) error {
	name, began := callstack.FuncName(h.OnStop), time.Now()
	l.log.LogEvent(&fxevent.OnStopExecuting{FunctionName: name, CallerName: h.caller})
	err := h.OnStop(ctx)
	l.log.LogEvent(&fxevent.OnStopExecuted{FunctionName: name, CallerName: h.caller, Runtime: time.Since(began), Err: err})
	return err
}

func (l *Lifecycle) setState(s lifecycleState) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.state = s
}
