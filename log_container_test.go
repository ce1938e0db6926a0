// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/hostile"
	"github.com/facet-go/facet/observe"
	"github.com/facet-go/facet/provide"
)

// syncBuffer is a buffer for several goroutines.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

// lines returns the messages that were written, and the attributes that matter here.
func (b *syncBuffer) lines() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return strings.Split(strings.TrimSuffix(b.b.String(), "\n"), "\n")
}

// messageHandler returns a handler that writes the message, the component and the error.
func messageHandler(w *syncBuffer, level slog.Level) slog.Handler {
	return slog.NewTextHandler(w, &slog.HandlerOptions{Level: level, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		switch a.Key {
		case slog.MessageKey, "component", "error", "cause", "source":
			return a
		}
		return slog.Attr{}
	}})
}

// captureDefaultLog makes slog.Default write to a buffer until the end of the test.
func captureDefaultLog(t *testing.T) *syncBuffer {
	t.Helper()
	before := slog.Default()
	t.Cleanup(func() { slog.SetDefault(before) })
	b := &syncBuffer{}
	slog.SetDefault(slog.New(handlerThatKeepsLines{messageHandler(b, slog.LevelInfo)}))
	return b
}

// handlerThatKeepsLines hides the type of a handler.
type handlerThatKeepsLines struct{ slog.Handler }

type loggerConfig struct{}

// newLogger needs a configuration and is closed by its cleanup.
func newLogger(b *syncBuffer) any {
	return func(lc *facet.Lifecycle, _ loggerConfig) *slog.Logger {
		lc.Cleanup(func() error { _, _ = fmt.Fprintln(b, "closed"); return nil })
		return slog.New(messageHandler(b, slog.LevelDebug))
	}
}

func TestLogFrom_theLoggerOfAConstructorGetsTheEventsBeforeIt(t *testing.T) {
	fallback, b := captureDefaultLog(t), &syncBuffer{}
	app := facet.New(
		facet.Provide(func(lc *facet.Lifecycle) *low { lc.OnStart(func(context.Context) error { return nil }); return &low{} }),
		facet.Invoke(func(*low) {}),
		facet.Provide(newLogger(b), func() loggerConfig { return loggerConfig{} }),
		facet.LogFrom(observe.SlogTo),
	)
	require.NoError(t, app.Start(t.Context()))
	lines := b.lines()
	require.Equal(t, `msg="facet: app building"`, lines[0])
	require.Contains(t, lines[1], "facet: constructing")
	require.Contains(t, lines[5], "observe.SlogTo", "after what the log needs, and before all else")
	require.Equal(t, `msg="facet: app started"`, lines[len(lines)-1])
	require.NoError(t, app.Stop(t.Context()))
	lines = b.lines()
	require.Equal(t, "closed", lines[len(lines)-1])
	require.Equal(t, []string{`msg="facet: app stopped"`}, fallback.lines(), "the logger was closed before")
}

func TestLogFrom_aFailureOfTheStartIsToldOnce(t *testing.T) {
	fallback, b := captureDefaultLog(t), &syncBuffer{}
	app := facet.New(
		facet.Invoke(func(lc *facet.Lifecycle) {
			lc.OnStart(func(context.Context) error { return errBoom }, hooks.Name("dial"))
		}),
		facet.Provide(newLogger(b), func() loggerConfig { return loggerConfig{} }),
		facet.LogFrom(observe.SlogTo),
	)
	require.ErrorIs(t, app.Start(t.Context()), errBoom)
	require.Equal(t, 1, strings.Count(strings.Join(b.lines(), "\n"), "error=boom"))
	require.Len(t, fallback.lines(), 1)
	require.Contains(t, fallback.lines()[0], `msg="facet: app failed" cause="start-failed:`)
}

func TestLogFrom_withoutTheLoggerTheDefaultLogHasTheEvents(t *testing.T) {
	for name, newLogger := range map[string]any{
		"its constructor fails":  func() (*slog.Logger, error) { return nil, errBoom },
		"its constructor panics": func() *slog.Logger { panic("boom") },
		"the log is nil":         func() *slog.Logger { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			fallback := captureDefaultLog(t)
			app := facet.New(facet.Provide(newLogger), facet.LogFrom(func(l *slog.Logger) func(observe.Event) {
				if l == nil {
					return nil
				}
				return observe.SlogTo(l)
			}))
			require.Error(t, app.Start(t.Context()))
			require.Contains(t, strings.Join(fallback.lines(), "\n"), `msg="facet: construction failed"`)
		})
	}
	fallback := captureDefaultLog(t)
	require.Error(t, facet.New(facet.LogFrom(observe.SlogTo)).Start(t.Context()))
	require.Contains(t, strings.Join(fallback.lines(), "\n"), "nothing provides *slog.Logger")
}

func TestLogFrom_aLoggerThatHangsIsToldByTheDefaultLog(t *testing.T) {
	fallback := captureDefaultLog(t)
	synctest.Test(t, func(t *testing.T) {
		app := facet.New(
			facet.Provide(func() *slog.Logger { time.Sleep(3 * time.Second); return slog.New(slog.DiscardHandler) }),
			facet.LogFrom(observe.SlogTo),
		)
		require.NoError(t, app.Start(t.Context()))
		require.NoError(t, app.Stop(t.Context()))
	})
	require.Len(t, fallback.lines(), 1)
	require.Contains(t, fallback.lines()[0], "still waiting")
}

func TestLogFrom_keepsABoundedNumberOfEvents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got []observe.Event
		opts := []facet.Option{facet.LogFrom(func(depth1000) func(observe.Event) {
			return func(e observe.Event) { got = append(got, e) }
		})}
		// The log needs 600 values, one after another, with two events each.
		for i := range 600 {
			opts = append(opts, facet.Provide(func(struct {
				facet.In
				Before []int `group:"never"`
			},
			) int {
				return i
			}, provide.Group("depth")))
		}
		opts = append(opts, facet.Provide(func(struct {
			facet.In
			All []int `group:"depth"`
		},
		) depth1000 {
			return depth1000{}
		}))
		app := facet.New(opts...)
		require.NoError(t, app.Start(t.Context()))
		require.NoError(t, app.Stop(t.Context()))
		require.ErrorContains(t, got[0].Err, "log-missed: 204 events were dropped")
		require.Equal(t, observe.OpConstructing, got[2].Op)
	})
}

type depth1000 struct{}

func TestLogFrom_everyRunHasItsOwn(t *testing.T) {
	fallback := captureDefaultLog(t)
	var logs []*syncBuffer
	app := facet.New(
		facet.Provide(func(lc *facet.Lifecycle) *slog.Logger {
			b := &syncBuffer{}
			logs = append(logs, b)
			return slog.New(messageHandler(b, slog.LevelInfo))
		}),
		facet.LogFrom(observe.SlogTo),
	)
	for range 2 {
		require.NoError(t, app.Start(t.Context()))
		require.NoError(t, app.Stop(t.Context()))
	}
	require.Len(t, logs, 2)
	for _, b := range logs {
		require.Equal(t, []string{
			`msg="facet: app started"`, `msg="facet: app draining"`, `msg="facet: app stopping"`, `msg="facet: app stopped"`,
		}, b.lines(), "a logger without a cleanup logs to the end")
	}
	require.Equal(t, []string{""}, fallback.lines())
}

func TestLogFrom_theLastLogCounts(t *testing.T) {
	var got int
	count := func(observe.Event) { got++ }
	unused := func() func(observe.Event) { panic("not called") }
	app := facet.New(facet.LogFrom(unused), facet.Log(count))
	require.NoError(t, app.Start(t.Context()))
	require.NoError(t, app.Stop(t.Context()))
	require.Positive(t, got)
	got = 0
	app = facet.New(facet.Log(func(observe.Event) { t.Error("not used") }), facet.LogFrom(unused), facet.LogFrom(func() func(observe.Event) { return count }))
	require.NoError(t, app.Start(t.Context()))
	require.Contains(t, app.String(), "from the container")
	require.NoError(t, app.Stop(t.Context()))
	require.Positive(t, got)
}

func TestLogFrom_aHostileLogHarmsNoStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		defer time.Sleep(100 * time.Hour)
		for _, how := range []func(){func() { panic("log") }, func() { time.Sleep(time.Hour) }} {
			app := facet.New(facet.LogFrom(func() func(observe.Event) { return func(observe.Event) { how() } }))
			_ = app.Start(t.Context())
			began := time.Now()
			_ = app.Stop(t.Context())
			require.LessOrEqual(t, time.Since(began), 2*time.Second)
		}
	})
}

func TestLogFrom_andConfigureRefuseWhatReturnsSomethingElse(t *testing.T) {
	err := facet.New(facet.LogFrom(func() *slog.Logger { return nil })).Err()
	require.ErrorContains(t, err, "LogFrom needs a function that returns a func(observe.Event), as zaplog.Observer and observe.SlogTo do, and an error if it can fail; this is a func() *slog.Logger")
	require.Equal(t, "bad-option", slugOf(err))
	require.ErrorContains(t, facet.New(facet.Configure(func() error { return nil })).Err(), "Configure needs a function that returns facet.Settings")
	require.Equal(t, "not-a-function", slugOf(facet.New(facet.Configure(facet.Settings{})).Err()))
	require.Equal(t, "nil-function", slugOf(facet.New(facet.LogFrom(nil)).Err()))
	require.Equal(t, "LogFrom(observe.SlogTo)", facet.LogFrom(observe.SlogTo).String())
}

func TestConfigure_theBudgetsOfAConstructorCount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		type config struct{ stop time.Duration }
		var began, drained, stopped time.Time
		app := quiet(
			facet.StopTimeout(time.Hour), facet.StartTimeout(time.Minute),
			facet.Provide(func() config { return config{3 * time.Second} }),
			facet.Configure(func(c config) (facet.Settings, error) {
				return facet.Settings{StopTimeout: c.stop, DrainDelay: time.Second}, nil
			}),
			facet.Invoke(func(lc *facet.Lifecycle) {
				lc.OnStart(func(ctx context.Context) error {
					deadline, _ := ctx.Deadline()
					require.Equal(t, time.Minute, time.Until(deadline), "a field that is zero keeps the option")
					return nil
				})
				lc.OnStop(func(ctx context.Context) error {
					drained = time.Now()
					<-ctx.Done()
					return nil
				})
			}),
		)
		require.Contains(t, app.String(), "StopTimeout   1h0m0s")
		require.NoError(t, app.Start(t.Context()))
		require.Regexp(t, `StopTimeout   3s +log_container_test.go`, app.String())
		began = time.Now()
		require.NoError(t, app.Stop(t.Context()))
		stopped = time.Now()
		require.Equal(t, time.Second, drained.Sub(began))
		require.Equal(t, 3*time.Second, stopped.Sub(drained))
	})
}

func TestConfigure_failuresFailTheBuild(t *testing.T) {
	for _, configure := range []any{
		func() facet.Settings { return facet.Settings{StopTimeout: -1} },
		func() (facet.Settings, error) { return facet.Settings{}, errBoom },
		func() facet.Settings { panic(hostile.Panicking{}) },
	} {
		app := quiet(facet.Configure(configure))
		err := app.Start(t.Context())
		var failed *facet.ConstructError
		require.ErrorAs(t, err, &failed)
		require.Contains(t, failed.Source.String(), "log_container_test.go")
	}
	require.ErrorContains(t, quiet(facet.Configure(func() facet.Settings { return facet.Settings{StopTimeout: -1} })).Start(t.Context()),
		"facet.Settings has the StopTimeout -1ns, which is negative; 0 keeps that of the options")
}

func TestConfigure_theLastCounts(t *testing.T) {
	app := quiet(
		facet.Configure(func() (facet.Settings, error) { return facet.Settings{}, errors.New("not called") }),
		facet.Configure(func() facet.Settings { return facet.Settings{StopTimeout: time.Minute} }),
	)
	require.NoError(t, app.Start(t.Context()))
	require.Contains(t, app.String(), "StopTimeout   1m0s")
	require.NoError(t, app.Stop(t.Context()))
}

type methodRoot struct{}

func (*methodRoot) run() error { return errBoom }

func TestErrors_ofAMethodValueNameNoGeneratedFile(t *testing.T) {
	b := captureDefaultLog(t)
	err := facet.New(facet.Invoke((&methodRoot{}).run)).Build(t.Context())
	require.ErrorContains(t, err, "\n  registered at log_container_test.go:")
	require.NotContains(t, err.Error(), "autogenerated")
	require.NotContains(t, strings.Join(b.lines(), "\n"), "autogenerated")
}
