// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package web_test

import (
	"context"
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/web"
)

// store is what handlers depend on.
type store struct{ open atomic.Bool }

func newStore(lc *facet.Lifecycle) *store {
	s := &store{}
	lc.Append(facet.Hook{
		OnStart: func(context.Context) error { s.open.Store(true); return nil },
		OnStop:  func(context.Context) error { s.open.Store(false); return nil },
	})
	return s
}

// bubbled is a running app in a bubble.
type bubbled struct {
	t   *testing.T
	app *facet.App
	m   *memory
	e   *web.Endpoint
}

// bubble runs a test in a bubble, with a server in the memory and a store.
func bubble(t *testing.T, handler func(*store) http.HandlerFunc, opts []facet.Option, serverOpts []web.ServerOption, test func(*bubbled)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		app := quiet(append(opts, facet.Provide(newStore),
			facet.Provide(func(s *store) http.Handler { return handler(s) }),
			web.Server("", append(serverOpts, m.option())...))...)
		t.Cleanup(func() { _ = app.Stop(context.Background()) }) // of a test that has failed
		test(&bubbled{t, app, m, start(t, app)})
	})
}

// stop stops an app in the background.
func stop(t *testing.T, app *facet.App) <-chan error {
	t.Helper()
	result := make(chan error, 1)
	go func() { result <- app.Stop(context.WithoutCancel(t.Context())) }()
	synctest.Wait()
	return result
}

// works takes the time that the path says, and answers whether the store is open.
func works(s *store) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		d, _ := time.ParseDuration(r.URL.Path[1:])
		select {
		case <-time.After(d):
		case <-r.Context().Done():
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		if s.open.Load() {
			_, _ = io.WriteString(w, "open")
		}
	}
}

func TestDrain_continuesToServeAndAsksToCloseAndLeavesIdleConnections(t *testing.T) {
	bubble(t, works, []facet.Option{facet.DrainDelay(time.Minute)}, nil, func(b *bubbled) {
		t, app, m, e := b.t, b.app, b.m, b.e
		idle, slow := m.connect(t), m.connect(t)
		idle.send("/0s")
		response, _ := idle.answer()
		require.False(t, response.last)
		slow.send("/10s")
		synctest.Wait()
		require.Equal(t, 1, e.Requests())

		result := stop(t, app)
		requireState(t, app, facet.StateDraining)
		require.False(t, idle.isClosed())
		fresh := m.connect(t)
		fresh.send("/0s")
		response, body := fresh.answer()
		require.True(t, response.last, "the last response of its connection")
		require.Equal(t, "open", body)
		response, _ = slow.answer()
		require.True(t, response.last, "also if draining began while the handler ran")
		idle.send("/0s")
		response, _ = idle.answer()
		require.True(t, response.last)
		require.NoError(t, <-result)
	})
}

func TestStop_waitsForRequestsBeforeTheStoreStops(t *testing.T) {
	bubble(t, works, nil, nil, func(b *bubbled) {
		t, app, m := b.t, b.app, b.m
		idle, slow := m.connect(t), m.connect(t)
		idle.send("/0s")
		idle.answer()
		slow.send("/9s")
		synctest.Wait()
		result, began := stop(t, app), time.Now()
		require.True(t, idle.isClosed())
		_, body := slow.answer()
		require.Equal(t, "open", body)
		require.NoError(t, <-result)
		require.InDelta(t, 9*time.Second, time.Since(began), float64(10*time.Millisecond), "not one interval of a poll later")
	})
}

func TestStop_aConnectionWithoutARequestDelaysItByHalfASecond(t *testing.T) {
	bubble(t, works, nil, nil, func(b *bubbled) {
		t, app, m := b.t, b.app, b.m
		c := m.connect(t)
		began := time.Now()
		require.NoError(t, <-stop(t, app))
		require.Equal(t, 500*time.Millisecond, time.Since(began))
		require.True(t, c.isClosed())
	})
}

func TestStop_atTheDeadlineRequestsAreCutOff(t *testing.T) {
	for name, opts := range map[string][]web.ServerOption{
		"of the app":    nil,
		"of the server": {web.StopTimeout(2 * time.Second)},
	} {
		bubble(t, works, nil, opts, func(b *bubbled) {
			t, app, m := b.t, b.app, b.m
			c := m.connect(t)
			c.send("/1h")
			synctest.Wait()
			result, began := stop(t, app), time.Now()
			response, _ := c.answer()
			require.Equal(t, http.StatusServiceUnavailable, response.status, "its context has ended, and it could answer")
			want := 10 * time.Second
			if opts != nil {
				want = 2 * time.Second
			}
			require.Equal(t, want, time.Since(began), name)
			err := <-result
			var e *web.Error
			require.ErrorAs(t, err, &e, name)
			require.Equal(t, "requests-cut", e.Slug)
			require.ErrorContains(t, err, "1 request and 0 hijacked connections had not ended and were cut off")
			require.ErrorIs(t, err, context.DeadlineExceeded)
			require.ErrorContains(t, err, map[bool]string{true: "facet.StopTimeout sets it", false: "web.StopTimeout sets it"}[opts == nil])
		})
	}
}

func TestStop_aHandlerThatHangsIsNamedWithItsStack(t *testing.T) {
	release := make(chan struct{})
	hangs := func(*store) http.HandlerFunc { return func(http.ResponseWriter, *http.Request) { <-release } }
	m := newMemory()
	app := quiet(facet.StopTimeout(20*time.Millisecond), facet.Grace(200*time.Millisecond),
		facet.Provide(newStore, func(s *store) http.Handler { return hangs(s) }), web.Server("", m.option()))
	e := start(t, app)
	c := m.connect(t)
	c.send("/")
	require.Eventually(t, func() bool { return e.Requests() == 1 }, 10*time.Second, time.Millisecond)
	began := time.Now()
	err := app.Stop(t.Context())
	require.Less(t, time.Since(began), 5*time.Second)
	require.ErrorContains(t, err, "task-hung: web.Server.func1: http")
	require.ErrorContains(t, err, "TestStop_aHandlerThatHangsIsNamedWithItsStack")
	require.True(t, c.isClosed())
	close(release)
}

func TestStop_aServerOfACallDrainsToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		app := quiet(facet.Value[http.Handler](follows(nil)), web.Server("", m.option()))
		received := make(chan string, 1)
		require.NoError(t, app.Do(t.Context(), func(*web.Endpoint) {
			c := m.connect(t)
			c.send("/")
			go func() {
				_, body := c.answer()
				received <- body
			}()
			time.Sleep(1500 * time.Millisecond)
		}))
		require.Equal(t, "tick bye", <-received)
	})
}

func requireState(t *testing.T, app *facet.App, want facet.State) {
	t.Helper()
	require.Equal(t, want.String(), app.State().String())
}
