// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"sync"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
)

// patience is the budget of a stop in lives with servers: long enough that no busy
// machine needs it.
const patience = 3 * time.Second

// server is what an HTTP server does: its requests call Do with contexts of their
// own, and its stop waits until all requests have ended.
type server struct {
	mu    sync.Mutex
	end   bool
	open  int
	moved time.Time // when a request has begun, or a function has begun or ended
	idle  chan struct{}
	busy  int // functions that run
}

// serveRequests registers one. A stop of the app must not take all of its budget
// because a request waits for the stop. Where only the part of a call stops, its
// stop does not wait: a request may have to wait for its turn, or be the last user of
// the server itself.
func (c *component) serveRequests() {
	s := c.step(kindPair)
	srv := &server{idle: make(chan struct{})}
	l, seed := c.l, c.d.Uint64()
	start := func(ctx context.Context) error {
		meet(ctx, s)
		l.facts.startBegins(ctx, s)
		defer l.facts.startEnds(s, true)
		for i := range uint64(3) {
			d := newDice(seed, i, 0, 0)
			l.spawn(func() {
				// After a cycle requests would go on to start the server that sends them.
				for !l.isCycleOver() && srv.begin() {
					l.request(d, srv)
					l.sleep(d.upTo(5 * time.Millisecond))
				}
			})
		}
		return nil
	}
	stop := func(ctx context.Context) error {
		l.facts.stopBegins(s)
		defer l.facts.stopEnds(s)
		ending := l.appEnds()
		srv.shutdown()
		if !ending {
			return nil
		}
		select {
		case <-srv.idle:
		case <-ctx.Done():
			if srv.isKept() {
				l.violated("do-kept", "%v waits for a request whose Do has nothing to wait for", s)
			}
		}
		return nil
	}
	c.lc.Append(hooks.Hook{OnStart: start, OnStop: stop}, hooks.Name(s.name))
}

// appEnds reports whether the app stops, and not only the part of a call.
func (l *life) appEnds() bool {
	state := l.app.State()
	return state == facet.StateDraining || state == facet.StateStopping
}

// request is one request.
func (l *life) request(d *dice, srv *server) {
	defer srv.ends()
	f := l.function(d, act{after: d.upTo(5 * time.Millisecond), around: srv.runs})
	_ = l.callErr("Do of a request", untilStop, func() error { return l.app.Do(context.Background(), f) })
}

func (s *server) begin() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.end {
		return false
	}
	s.open++
	s.moved = time.Now()
	return true
}

func (s *server) ends() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open--; s.open == 0 && s.end {
		close(s.idle)
	}
}

// runs notes that a function begins, with 1, or ends, with -1.
func (s *server) runs(change int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy += change
	s.moved = time.Now()
}

func (s *server) shutdown() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.end {
		return
	}
	if s.end = true; s.open == 0 {
		close(s.idle)
	}
}

// isKept reports whether requests have been open for long although no function
// runs.
func (s *server) isKept() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open > 0 && s.busy == 0 && time.Since(s.moved) > patience/2
}
