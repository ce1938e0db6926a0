// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package web_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/web"
)

// slowStart is an app with a server and a component that starts after it, for a minute.
func slowStart(m *memory, fails error) *facet.App {
	return quiet(facet.StartTimeout(time.Hour), handles(says("hello")), web.Server("", web.WhenReady(), m.option()),
		facet.Invoke(func(lc *facet.Lifecycle, _ *web.Endpoint) {
			lc.OnStart(func(context.Context) error { time.Sleep(time.Minute); return fails })
		}))
}

func TestWhenReady_acceptsAtOnceAndServesWhenTheWholeStartIsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		app := slowStart(m, nil)
		began, started := time.Now(), make(chan error, 1)
		go func() { started <- app.Start(context.WithoutCancel(t.Context())) }()
		_, body := get(t, m.client(t), "http://memory/")
		require.Equal(t, "hello after 1m0s", body+" after "+time.Since(began).String())
		require.NoError(t, <-started)
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestWhenReady_aStartThatFailsHasAnsweredNoRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		app := slowStart(m, errBoom)
		answered := make(chan error, 1)
		go func() {
			response, err := m.client(t).Get("http://memory/")
			if err == nil {
				_ = response.Body.Close()
			}
			answered <- err
		}()
		began := time.Now()
		require.ErrorIs(t, app.Start(t.Context()), errBoom)
		require.Error(t, <-answered)
		require.Equal(t, time.Minute, time.Since(began), "the rollback waits for nothing")
	})
}

func TestServer_withoutWhenReadyServesWhenItsTurnHasCome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		var body string
		app := quiet(handles(says("hello")), web.Server("", m.option()), facet.Invoke(func(lc *facet.Lifecycle, _ *web.Endpoint) {
			lc.OnStart(func(context.Context) error { _, body = get(t, m.client(t), "http://memory/"); return nil })
		}))
		start(t, app)
		require.Equal(t, "hello", body)
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestLimits_ofABodyIsAnErrorOfTheHandlersRead(t *testing.T) {
	for limit, want := range map[int64]int{0: http.StatusOK, 3: http.StatusRequestEntityTooLarge, -1: http.StatusOK} {
		synctest.Test(t, func(t *testing.T) {
			m := newMemory()
			app := quiet(handles(func(w http.ResponseWriter, r *http.Request) {
				if _, err := io.ReadAll(r.Body); err != nil {
					w.WriteHeader(http.StatusRequestEntityTooLarge)
				}
			}), web.Server("", m.option(), web.Limit(web.Limits{Body: limit})))
			start(t, app)
			c := m.connect(t)
			_, err := io.WriteString(c, "POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\n\r\nbody")
			require.NoError(t, err)
			response, _ := c.answer()
			require.Equal(t, want, response.status)
			require.NoError(t, c.Close())
			require.NoError(t, app.Stop(t.Context()))
		})
	}
}

func TestLimits_aClientThatDoesNotReadIsCutOffAndAStreamMayTakeAnyTime(t *testing.T) {
	bubble(t, follows, nil, nil, func(b *bubbled) {
		t, app, m := b.t, b.app, b.m
		reads, lazy := m.connect(t), m.connect(t)
		reads.send("/")
		lazy.send("/")
		received := make(chan string, 1)
		go func() {
			_, body := reads.answer()
			received <- body
		}()
		time.Sleep(time.Hour)
		require.NoError(t, <-stop(t, app), "the one that does not read has ended long ago")
		require.Len(t, <-received, 3600*len("tick ")+len("bye"))
	})
}

func TestLimits_aHandlerThatTakesLongerThanAWriteMayAnswer(t *testing.T) {
	bubble(t, works, []facet.Option{facet.StopTimeout(time.Hour)}, nil, func(b *bubbled) {
		t, app, m := b.t, b.app, b.m
		c := m.connect(t)
		for range 2 { // the second one on a connection whose time to write is over
			c.send("/40m")
			_, body := c.answer()
			require.Equal(t, "open", body)
		}
		c.send("/0s") // idle for less than the limit
		c.answer()
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestLimits_theEndOfAResponseHasATimeOfItsOwn(t *testing.T) {
	slow := func(*store) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "begun") // which stays in the buffer of the server
			time.Sleep(time.Hour)
		}
	}
	bubble(t, slow, nil, nil, func(b *bubbled) {
		c := b.m.connect(b.t)
		c.send("/")
		_, body := c.answer()
		require.Equal(b.t, "begun", body)
		require.NoError(b.t, b.app.Stop(b.t.Context()))
	})
}

func TestLimits_theTimeOfAnEarlierResponseIsOver(t *testing.T) {
	reads := func(*store) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) }
	}
	bubble(t, reads, nil, nil, func(b *bubbled) {
		c := b.m.connect(b.t)
		for range 2 {
			_, err := io.WriteString(c, "POST / HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n")
			require.NoError(b.t, err)
			line, err := c.in.ReadString('\n')
			require.NoError(b.t, err)
			require.Equal(b.t, "HTTP/1.1 100 Continue\r\n", line)
			_, err = c.in.ReadString('\n')
			require.NoError(b.t, err)
			_, err = io.WriteString(c, "body")
			require.NoError(b.t, err)
			_, body := c.answer()
			require.Equal(b.t, "body", body)
			time.Sleep(time.Minute)
		}
		require.NoError(b.t, b.app.Stop(b.t.Context()))
	})
}

func TestLimits_aHandlerMaySetTheTimeToWriteItself(t *testing.T) {
	patient := func(*store) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			_ = http.NewResponseController(w).SetWriteDeadline(time.Time{})
			_, _ = io.WriteString(w, strings.Repeat("x", 100_000))
		}
	}
	bubble(t, patient, nil, nil, func(b *bubbled) {
		c := b.m.connect(b.t)
		c.send("/")
		time.Sleep(time.Hour)
		_, body := c.answer()
		require.Len(b.t, body, 100_000)
		require.NoError(b.t, b.app.Stop(b.t.Context()))
	})
}

func TestLimits_theHeaderHasFiveSeconds(t *testing.T) {
	bubble(t, works, nil, nil, func(b *bubbled) {
		t, app, m := b.t, b.app, b.m
		c := m.connect(t)
		_, err := io.WriteString(c, "GET / HTTP/1.1\r\n")
		require.NoError(t, err)
		began := time.Now()
		_, _ = io.ReadAll(c)
		require.Equal(t, 5*time.Second, time.Since(began))
		require.NoError(t, app.Stop(t.Context()))
	})
}
