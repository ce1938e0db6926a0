// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/hooks"
)

// foreign is a context of a user's own type, whose methods use a handle.
type foreign struct {
	context.Context
	use func()
}

func (f *foreign) Value(key any) any {
	if f.use != nil {
		f.use()
	}
	return f.Context.Value(key)
}

// AfterFunc makes package context call the user's code when a child is cancelled.
func (f *foreign) AfterFunc(do func()) func() bool {
	stop := context.AfterFunc(f.Context, do)
	return func() bool {
		f.use()
		return stop()
	}
}

func TestExecutor_noLockIsHeldWhileTheUsersContextRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		ctx := &foreign{Context: t.Context()}
		b.Values(ctx)
		lcs := []*hooks.Lifecycle{b.component("a"), b.component("b")}
		ctx.use = func() { lcs[0].Context() }
		lcs[0].Append(b.pair("a"))
		lcs[1].OnStart(fails(errBoom))
		b.seal(t)
		ended := make(chan error, 1)
		go func() {
			err := b.Start(ctx, b.plan, 0)
			_ = b.Teardown(ctx, hooks.Budget{}).Stop(b.plan)
			ended <- err
		}()
		// A goroutine that waits for a mutex stops virtual time.
		require.ErrorIs(t, <-ended, errBoom)
		require.Equal(t, []string{"+a", "-a"}, b.took())
	})
}

func TestExecutor_everythingMayBeCalledFromAHook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		use := func(context.Context) error {
			require.NotEmpty(t, b.Running())
			lc.Shutdown(nil)
			lc.Go("task", func(context.Context) error { return nil })
			return lc.Context().Err()
		}
		lc.OnStart(use)
		lc.OnDrain(use)
		lc.OnStop(func(ctx context.Context) error {
			require.ErrorIs(t, use(ctx), context.Canceled)
			return nil
		})
		lc.Cleanup(func() error { return nil })
		b.up(t)
		down := b.teardown(t)
		require.NoError(t, down.Drain(b.plan))
		require.NoError(t, down.Stop(b.plan))
		time.Sleep(time.Second)
		require.Empty(t, b.Running())
	})
}
