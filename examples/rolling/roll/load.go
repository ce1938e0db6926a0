// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// steady is the phase in which no process is replaced.
const steady = "steady"

// Load is a fixed number of clients. Each sends its next request soon after the response to
// the last one.
type Load struct {
	phase   atomic.Pointer[string]
	sent    atomic.Int64
	clients int
	began   time.Time
	quit    chan struct{}
	stop    func()

	mu      sync.Mutex // guards samples
	samples []Sample
}

// Sample is one request.
type Sample struct {
	Clients string // which
	Phase   string // in which it was sent
	At      time.Duration
	Took    time.Duration
	Err     error
}

// clients is a set of clients of one kind.
type clients struct {
	title string
	count int
	addr  string
	dial  func(addr string) poster
	take  span // the time of the work of a request
}

// poster is one client.
type poster interface {
	post(take time.Duration, body string) error
	close()
}

// keeps returns a client of HTTP/1 that keeps its connection.
func keeps(addr string) poster { return &client{addr: addr, keep: true} }

// renews returns a client of HTTP/1 that makes a connection for each request.
func renews(addr string) poster { return &client{addr: addr} }

func kinds(cfg Config, b *Balancer) []clients {
	const ms = time.Millisecond
	quick, slow := span{1 * ms, 9 * ms}, span{200 * ms, 200 * ms}
	// These requests last longer than the drain delay, so that Shutdown has to wait.
	longer := span{cfg.Drain + 500*ms, cfg.Drain + 500*ms}
	return []clients{
		{"http, kept connections", 12, b.HTTP, keeps, quick},
		{"http, a connection for each request", 6, b.HTTP, renews, quick},
		{"http, slow requests", 4, b.HTTP, keeps, slow},
		{"http, longer than the drain delay", 4, b.HTTP, keeps, longer},
		{"tcp, kept connections", 6, b.TCP, keeps, quick},
		{"tcp, slow requests", 4, b.TCP, keeps, slow},
		{"tcp, longer than the drain delay", 4, b.TCP, keeps, longer},
		{"tcp, HTTP/2", 6, b.TCP, newHTTP2Client, quick},
		{"tcp, HTTP/2, longer than the drain delay", 4, b.TCP, newHTTP2Client, longer},
		{"http, WebSocket", 4, b.HTTP, newWebSocket, quick},
		{"tcp, WebSocket", 4, b.TCP, newWebSocket, quick},
	}
}

type span struct{ least, most time.Duration }

func (s span) draw() time.Duration { return s.least + rand.N(s.most-s.least+1) }

// StartLoad starts the clients.
func StartLoad(cfg Config, b *Balancer) *Load {
	l := &Load{began: time.Now(), quit: make(chan struct{})}
	l.Phase(steady)
	var running sync.WaitGroup
	for _, kind := range kinds(cfg, b) {
		l.clients += kind.count
		for i := range kind.count {
			running.Go(func() { l.drive(kind, i) })
		}
	}
	l.stop = sync.OnceFunc(func() {
		close(l.quit)
		running.Wait()
	})
	return l
}

// Stop waits until each client has finished its request. Further calls do nothing.
func (l *Load) Stop() { l.stop() }

// Phase sets the phase of further requests.
func (l *Load) Phase(name string) { l.phase.Store(&name) }

// Clients returns the number of clients.
func (l *Load) Clients() int { return l.clients }

// Sent returns the number of requests that have been answered or have failed.
func (l *Load) Sent() int { return int(l.sent.Load()) }

// Await waits until n requests are sent.
func (l *Load) Await(ctx context.Context, sent int) error {
	for l.Sent() < sent {
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		time.Sleep(time.Millisecond)
	}
	return nil
}

// Samples stops the load and returns all requests, in the order in which they were sent.
func (l *Load) Samples() []Sample {
	l.Stop()
	slices.SortFunc(l.samples, func(a, b Sample) int { return cmp.Compare(a.At, b.At) })
	return l.samples
}

// drive is one client. Between two requests its connection is idle for a moment.
func (l *Load) drive(kind clients, number int) {
	const idle = 10 * time.Millisecond
	c := kind.dial(kind.addr)
	defer c.close()
	var samples []Sample
	defer func() {
		l.mu.Lock()
		l.samples = append(l.samples, samples...)
		l.mu.Unlock()
	}()
	for n := 0; ; n++ {
		select {
		case <-l.quit:
			return
		case <-time.After(rand.N(idle)):
		}
		s := Sample{Clients: kind.title, Phase: *l.phase.Load(), At: time.Since(l.began)}
		s.Err = c.post(kind.take.draw(), fmt.Sprintf("%s, client %d, request %d", kind.title, number, n))
		s.Took = time.Since(l.began) - s.At
		samples = append(samples, s)
		l.sent.Add(1)
	}
}
