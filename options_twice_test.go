// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"os"
	"regexp"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/observe"
)

// settingsOf returns the text of an app without its first line and the numbers of lines.
func settingsOf(t *testing.T, opts ...facet.Option) string {
	t.Helper()
	app := facet.New(opts...)
	require.NoError(t, app.Err())
	return regexp.MustCompile(`_test\.go:\d+`).ReplaceAllString(app.String(), "_test.go")
}

func TestOptions_givenTwiceTheLastCounts(t *testing.T) {
	defaults := facet.Options(
		facet.BuildTimeout(time.Second), facet.StartTimeout(time.Second), facet.StopTimeout(time.Second), facet.DrainDelay(time.Second),
		facet.Grace(time.Second), facet.Signals(os.Interrupt), facet.Log(func(observe.Event) {}), facet.Concurrent(), facet.Direct(),
	)
	require.Equal(t, `app: new, 0 registrations
  BuildTimeout  1m0s                           options_twice_test.go, in place of options_twice_test.go
  StartTimeout  2m0s                           options_twice_test.go, in place of options_twice_test.go
  DrainDelay    none                           options_twice_test.go, in place of options_twice_test.go
  StopTimeout   3m0s                           options_twice_test.go, in place of options_twice_test.go and 1 more
  Grace         4m0s                           options_twice_test.go, in place of options_twice_test.go
  Signals       terminated                     options_twice_test.go, in place of options_twice_test.go
  hooks         concurrent, 2 hooks at a time  options_twice_test.go, in place of options_twice_test.go
  constructors  called without dig             options_twice_test.go, in place of options_twice_test.go
  log           none                           options_twice_test.go, in place of options_twice_test.go
`, settingsOf(t,
		facet.StopTimeout(time.Hour), facet.Module("shared", defaults),
		facet.First(facet.BuildTimeout(time.Minute)), facet.StartTimeout(2*time.Minute), facet.StopTimeout(3*time.Minute), facet.DrainDelay(0),
		facet.Grace(4*time.Minute), facet.Signals(syscall.SIGTERM), facet.Log(nil), facet.ConcurrentLimit(2), facet.Direct(),
	))
	require.Contains(t, settingsOf(t, facet.Shuffle(1), facet.Shuffle(2), facet.Concurrent()), "drawn from seed 2")
	require.Contains(t, settingsOf(t, facet.ConcurrentLimit(2), facet.Concurrent()), "concurrent  ")
}

func TestApp_isPrintedWithItsDefaults(t *testing.T) {
	require.Equal(t, `app: new, 0 registrations
  BuildTimeout  none                                   default
  StartTimeout  15s                                    default
  DrainDelay    none                                   default
  StopTimeout   10s                                    default
  Grace         1s                                     default
  Signals       interrupt, terminated                  default
  hooks         in sequence, parallel groups excepted  default
  constructors  called by dig                          default
  log           slog.Default                           default
`, settingsOf(t))
	require.Contains(t, settingsOf(t, facet.Signals(hostileSignal{1})), "hostileSignal")
}

func TestOptions_thatAreGivenTwiceAndExcludeEachOtherAreAProblem(t *testing.T) {
	c := make(chan os.Signal)
	err := facet.New(facet.SignalsFrom(c), facet.SignalsFrom(c)).Err()
	require.Equal(t, "conflicting-options", slugOf(err))
	require.ErrorContains(t, err, "leave one out")
}

func TestOptions_ofTwiceGivenBudgetsTheLastIsHeeded(t *testing.T) {
	hang := make(chan struct{})
	defer close(hang)
	app := quiet(facet.StartTimeout(time.Hour), facet.Grace(time.Hour), facet.StartTimeout(time.Millisecond), facet.Grace(time.Millisecond),
		facet.Invoke(func(lc *facet.Lifecycle) {
			lc.OnStart(func(context.Context) error { <-hang; return nil })
		}))
	require.ErrorContains(t, app.Start(t.Context()), "start-hung")
}
