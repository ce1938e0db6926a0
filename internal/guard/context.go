// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard

import (
	"context"
	"slices"
	"time"
)

// Context returns a child of a user's context, whose methods may do anything: a
// panic of theirs counts as no value, no deadline, or the end, and a context whose
// methods do not return within a second as context.Background. The methods of the
// child, and of what is derived from it, call those of ctx only for Value with a key
// that neither a child nor keys hold. A nil ctx is context.Background, too. Call
// Context before anything depends on its return, and cancel when the child is no
// longer used.
func Context(ctx context.Context, keys ...any) (_ context.Context, cancel context.CancelFunc) {
	switch ctx {
	case nil, context.Background(), context.TODO():
		return context.Background(), func() {}
	}
	if hanging.Load() >= maxHanging {
		return newUserContext(ctx, keys).child()
	}
	type child struct {
		ctx    context.Context //nolint:containedctx // on its way to the caller
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

// userContext is a user's context whose methods do not panic. What does not change
// is asked once.
type userContext struct {
	ctx      context.Context //nolint:containedctx // wraps it
	done     <-chan struct{}
	deadline time.Time
	bounded  bool
	keys     []any
	values   []any // of the keys

	// The key by which package context finds its own, at each cancel of a child.
	// Its type is *int.
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

// Err returns an error exactly if Done is closed, as the rules of contexts say.
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

// quietly calls f, and leaves out what remains of it if it panics.
func ignorePanic(f func()) {
	defer func() { _ = recover() }()
	f()
}
