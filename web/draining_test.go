// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package web_test

import (
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/web"
)

// follows is a stream of events that ends when the server drains.
func follows(*store) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for {
			select {
			case <-time.After(time.Second):
				_, _ = io.WriteString(w, "tick ")
				w.(http.Flusher).Flush() //nolint:errcheck // a panic fails the test
			case <-web.Draining(r.Context()):
				_, _ = io.WriteString(w, "bye")
				return
			case <-r.Context().Done():
				return
			}
		}
	}
}

func TestDraining_endsAStreamWhenTheAppDrains(t *testing.T) {
	bubble(t, follows, []facet.Option{facet.DrainDelay(time.Minute)}, nil, func(b *bubbled) {
		t, app, m, e := b.t, b.app, b.m, b.e
		c := m.connect(t)
		c.send("/")
		received := make(chan string, 1)
		go func() {
			_, body := c.answer()
			received <- body
		}()
		time.Sleep(2500 * time.Millisecond)
		result := stop(t, app)
		require.Equal(t, "tick tick bye", <-received)
		require.Zero(t, e.Requests())
		requireState(t, app, facet.StateDraining)
		require.NoError(t, <-result)
	})
}

func TestDraining_ofAnotherContextNeverCloses(t *testing.T) {
	require.Nil(t, web.Draining(t.Context()))
}

// upgrades hijacks the connection, and echoes bytes until the peer or, if it heeds that,
// the server ends.
func upgrades(heeds bool) func(*store) http.HandlerFunc {
	return func(*store) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			conn, buffer, err := w.(http.Hijacker).Hijack() //nolint:errcheck // a panic fails the test
			if err != nil {
				return
			}
			defer conn.Close() //nolint:errcheck // nothing depends on it
			_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n")
			if heeds {
				go func() {
					<-web.Draining(r.Context())
					_, _ = io.WriteString(conn, "bye")
					_ = conn.Close()
				}()
			}
			for {
				b, err := buffer.ReadByte()
				if err != nil {
					return
				}
				_, _ = conn.Write([]byte{b})
			}
		}
	}
}

// awaitUpgrade reads the response of upgrades.
func (c *conn) awaitUpgrade() {
	c.t.Helper()
	var head []string
	for len(head) == 0 || head[len(head)-1] != "\r\n" {
		line, err := c.in.ReadString('\n')
		require.NoError(c.t, err)
		head = append(head, line)
	}
	require.Equal(c.t, "HTTP/1.1 101 Switching Protocols\r\n", head[0])
}

func TestHijacked_areCountedAndNotifiedOfTheDrain(t *testing.T) {
	bubble(t, upgrades(true), []facet.Option{facet.DrainDelay(time.Minute)}, nil, func(b *bubbled) {
		t, app, m, e := b.t, b.app, b.m, b.e
		c := m.connect(t)
		c.send("/")
		c.awaitUpgrade()
		_, err := io.WriteString(c, "x")
		require.NoError(t, err)
		echo, err := c.in.ReadByte()
		require.NoError(t, err)
		require.Equal(t, "x", string(echo))
		require.Equal(t, []int{1, 1}, []int{e.Requests(), e.Hijacked()})
		result := stop(t, app)
		rest, err := io.ReadAll(c.in)
		require.NoError(t, err)
		require.Equal(t, "bye", string(rest))
		synctest.Wait()
		require.Equal(t, []int{0, 0}, []int{e.Requests(), e.Hijacked()})
		require.NoError(t, <-result)
	})
}

func TestHijacked_areClosedAtTheDeadline(t *testing.T) {
	bubble(t, upgrades(false), nil, []web.ServerOption{web.StopTimeout(3 * time.Second)}, func(b *bubbled) {
		t, app, m, e := b.t, b.app, b.m, b.e
		c := m.connect(t)
		c.send("/")
		c.awaitUpgrade()
		synctest.Wait()
		result, began := stop(t, app), time.Now()
		_, err := c.in.ReadByte()
		require.ErrorIs(t, err, io.EOF)
		require.InDelta(t, 3*time.Second, time.Since(began), float64(50*time.Millisecond))
		require.ErrorContains(t, <-result, "1 request and 1 hijacked connection had not ended and were cut off")
		require.Zero(t, e.Hijacked())
	})
}

// A handler may pass its connection on and return.
func TestHijacked_countAfterTheirHandlerHasReturned(t *testing.T) {
	conns := make(chan io.Closer, 1)
	passes := func(*store) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			conn, _, _ := http.NewResponseController(w).Hijack()
			conns <- conn
		}
	}
	bubble(t, passes, nil, nil, func(b *bubbled) {
		t, app, m, e := b.t, b.app, b.m, b.e
		m.connect(t).send("/")
		conn := <-conns
		synctest.Wait()
		require.Equal(t, []int{0, 1}, []int{e.Requests(), e.Hijacked()})
		result := stop(t, app)
		time.Sleep(2 * time.Second)
		requireState(t, app, facet.StateStopping)
		require.NoError(t, conn.Close())
		require.NoError(t, <-result)
	})
}
