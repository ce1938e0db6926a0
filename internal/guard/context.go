// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard

import (
	"context"
	"slices"
	"time"
)

// Context returns a child of a user's context, whose methods may misbehave. A method
// that panics counts as no value, no deadline, or the end. If a method does not return
// within a second, the child is that of context.Background(), as for a nil ctx. The
// methods of the child and of its descendants call ctx only for Value, with a key that
// neither a child nor keys contain. Call Context before any other goroutine depends on
// its return. Call cancel when the child is no longer used.
func Context(ctx context.Context, keys ...any) (_ context.Context, cancel context.CancelFunc) {
	switch ctx {
	case nil, context.Background(), context.TODO():
		return context.Background(), func() {}
	}
	if hanging.Load() >= maxHanging {
		return newUserContext(ctx, keys).child()
	}
	type child struct {
		ctx    context.Context //nolint:containedctx // passed to the caller
		cancel context.CancelFunc
	}
	made, late := make(chan child), make(chan struct{})
	go func() {
		defer close(made) // also if a method calls runtime.Goexit
		ctx, cancel := newUserContext(ctx, keys).child()
		select {
		case made <- child{ctx, cancel}:
		case <-late:
			cancel()
			hanging.Add(-1)
		}
	}()
	timer := time.NewTimer(askTimeout)
	defer timer.Stop()
	select {
	case c, ok := <-made:
		if ok {
			return c.ctx, c.cancel
		}
	case <-timer.C:
		hanging.Add(1)
		close(late)
	}
	return context.Background(), func() {}
}

// userContext is a user's context whose methods do not panic. Constant results are
// asked for once.
type userContext struct {
	ctx      context.Context //nolint:containedctx // wraps it
	done     <-chan struct{}
	deadline time.Time
	bounded  bool
	keys     []any
	values   []any // of keys

	// parentKey is the key with which package context finds its own contexts, at each
	// cancel of a child. Its type is *int.
	parentKey   any
	parentValue any
	adopting    bool
}

func newUserContext(ctx context.Context, keys []any) *userContext {
	u := &userContext{ctx: ctx, keys: keys, values: make([]any, len(keys))}
	ignorePanic(func() { u.deadline, u.bounded = ctx.Deadline() })
	ignorePanic(func() { u.done = ctx.Done() })
	for i, key := range keys {
		ignorePanic(func() { u.values[i] = ctx.Value(key) })
	}
	return u
}

func (u *userContext) child() (context.Context, context.CancelFunc) {
	u.adopting = true
	defer func() { u.adopting = false }()
	return context.WithCancel(u)
}

func (u *userContext) Deadline() (time.Time, bool) { return u.deadline, u.bounded }
func (u *userContext) Done() <-chan struct{}       { return u.done }

// Err returns an error if and only if Done is closed, as the contract of contexts
// demands.
func (u *userContext) Err() (err error) {
	select {
	case <-u.done:
	default:
		return nil
	}
	ignorePanic(func() { err = u.ctx.Err() })
	if err == context.DeadlineExceeded {
		return err
	}
	return context.Canceled
}

func (u *userContext) Value(key any) (v any) {
	if i := slices.Index(u.keys, key); i >= 0 {
		return u.values[i]
	}
	_, isPointer := key.(*int)
	if isPointer && key == u.parentKey {
		return u.parentValue
	}
	ignorePanic(func() { v = u.ctx.Value(key) })
	if isPointer && u.adopting {
		u.parentKey, u.parentValue = key, v
	}
	return v
}

// ignorePanic calls f and recovers from a panic of f.
func ignorePanic(f func()) {
	defer func() { _ = recover() }()
	f()
}
