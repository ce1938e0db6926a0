// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/health"
	"github.com/facet-go/facet/internal/golden"
)

// asked returns the responses of a handler to some requests, for a golden file.
func asked(h http.Handler, targets ...string) string {
	var b strings.Builder
	for _, target := range targets {
		w := get(h, target)
		fmt.Fprintf(&b, "GET %s\n%d\n%s\n\n", target, w.Code, strings.TrimSuffix(w.Body.String(), "\n"))
	}
	return b.String()
}

func TestHandler_whenAllIsWell(t *testing.T) {
	h := health.Handler(started(t, newWorld().app()))
	golden.Equal(t, "well.txt", asked(
		h, "/livez", "/startupz", "/readyz",
		"/livez?verbose", "/startupz?verbose", "/readyz?verbose", "/readyz?verbose=true&exclude=health_test.newCache&exclude=nothing",
	))
}

func TestHandler_whenSomethingIsWrong(t *testing.T) {
	w := newWorld()
	w.database, w.cache = fails(errors.New("two\nlines")), fails(errRefused)
	w.api = func(context.Context) error { panic("at the checks") }
	app := started(t, w.app())
	h := health.Handler(app)
	golden.Equal(t, "wrong.txt", asked(
		h, "/livez?verbose", "/startupz?verbose", "/readyz", "/readyz?verbose",
		"/readyz?exclude=health_test.newDatabase/ping&exclude=health_test.newCache",
		"/readyz?exclude=health_test.newDatabase&exclude=health_test.newCache&exclude=health_test.newAPI/self",
		"/readyz?exclude=health_test.newDatabse",
	))
	golden.Equal(t, "withheld.txt", asked(health.Handler(app, health.WithholdReasons()), "/readyz"))
	golden.Equal(t, "options.txt", asked(health.Handler(app, health.Exclude("health_test.newCache", "health_test.newAPI"), nil), "/readyz"))
}

func TestHandler_whileTheAppIsNotRunning(t *testing.T) {
	var text strings.Builder
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		release := make(chan struct{})
		w.starts = func(context.Context) error { <-release; return nil }
		w.stops = w.starts
		app := w.app(facet.DrainDelay(time.Minute), facet.Provide(func(*facet.Lifecycle) string { return "unused" }))
		h := health.Handler(app)
		phase := func(name string) {
			synctest.Wait()
			fmt.Fprintf(&text, "# %s\n\n%s", name, asked(h, "/livez", "/startupz", "/readyz"))
			fmt.Fprintf(&text, "Err: %v\n\n", health.Check(t.Context(), app).Err())
		}
		phase("new")
		require.NoError(t, app.Build(t.Context()))
		phase("built")
		go func() { _ = app.Start(t.Context()) }()
		phase("starting")
		release <- struct{}{}
		synctest.Wait()
		require.True(t, app.Running())
		app.Shutdown(nil)
		phase("draining")
		time.Sleep(time.Minute)
		phase("stopping")
		release <- struct{}{}
		require.NoError(t, app.Wait())
		phase("stopped")
	})
	golden.Equal(t, "phases.txt", text.String())
}

func TestHandler_aStartThatFailedHasNotBeenRunning(t *testing.T) {
	w := newWorld()
	w.starts = fails(errRefused)
	var h http.Handler
	seen := 0
	app := w.app(facet.Invoke(func(app *facet.App, lc *facet.Lifecycle) {
		h = health.Handler(app)
		lc.Cleanup(func() error { seen = get(h, "/startupz").Code; return nil })
	}))
	require.ErrorIs(t, app.Start(t.Context()), errRefused)
	require.Equal(t, http.StatusServiceUnavailable, seen)
	require.Equal(t, http.StatusServiceUnavailable, get(h, "/livez").Code, "it has failed")
}

func TestHandler_speaksHTTP(t *testing.T) {
	h := health.Handler(nil)
	for _, target := range []string{"/livez", "/startupz", "/readyz"} {
		r := get(h, target)
		require.Equal(t, "text/plain; charset=utf-8", r.Header().Get("Content-Type"))
		require.Equal(t, "no-store", r.Header().Get("Cache-Control"))
		require.Equal(t, "nosniff", r.Header().Get("X-Content-Type-Options"))
		head := httptest.NewRecorder()
		h.ServeHTTP(head, httptest.NewRequest(http.MethodHead, target, http.NoBody))
		require.Equal(t, r.Code, head.Code)
		post := httptest.NewRecorder()
		h.ServeHTTP(post, httptest.NewRequest(http.MethodPost, target, http.NoBody))
		require.Equal(t, http.StatusMethodNotAllowed, post.Code)
		require.Equal(t, "GET, HEAD", post.Header().Get("Allow"))
	}
	require.Equal(t, http.StatusNotFound, get(h, "/").Code)
	require.Equal(t, http.StatusOK, get(h, "/livez").Code)
	require.Equal(t, http.StatusServiceUnavailable, get(h, "/readyz").Code)
}

func TestHandler_answersSoManyReadinessProbesAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		release, calls := make(chan struct{}), 0
		w.cache = func(context.Context) error { calls++; <-release; return nil }
		h := health.Handler(started(t, w.app()))
		codes := make(chan int)
		for range 32 {
			go func() { codes <- get(h, "/readyz").Code }()
		}
		synctest.Wait()
		beyond := get(h, "/readyz")
		require.Equal(t, http.StatusServiceUnavailable, beyond.Code)
		require.Contains(t, beyond.Body.String(), "[-]probes failed: too many at once: 32 are running\n")
		require.Equal(t, http.StatusOK, get(h, "/livez").Code)
		close(release)
		for range 32 {
			require.Equal(t, http.StatusOK, <-codes)
		}
		require.Equal(t, 1, calls, "they share a call")
		require.Equal(t, http.StatusOK, get(h, "/readyz").Code)
	})
}
