// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"io"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/golden"
	"github.com/facet-go/facet/observe"
)

var (
	stackHead  = regexp.MustCompile(`goroutine \d+ .*:`)
	stackCall  = regexp.MustCompile(`(?m)^( +\S*[\w\])])\([^()]*\)$`)
	stackPlace = regexp.MustCompile(`(?m)^( +\t)\S*/(\S+\.go):\d+.*$`)
	linePlace  = regexp.MustCompile(`(?m)(_test\.go):\d+$`)
)

// report returns what is reported now, compared with a golden file in which line
// numbers and what varies in stacks are hidden.
func report(t *testing.T, app *facet.App, name string) {
	t.Helper()
	synctest.Wait()
	var b strings.Builder
	app.Report(&b)
	text := stackHead.ReplaceAllString(b.String(), "goroutine N [state]:")
	text = stackCall.ReplaceAllString(text, "$1(...)")
	text = stackPlace.ReplaceAllString(text, "$1.../$2:NN")
	text = linePlace.ReplaceAllString(text, "$1:NN")
	golden.Equal(t, "report_"+name+".txt", text)
}

// gate blocks a function until it is opened; nil does not block.
type gate chan struct{}

func (g gate) wait() {
	if g != nil {
		<-g
	}
}

// site keeps the functions of the components below.
type site struct{ opening, loading, reading, asking, flushing gate }

type (
	archive struct{ *site }
	index   struct{}
	web     struct{}
	reader  struct{}
)

func newArchive(lc *facet.Lifecycle, s *site) *archive {
	a := &archive{s}
	go a.connect()
	s.opening.wait()
	lc.Go("sweep", untilCancelled)
	lc.Append(facet.Hook{Name: "load", OnStart: a.load, OnStop: a.flush})
	return a
}

func (a *archive) connect() { a.opening.wait() }

func (a *archive) load(context.Context) error {
	for range 2 {
		go a.fetch()
	}
	a.loading.wait()
	return nil
}

func (a *archive) fetch() { a.loading.wait() }

func (a *archive) flush(context.Context) error {
	a.flushing.wait()
	return nil
}

func newIndex(lc *facet.Lifecycle, _ *archive) *index {
	lc.OnStart(func(context.Context) error { return nil })
	lc.OnStop(func(context.Context) error { return nil })
	return &index{}
}

func newWeb(lc *facet.Lifecycle, _ *index) *web {
	lc.Serve("http", func(ctx context.Context, ready func()) error {
		ready()
		return untilCancelled(ctx)
	})
	return &web{}
}

func newReader(lc *facet.Lifecycle, a *archive) *reader {
	lc.OnStart(func(context.Context) error { a.reading.wait(); return nil }, hooks.Name("read"))
	return &reader{}
}

// Functions for Do.
func ask(a *archive) { a.asking.wait() }
func read(*reader)   {}
func list(*reader)   {}

func siteApp(s *site, opts ...facet.Option) *facet.App {
	return quiet(append(opts,
		facet.Supply(s), facet.Provide(newArchive), facet.Provide(newIndex), facet.Provide(newWeb), facet.Provide(newReader),
		facet.Invoke(func(*web) {}),
	)...)
}

// meanwhile calls f and waits for d. The channel gets what f returns.
func meanwhile(d time.Duration, f func() error) <-chan error {
	result := make(chan error, 1)
	go func() { result <- f() }()
	time.Sleep(d)
	return result
}

func TestReport_ofANewOrAStoppedAppSaysThatNothingRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := siteApp(&site{})
		report(t, app, "new")
		require.NoError(t, app.Start(t.Context()))
		require.NoError(t, app.Stop(t.Context()))
		time.Sleep(time.Second)
		report(t, app, "stopped")
	})
}

func TestReport_ofADrainingAppSaysHowLongThatTakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := siteApp(&site{}, facet.DrainDelay(5*time.Second))
		require.NoError(t, app.Start(t.Context()))
		stopped := meanwhile(2*time.Second, func() error { return app.Stop(t.Context()) })
		report(t, app, "draining")
		require.NoError(t, <-stopped)
	})
}

func TestReport_hasTheConstructorThatRunsAndWhatItStarted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &site{opening: make(gate)}
		app := siteApp(s)
		started := meanwhile(3*time.Second, func() error { return app.Start(t.Context()) })
		report(t, app, "building")
		close(s.opening)
		require.NoError(t, <-started)
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestReport_hasTheHookThatRunsAndWhatWaitsForIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &site{loading: make(gate)}
		app := siteApp(s)
		started := meanwhile(2*time.Second, func() error { return app.Start(t.Context()) })
		listed := meanwhile(time.Second, func() error { return app.Do(t.Context(), list) })
		report(t, app, "starting")
		close(s.loading)
		require.NoError(t, <-started)
		require.NoError(t, <-listed)
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestReport_hasTheFunctionsGivenToDoHoweverFarTheyAre(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &site{asking: make(gate), reading: make(gate)}
		app := siteApp(s)
		require.NoError(t, app.Start(t.Context()))
		var results []<-chan error
		for _, f := range []any{ask, read, list} {
			results = append(results, meanwhile(time.Second, func() error { return app.Do(t.Context(), f) }))
		}
		report(t, app, "running")
		close(s.reading)
		close(s.asking)
		for _, result := range results {
			require.NoError(t, <-result)
		}
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestReport_saysWhatAStopWaitsForAndThenWhatWasAbandoned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &site{asking: make(gate), flushing: make(gate)}
		app := siteApp(s)
		require.NoError(t, app.Start(t.Context()))
		asked := meanwhile(time.Second, func() error { return app.Do(t.Context(), ask) })
		stopped := meanwhile(time.Second, func() error { return app.Stop(t.Context()) })
		report(t, app, "stopping")
		require.ErrorIs(t, <-stopped, context.DeadlineExceeded)
		time.Sleep(time.Second)
		report(t, app, "failed")
		close(s.asking)
		close(s.flushing)
		require.NoError(t, <-asked)
		synctest.Wait()
		var b strings.Builder
		app.Report(&b)
		require.Contains(t, b.String(), "nothing is running")
	})
}

func TestReport_namesAnAbandonedConstructor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &site{opening: make(gate)}
		app := siteApp(s)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := app.Build(ctx)
		var failed *facet.ConstructError
		require.ErrorAs(t, err, &failed)
		require.Contains(t, failed.Goroutines, "facet_test.(*archive).connect")
		report(t, app, "unbuilt")
		close(s.opening)
	})
}

func TestReport_ofManyFunctionsGivenToDoSixteenHaveStacks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &site{asking: make(gate)}
		app := siteApp(s)
		require.NoError(t, app.Start(t.Context()))
		for range 20 {
			go func() { _ = app.Do(t.Context(), ask) }()
		}
		synctest.Wait()
		var b strings.Builder
		app.Report(&b)
		require.Equal(t, 20, strings.Count(b.String(), "call facet_test.ask"))
		require.Equal(t, 16, strings.Count(b.String(), "\n    stack\n"))
		close(s.asking)
		synctest.Wait()
		require.NoError(t, app.Stop(t.Context()))
	})
}

// It would wait for itself if a lock were held while user code runs.
func TestReport_mayBeCalledFromAnywhereAndItsWriterMayUseTheApp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		var app *facet.App
		look := func(from string) {
			app.Report(writer(func(p []byte) (int, error) {
				_, _ = app.State(), app.Graph()
				app.Report(io.Discard)
				require.True(t, strings.HasPrefix(string(p), "facet: "), string(p))
				tr.Add(from)
				return 0, errBoom
			}))
		}
		hook := func(name string) func(context.Context) error {
			return func(context.Context) error { look(name); return nil }
		}
		app = quiet(facet.Observe(func(e observe.Event) { look("observer of " + e.Op.String()) }), facet.Invoke(func(lc *facet.Lifecycle) {
			look("constructor")
			lc.Go("task", hook("task"))
			lc.OnStart(hook("start"))
			lc.OnDrain(hook("drain"))
			lc.OnStop(hook("stop"))
			lc.Cleanup(func() error { look("cleanup"); return nil })
		}))
		require.NoError(t, app.Start(t.Context()))
		synctest.Wait()
		require.NoError(t, app.Do(t.Context(), func() { look("function") }))
		require.NoError(t, app.Stop(t.Context()))
		require.Subset(t, tr.Take(), []string{
			"constructor", "task", "start", "function", "drain", "stop", "cleanup",
			"observer of state", "observer of constructing", "observer of starting", "observer of finished", "observer of result",
		})
	})
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

// What a report reads changes all the time; the race detector looks on.
func TestReport_mayBeCalledWhileEverythingMoves(t *testing.T) {
	app := siteApp(&site{})
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-stop:
				return
			default:
				app.Report(io.Discard)
			}
		}
	}()
	for range 20 {
		require.NoError(t, app.Start(t.Context()))
		asked := meanwhile(0, func() error { return app.Do(t.Context(), read) })
		require.NoError(t, app.Do(t.Context(), ask))
		require.NoError(t, <-asked)
		require.NoError(t, app.Stop(t.Context()))
	}
	close(stop)
	<-ended
}
