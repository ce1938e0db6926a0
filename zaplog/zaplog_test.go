// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package zaplog_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/zaplog"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var errBoom = errors.New("boom")

type db struct{}

// newDB is a component whose start takes 3 ms and whose stop takes 2 ms.
func newDB(lc *facet.Lifecycle) *db {
	lc.OnStart(wait(3*time.Millisecond), hooks.Name("open"))
	lc.OnStop(wait(2*time.Millisecond), hooks.Name("flush"))
	lc.Cleanup(func() error { return nil })
	return &db{}
}

func wait(d time.Duration) func(context.Context) error {
	return func(context.Context) error {
		time.Sleep(d)
		return nil
	}
}

// logged runs an app in virtual time until it fails, or for a second, and returns its log
// lines from that level on.
func logged(t *testing.T, level zapcore.Level, opts ...facet.Option) []observer.LoggedEntry {
	t.Helper()
	core, logs := observer.New(level)
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		_ = facet.New(append(opts, facet.Signals(), zaplog.Use(zap.New(core)))...).Run(ctx) // the log has the error
	})
	return logs.All()
}

// line writes an entry and its fields for a comparison.
func line(e observer.LoggedEntry) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%v %s: %s", e.Level, e.LoggerName, e.Message)
	for _, f := range e.Context {
		if f.Type != zapcore.SkipType {
			m := zapcore.NewMapObjectEncoder()
			f.AddTo(m)
			fmt.Fprintf(&text, " %s=%v", f.Key, m.Fields[f.Key])
		}
	}
	return text.String()
}

func lines(entries []observer.LoggedEntry) []string {
	list := make([]string, len(entries))
	for i, e := range entries {
		list[i] = line(e)
	}
	return list
}

func TestUse_providesTheLogger(t *testing.T) {
	logger := zap.NewNop()
	var got *zap.Logger
	app := facet.New(zaplog.Use(logger), facet.Invoke(func(l *zap.Logger) { got = l }))
	require.NoError(t, app.Build(t.Context()))
	require.NoError(t, app.Stop(t.Context()))
	require.Same(t, logger, got)
}

func TestUse_refusesANilLogger(t *testing.T) {
	err := facet.New(zaplog.Use(nil)).Err()
	require.ErrorContains(t, err, "zaplog.Use is given a nil *zap.Logger at zaplog/zaplog_test.go:")
	var problems *facet.Problems
	require.ErrorAs(t, err, &problems)
}

func TestUse_logsAtInfoHowTheAppStartsAndStops(t *testing.T) {
	got := logged(t, zap.InfoLevel, facet.Provide(newDB), facet.Invoke(func(*db) {}))
	require.Equal(t, []string{
		"info facet: app started took=3ms constructed=2 hooks=1 slowest=zaplog_test.newDB: open slowest_took=3ms",
		"info facet: app draining",
		"info facet: app stopping budget=10s",
		"info facet: app stopped took=2ms uptime=999ms hooks=1 cleanups=1 slowest=zaplog_test.newDB: flush slowest_took=2ms",
	}, lines(got))
}

func TestUse_logsEachStepAtDebug(t *testing.T) {
	const id = "component=zaplog_test.newDB"
	got := logged(t, zap.DebugLevel, facet.Provide(newDB), facet.Invoke(func(*db) {}))
	steps := lines(got)
	require.Contains(t, steps, "debug facet: app building")
	require.Contains(t, steps, "debug facet: constructing "+id)
	require.Contains(t, steps, "debug facet: starting "+id+" hook=open")
	require.Contains(t, steps, "debug facet: started "+id+" hook=open took=3ms")
	require.Contains(t, steps, "debug facet: stopped "+id+" hook=flush took=2ms")
	require.Contains(t, steps, "debug facet: cleaned "+id+" hook=Cleanup")
}

func TestUse_logsAFailingStartWithTheFieldsOfItsComponent(t *testing.T) {
	got := logged(t, zap.InfoLevel, facet.Provide(newDB), facet.Invoke(failToStart))
	require.Len(t, got, 3)
	require.Equal(t, "info facet: app stopping budget=10s", line(got[1]))
	fields := got[0].ContextMap()
	require.Equal(t, "start failed", got[0].Message)
	require.Equal(t, zap.ErrorLevel, got[0].Level)
	require.Contains(t, fields["place"], "zaplog/zaplog_test.go:")
	delete(fields, "place")
	require.Equal(t, map[string]any{
		"component": "zaplog_test.failToStart", "hook": "listen", "phase": "start", "slug": "start-failed",
		"elapsed": time.Millisecond, "budget": 15*time.Second - 3*time.Millisecond, "error": "boom",
	}, fields)
	require.Empty(t, got[0].Stack)
	require.Equal(t, "error facet: app failed took=2ms hooks=1 cleanups=1 failures=1 slowest=zaplog_test.newDB: flush slowest_took=2ms"+
		" cause=start-failed: zaplog_test.failToStart: listen: boom    after 1ms", line(got[2]))
}

func failToStart(lc *facet.Lifecycle, _ *db) {
	lc.OnStart(func(context.Context) error {
		time.Sleep(time.Millisecond)
		return errBoom
	}, hooks.Name("listen"))
}

func TestUse_logsTheStackOfAPanicAndNoneOfItsOwn(t *testing.T) {
	got := logged(t, zap.InfoLevel, facet.Invoke(func(lc *facet.Lifecycle) {
		lc.OnStart(func(context.Context) error { panic("ouch") })
	}))
	require.Equal(t, "start-panicked", got[0].ContextMap()["slug"])
	require.Equal(t, "panic: ouch", got[0].ContextMap()["error"])
	require.Contains(t, got[0].Stack, "zaplog_test.go:")
	require.NotContains(t, got[0].Stack, "facet/observe")
	require.Empty(t, got[1].Stack)
}

func TestUse_logsAnAbandonedHook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		core, logs := observer.New(zap.InfoLevel)
		app := facet.New(
			zaplog.Use(zap.New(core)), facet.StartTimeout(time.Millisecond), facet.Grace(time.Millisecond),
			facet.Invoke(func(lc *facet.Lifecycle) {
				lc.OnStart(func(context.Context) error { <-release; return nil }, hooks.Name("stuck"))
			}),
		)
		require.Error(t, app.Start(t.Context()))
		close(release)
		abandoned := logs.FilterMessage("did not return in time and was abandoned").All()[0]
		require.Equal(t, "start-hung", abandoned.ContextMap()["slug"])
		require.Contains(t, abandoned.Stack, "zaplog_test.go:")
		require.NotContains(t, abandoned.ContextMap(), "waiting")
		require.NotContains(t, abandoned.Stack, "goroutines that")
	})
}

func TestUse_logsWaitingComponentsAndGoroutinesOfAnAbandonedHook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		core, logs := observer.New(zap.InfoLevel)
		hook := func(lc *facet.Lifecycle) { lc.OnStart(func(context.Context) error { return nil }) }
		app := facet.New(
			zaplog.Use(zap.New(core)),
			facet.Invoke(func(lc *facet.Lifecycle) {
				lc.OnStart(func(context.Context) error {
					go func() { <-release }()
					<-release
					return nil
				})
			}, hook, hook, hook, hook, hook, hook, hook),
		)
		require.Error(t, app.Start(t.Context()))
		close(release)
		slow, abandoned := logs.FilterMessage("still waiting").All(), logs.FilterMessage("did not return in time and was abandoned").All()
		require.NotEmpty(t, slow)
		require.Len(t, abandoned, 1)
		fields := abandoned[0].ContextMap()
		require.Len(t, fields["waiting"], 6)
		require.Contains(t, fields["waiting"], "2 more")
		require.Equal(t, fields["waiting"], slow[0].ContextMap()["waiting"])
		require.Regexp(t, `goroutines that \S+ started\n +1 goroutine`, abandoned[0].Stack)
	})
}

func TestUse_logsAFailingConstructorWithBothPlaces(t *testing.T) {
	got := logged(t, zap.InfoLevel, facet.Invoke(func() error { return errBoom }))
	require.Equal(t, "construction failed", got[0].Message)
	require.Equal(t, "invoke-failed", got[0].ContextMap()["slug"])
	require.Equal(t, "boom", got[0].ContextMap()["error"])
	require.Contains(t, got[0].ContextMap()["place"], "zaplog/zaplog_test.go:")
	require.Contains(t, got[0].ContextMap()["source"], "zaplog/zaplog_test.go:")
}

func TestUse_logsProblemsOfTheGraphInFull(t *testing.T) {
	got := logged(t, zap.InfoLevel, facet.Invoke(func(*db) {}))
	require.Len(t, got, 1)
	require.Equal(t, "app failed", got[0].Message)
	require.Equal(t, "nothing provides *zaplog_test.db", got[0].ContextMap()["error"])
	require.Equal(t, "missing-dependency", got[0].ContextMap()["slug"])
	require.Contains(t, got[0].Stack, "missing-dependency: nothing provides *zaplog_test.db")
	require.Contains(t, got[0].Stack, "zaplog_test.go:")
}

func TestUse_warnsOfProblemsThatDoNotStopTheApp(t *testing.T) {
	got := logged(t, zap.InfoLevel, facet.Provide(func(*db) int { return 0 }))
	require.Equal(t, zap.WarnLevel, got[0].Level)
	require.Equal(t, "nothing-to-run", got[0].ContextMap()["slug"])
	require.Equal(t, "app started", got[1].Message)
}

func TestUse_logsALateRegistrationWithItsPlace(t *testing.T) {
	got := logged(t, zap.InfoLevel, facet.Invoke(func(lc *facet.Lifecycle) {
		lc.Go("late", func(context.Context) error {
			time.Sleep(time.Millisecond)
			lc.OnStop(wait(0))
			return nil
		})
	}))
	require.Equal(t, "late-registration", got[1].ContextMap()["slug"])
	require.Contains(t, got[1].ContextMap()["place"], "zaplog/zaplog_test.go:")
	require.Contains(t, got[1].ContextMap()["error"], "OnStop was called after the build had ended")
	last := got[len(got)-1]
	require.Equal(t, "app failed", last.Message)
	require.Contains(t, last.ContextMap()["error"], "OnStop was called after the build had ended", "what was a warning is part of the result")
}

func TestUse_logsTheCauseGivenToShutdown(t *testing.T) {
	got := logged(t, zap.InfoLevel, facet.Invoke(func(lc *facet.Lifecycle) {
		time.AfterFunc(time.Millisecond, func() { lc.Shutdown(errBoom) })
	}))
	require.Equal(t, "error facet: app failed took=0s uptime=1ms error=boom", line(got[len(got)-1]))
}

// enabler counts the questions about the debug level.
type enabler struct{ asked atomic.Int32 }

func (e *enabler) Enabled(level zapcore.Level) bool {
	if level == zap.DebugLevel {
		e.asked.Add(1)
	}
	return level > zap.DebugLevel
}

// core counts the entries that pass the check of their level.
type core struct {
	zapcore.Core
	enabler
	checked, synced atomic.Int32
}

func (c *core) Enabled(level zapcore.Level) bool { return c.enabler.Enabled(level) }

func (c *core) Check(_ zapcore.Entry, entry *zapcore.CheckedEntry) *zapcore.CheckedEntry {
	c.checked.Add(1)
	return entry // so that no entry is written
}

func (c *core) Sync() error {
	c.synced.Add(1)
	return os.ErrInvalid
}

func TestObserver_asksForTheLevelBeforeItDoesWork(t *testing.T) {
	c := &core{Core: zapcore.NewNopCore()}
	app := facet.New(facet.Log(nil), facet.Observe(zaplog.Observer(zap.New(c))), facet.Provide(newDB), facet.Invoke(func(*db) {}))
	require.NoError(t, app.Start(t.Context()))
	require.NoError(t, app.Stop(t.Context()))
	require.Equal(t, int32(4), c.checked.Load(), "started, draining, stopping and stopped")
	require.Greater(t, c.asked.Load(), int32(8), "each step")
}

func TestObserver_syncsWhenTheAppHasEnded(t *testing.T) {
	c := &core{Core: zapcore.NewNopCore()}
	app := facet.New(facet.Log(nil), facet.Observe(zaplog.Observer(zap.New(c))))
	for run := range int32(2) {
		require.NoError(t, app.Start(t.Context()))
		require.Equal(t, run, c.synced.Load())
		require.NoError(t, app.Stop(t.Context()), "an error of Sync is ignored")
		require.Equal(t, run+1, c.synced.Load())
	}
}
