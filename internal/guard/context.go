// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard

import (
	"context"
	"time"
)

// Context returns a child of a user's context, whose methods may do anything: a
// panic of theirs counts as no value, no deadline, or the end. The methods of the
// child, and of what is derived from it, do not call those of ctx, except for
// Value with a key that no child has. A nil ctx is context.Background. Call
// Context before anything depends on its return, and cancel when the child is no
// longer used.
func Context(ctx context.Context) (_ context.Context, cancel context.CancelFunc) {
	switch ctx {
	case nil, context.Background(), context.TODO():
		return context.Background(), func() {}
	}
	return context.WithCancel(newUserContext(ctx))
}

// userContext is a user's context whose methods do not panic. What does not change
// is asked once.
type userContext struct {
	ctx      context.Context //nolint:containedctx // wraps it
	done     <-chan struct{}
	deadline time.Time
	bounded  bool
}

func newUserContext(ctx context.Context) (u *userContext) {
	u = &userContext{ctx: ctx}
	quietly(func() { u.deadline, u.bounded = ctx.Deadline() })
	quietly(func() { u.done = ctx.Done() })
	return u
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
	quietly(func() { err = u.ctx.Err() })
	if err == context.DeadlineExceeded { //nolint:errorlint // contexts return it as it is
		return err
	}
	return context.Canceled
}

func (u *userContext) Value(key any) (v any) {
	quietly(func() { v = u.ctx.Value(key) })
	return v
}

// quietly calls f, and leaves out what remains of it if it panics.
func quietly(f func()) {
	defer func() { _ = recover() }()
	f()
}
