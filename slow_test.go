// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"regexp"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/internal/golden"
	"github.com/facet-go/facet/observe"
)

// The log at level info, of a start and a stop that both take long.
func TestLog_saysWhatTheAppWaitsFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		logger := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey {
				return slog.Attr{}
			}
			return a
		}}))
		signals := make(chan os.Signal)
		type db struct{}
		type api struct{}
		takes := func(d time.Duration) func(context.Context) error {
			return func(context.Context) error { time.Sleep(d); return nil }
		}
		app := facet.New(
			facet.Log(observe.Slog(func() *slog.Logger { return logger })), facet.SignalsFrom(signals), facet.DrainDelay(5*time.Second),
			facet.Provide(func(lc *facet.Lifecycle) *db {
				time.Sleep(5 * time.Second)
				lc.OnStart(takes(3 * time.Second))
				lc.OnStop(takes(3 * time.Second))
				return &db{}
			}),
			facet.Provide(func(lc *facet.Lifecycle, _ *db) *api { lc.OnStart(takes(time.Second)); return &api{} }),
			facet.Invoke(func(*api) {}),
		)
		go func() {
			time.Sleep(time.Minute)
			signals <- syscall.SIGTERM
		}()
		require.NoError(t, app.Run(t.Context()))
		golden.Equal(t, "slow.log", regexp.MustCompile(`TestLog_\w+\.`).ReplaceAllString(out.String(), ""))
	})
}

func TestBuild_aConstructorThatHasReturnedIsNotSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var slow []string
		app := quiet(
			facet.Provide(func() int { time.Sleep(1500 * time.Millisecond); return 1 }),
			facet.Provide(func(int) string { time.Sleep(1500 * time.Millisecond); return "" }),
			facet.Invoke(func(string) { time.Sleep(2500 * time.Millisecond) }),
			facet.Observe(func(e observe.Event) {
				if e.Op == observe.OpSlow {
					slow = append(slow, e.Took.String())
				}
			}),
		)
		require.NoError(t, app.Build(t.Context()))
		require.Equal(t, []string{"2s"}, slow)
		time.Sleep(time.Hour)
		require.NoError(t, app.Stop(t.Context()))
	})
}
