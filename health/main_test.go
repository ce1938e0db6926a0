// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/facet-go/facet"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var errRefused = errors.New("dial tcp 10.0.0.7:6379: connect: connection refused")

// Four components: an API needs a store, which has no check and needs a database, and
// a cache.
type (
	database struct{}
	cache    struct{}
	store    struct{}
	api      struct{}
)

// world holds the functions of the components.
type world struct {
	database, cache, api func(context.Context) error // checks
	starts, stops        func(context.Context) error // hooks of the cache
}

func passes(context.Context) error { return nil }

func fails(err error) func(context.Context) error {
	return func(context.Context) error { return err }
}

func newDatabase(lc *facet.Lifecycle, w *world) *database {
	lc.OnCheck("ping", w.database)
	return &database{}
}

func newCache(lc *facet.Lifecycle, w *world) *cache {
	lc.OnStart(w.starts)
	lc.OnStop(w.stops)
	lc.OnCheck("ping", w.cache)
	return &cache{}
}

func newStore(*database) *store { return &store{} }

func newAPI(lc *facet.Lifecycle, _ *store, _ *cache, w *world) *api {
	lc.OnStart(passes)
	lc.OnCheck("self", w.api)
	lc.OnCheck("disk", passes)
	return &api{}
}

// newWorld returns a world in which all checks and hooks succeed.
func newWorld() *world {
	return &world{database: passes, cache: passes, api: passes, starts: passes, stops: passes}
}

// app returns an app of the four components.
func (w *world) app(opts ...facet.Option) *facet.App {
	return quiet(append([]facet.Option{
		facet.Supply(w), facet.Provide(newDatabase), facet.Provide(newCache), facet.Provide(newStore), facet.Provide(newAPI),
		facet.Invoke(func(*api) {}),
	}, opts...)...)
}

func quiet(opts ...facet.Option) *facet.App {
	return facet.New(append(opts, facet.Log(nil), facet.Signals())...)
}

// started starts an app that stops at the end of the test.
func started(t *testing.T, app *facet.App) *facet.App {
	t.Helper()
	require.NoError(t, app.Start(t.Context()))
	t.Cleanup(func() { require.NoError(t, app.Stop(context.Background())) })
	return app
}

// get sends a request to a handler.
func get(h http.Handler, target string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, http.NoBody))
	return w
}
