// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package main

import (
	"context"
	"sync"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
)

// patience is the stop budget in lives with servers. It is long enough for a busy
// machine.
const patience = 3 * time.Second

// server behaves like an HTTP server: its requests call Do with new contexts, and its
// stop waits until all requests have ended.
type server struct {
	mu         sync.Mutex
	stopped    bool
	open       int
	lastChange time.Time // of open or running
	idle       chan struct{}
	running    int // running functions
}

// serveRequests registers a server. A stop of the app must not use up its budget
// because a request waits for the stop. If a Do stops the server, the stop does not wait:
// a request may wait for its turn, or be the last user of the server itself.
func (c *component) serveRequests() {
	s := c.step(kindPair)
	srv := &server{idle: make(chan struct{})}
	l, seed := c.l, c.d.Uint64()
	start := func(ctx context.Context) error {
		l.facts.startBegins(ctx, s)
		setStep(ctx, s)
		defer l.facts.startEnds(s, true)
		for i := range uint64(3) {
			d := newDice(seed, i, 0, 0)
			l.spawn(func() {
				// After a cycle requests would start the server again that sends them.
				for !l.isCycleOver() && srv.requestBegins() {
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
		ending := l.isAppStopping() && !isOfCall(ctx)
		srv.shutdown()
		if !ending {
			return nil
		}
		select {
		case <-srv.idle:
		case <-ctx.Done():
			if srv.isStuck() {
				l.violated("do-kept", "%v waits for a request whose Do has nothing to wait for", s)
			}
		}
		return nil
	}
	c.lc.Append(hooks.Hook{OnStart: start, OnStop: stop}, hooks.Name(s.name))
}

// isAppStopping reports whether the app stops.
func (l *life) isAppStopping() bool {
	state := l.app.State()
	return state == facet.StateDraining || state == facet.StateStopping
}

// request is one request.
func (l *life) request(d *dice, srv *server) {
	defer srv.requestEnds()
	f := l.function(d, behavior{after: d.upTo(5 * time.Millisecond), onCall: srv.addRunning})
	_ = l.callErr("Do of a request", untilStop, func() error { return l.app.Do(callContext(context.Background()), f) })
}

func (s *server) requestBegins() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return false
	}
	s.open++
	s.lastChange = time.Now()
	return true
}

func (s *server) requestEnds() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open--; s.open == 0 && s.stopped {
		close(s.idle)
	}
}

// addRunning adds change to the number of running functions.
func (s *server) addRunning(change int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running += change
	s.lastChange = time.Now()
}

func (s *server) shutdown() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return
	}
	if s.stopped = true; s.open == 0 {
		close(s.idle)
	}
}

// isStuck reports whether requests have been open for long while no function runs.
func (s *server) isStuck() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open > 0 && s.running == 0 && time.Since(s.lastChange) > patience/2
}
