// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/hooks"
)

// server ends when it is shut down, whatever its context says.
type server struct {
	b      *fixture
	down   chan struct{}
	closed error // what serve returns after that
}

func newServer(b *fixture) *server {
	return &server{b: b, down: make(chan struct{}), closed: errClosed}
}

var errClosed = errors.New("server closed")

func (s *server) serve(ctx context.Context, ready func()) error {
	ready()
	return s.run(ctx)
}

func (s *server) run(ctx context.Context) error {
	<-s.down
	s.b.note("served, context: %v", ctx.Err())
	return s.closed
}

func (s *server) shutdown(ctx context.Context) error {
	s.b.note("shutdown, context: %v", ctx.Err())
	close(s.down)
	synctest.Wait()
	return nil
}

func TestStopWith_endsTheTaskBeforeItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("db").OnStop(b.says("-db"))
		s := newServer(b)
		lc := b.component("a", 0)
		lc.OnStop(b.says("-earlier"))
		lc.Serve("http", s.serve, hooks.StopWith(s.shutdown), hooks.Clean(errClosed))
		lc.OnStop(b.says("-later"))
		b.up(t)
		require.NoError(t, b.stop(t))
		require.Equal(t, []string{"-later", "shutdown, context: <nil>", "served, context: <nil>", "-earlier", "-db"}, b.took())
		require.Empty(t, b.requests())
	})
}

func TestStopWith_isCalledInARollbackForATaskThatIsNotReady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.mode.Concurrent = true
		s := newServer(b)
		b.component("a").Serve("http", func(ctx context.Context, _ func()) error { return s.run(ctx) }, hooks.StopWith(s.shutdown), hooks.Clean(errClosed))
		b.component("b").OnStart(func(context.Context) error { time.Sleep(time.Second); return errBoom })
		var err error
		takes(t, time.Second, func() { err = b.start(t.Context(), t) })
		require.Equal(t, []string{"start-failed OnStart"}, slugs(err))
		require.NoError(t, b.stop(t))
		require.Equal(t, []string{"shutdown, context: <nil>", "served, context: <nil>"}, b.took())
		require.Empty(t, b.requests())
	})
}

func TestStopWith_theErrorOfATaskThatFailedTheStartIsReportedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").Serve("http", func(context.Context, func()) error { return errBoom }, hooks.StopWith(b.says("stop")))
		require.Equal(t, []string{"start-failed http"}, slugs(b.start(t.Context(), t)))
		require.NoError(t, b.stop(t), "the start has reported it")
		require.Equal(t, []string{"stop"}, b.took())
	})
}

func TestStopWith_isCalledForATaskThatHasReturned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.Go("done", b.says("done"), hooks.StopWith(b.says("stop of done")))
		lc.Go("restarting", hooks.Restarting(hooks.Restart{Backoff: time.Hour, MaxBackoff: time.Hour}, fails(errBoom)), hooks.StopWith(b.says("stop of restarting")))
		b.up(t)
		synctest.Wait()
		require.NoError(t, b.stop(t))
		require.NoError(t, b.stop(t), "each is called once")
		require.Equal(t, []string{"done", "stop of restarting", "stop of done"}, b.took())
	})
}

func TestStopWith_isNotCalledForATaskThatWasNotLaunched(t *testing.T) {
	b := newFixture()
	lc := b.component("a")
	lc.OnStart(fails(errBoom))
	lc.Go("never", b.says("never"), hooks.StopWith(b.says("stop")))
	require.ErrorIs(t, b.start(t.Context(), t), errBoom)
	require.NoError(t, b.stop(t))
	require.Empty(t, b.took())
}

func TestStopWith_appliesToATaskThatIsAddedWhileRunning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.OnStop(b.says("-a"))
		b.up(t)
		s := newServer(b)
		lc.Go("http", s.run, hooks.StopWith(s.shutdown), hooks.Clean(errClosed))
		require.NoError(t, b.stop(t))
		require.Equal(t, []string{"shutdown, context: <nil>", "served, context: <nil>", "-a"}, b.took())
	})
}

func TestStopWith_itsFailureIsPartOfTheResult(t *testing.T) {
	fails := map[string]func(context.Context) error{
		"stop-failed":   fails(errBoom),
		"stop-panicked": func(context.Context) error { panic(errBoom) },
		"stop-exited":   func(context.Context) error { runtime.Goexit(); return nil },
	}
	for slug, stop := range fails {
		t.Run(slug, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newFixture()
				b.component("db").OnStop(b.says("-db"))
				b.component("a", 0).Go("task", obeys, hooks.StopWith(stop))
				b.up(t)
				require.Equal(t, []string{slug + " task"}, slugs(b.stop(t)))
				require.Equal(t, []string{"-db"}, b.took(), "the task has ended")
			})
		})
	}
}

func TestStopWith_theContextOfTheTaskEndsWithTheBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("db").OnStop(b.says("-db"))
		b.component("a", 0).Go("task", obeys, hooks.StopWith(obeys), hooks.Timeout(3*time.Second))
		b.up(t)
		var err error
		takes(t, 3*time.Second, func() { err = b.stop(t) })
		require.Equal(t, []string{"stop-timeout task"}, slugs(err))
		require.Equal(t, []string{"-db"}, b.took())
	})
}

func TestStopWith_aFunctionThatHangsIsAbandonedWithItsTask(t *testing.T) {
	for name, register := range map[string]func(t *testing.T, b *fixture, lc *hooks.Lifecycle, opts ...hooks.Option){
		"registered": func(t *testing.T, b *fixture, lc *hooks.Lifecycle, opts ...hooks.Option) {
			t.Helper()
			lc.Go("task", obeys, opts...)
			b.up(t)
		},
		"added": func(t *testing.T, b *fixture, lc *hooks.Lifecycle, opts ...hooks.Option) {
			t.Helper()
			b.up(t)
			lc.Go("task", obeys, opts...)
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newFixture()
				b.component("db").OnStop(b.says("-db"))
				lc := b.component("a", 0)
				register(t, b, lc, hooks.StopWith(ignores(time.Hour)))
				var err error
				takes(t, stopTimeout+grace, func() { err = b.stop(t) })
				require.Equal(t, []string{"stop-hung task"}, slugs(err))
				require.Contains(t, hookErrors(err)[0].Stack, "time.Sleep", "the stack of the stop function")
				require.Equal(t, []string{"-db"}, b.took())
				time.Sleep(2 * time.Hour)
			})
		})
	}
}

func TestStopWith_whatIsWrongSaysWhatToChange(t *testing.T) {
	for _, wrong := range []struct {
		want string
		opts []hooks.Option
	}{
		{"a: StopWith is given a nil function", []hooks.Option{hooks.StopWith(nil)}},
		{"a: StopWith is given twice", []hooks.Option{hooks.StopWith(obeys), hooks.StopWith(obeys)}},
		{"a: Clean needs errors that are not nil", []hooks.Option{hooks.Clean()}},
		{"a: Clean needs errors that are not nil", []hooks.Option{hooks.Clean(errBoom, nil)}},
	} {
		b := newFixture()
		b.component("a").Go("task", obeys, wrong.opts...)
		b.Plan(b.nodes, b.mode)
		require.ErrorContains(t, b.Problems(), wrong.want)
	}
	b := newFixture()
	b.component("a").OnStart(obeys, hooks.StopWith(obeys))
	b.component("b").OnStart(obeys, hooks.Clean(errBoom))
	b.Plan(b.nodes, b.mode)
	require.ErrorContains(t, b.Problems(), "StopWith applies to Go and Serve only")
	require.ErrorContains(t, b.Problems(), "Clean applies to Go and Serve only")
	require.Equal(t, "StopWith(func)", hooks.StopWith(func(context.Context) error { return nil }).String())
	require.Equal(t, "Clean(boom)", hooks.Clean(errBoom).String())
}

func TestClean_onlyAfterTheTurnHasCome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		wrapped := func(ctx context.Context) error {
			<-ctx.Done()
			return errors.Join(errBoom, errClosed)
		}
		lc.Go("listed", wrapped, hooks.Clean(errClosed))
		b.up(t)
		require.NoError(t, b.stop(t))

		b = newFixture()
		b.component("a").Go("early", failsLater(errClosed), hooks.Clean(errClosed))
		b.up(t)
		time.Sleep(time.Second)
		synctest.Wait()
		require.Len(t, b.requests(), 1)
		require.ErrorIs(t, b.requests()[0], errClosed)
	})
}
