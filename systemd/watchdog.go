// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd

import (
	"context"
	"time"

	"github.com/facet-go/facet/observe"
)

// cancelTimeout is the time that the end of a run waits for a cancelled liveness
// function.
const cancelTimeout = 800 * time.Millisecond

// pinger is the state of the watchdog. Only the session's goroutine uses it.
type pinger struct {
	interval  time.Duration // WATCHDOG_USEC, or 0 for no watchdog
	timer     *time.Timer   // of the next ping or call, or of the timeout of a call
	calledAt  time.Time     // when the running call began
	timedOut  bool          // the running call has exceeded its timeout
	result    <-chan error  // of the running call, or nil
	cancel    context.CancelFunc
	cancelled <-chan error // of a cancelled call
}

func newPinger(every time.Duration) pinger {
	p := pinger{interval: every, timer: time.NewTimer(0)}
	p.timer.Stop()
	return p
}

// Pings are half of the interval apart. A call may take a quarter. After a failure the
// next call begins an eighth later. So a call half of the interval after a ping may fail
// after a quarter, and the next call still has an eighth to succeed.
func (p *pinger) half() time.Duration    { return max(p.interval/2, time.Millisecond) }
func (p *pinger) quarter() time.Duration { return max(p.interval/4, time.Millisecond) }
func (p *pinger) eighth() time.Duration  { return max(p.interval/8, time.Millisecond) }

// firstPing sends a ping at once: if Type is not notify, the watchdog applies from the
// begin of the process.
func (s *session) firstPing() {
	if s.pinger.interval > 0 {
		s.ping(time.Now())
	}
}

// onTimer sends a ping, calls the liveness function, or ends a call that takes too
// long.
func (s *session) onTimer() {
	switch {
	case !s.needsLiveness():
		s.ping(time.Now())
	case s.pinger.result == nil:
		s.callLiveness()
	default:
		s.pinger.timedOut = true
		s.pinger.cancel()
		s.reportNotAlive(overdueError(s.pinger.quarter()))
	}
}

// needsLiveness reports whether pings depend on the liveness function.
func (s *session) needsLiveness() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.alive != nil && s.runProgress.state == observe.StateRunning && !s.runProgress.ended
}

// ping sends a ping. It sets the timer to half of the interval after since.
func (s *session) ping(since time.Time) {
	if s.send("WATCHDOG=1") {
		s.pinger.timer.Reset(time.Until(since.Add(s.pinger.half())))
	} else {
		s.pinger.timer.Reset(s.pinger.eighth())
	}
}

// callLiveness calls the liveness function on a new goroutine.
func (s *session) callLiveness() {
	limit := s.pinger.quarter()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	s.pinger.calledAt, s.pinger.timedOut, s.pinger.cancel = time.Now(), false, cancel
	s.pinger.result = guarded(func() error { return s.alive(ctx) })
	s.pinger.timer.Reset(limit)
}

// onLiveness handles the result of the liveness function.
func (s *session) onLiveness(err error) {
	p := &s.pinger
	p.result = nil
	p.cancel()
	switch {
	case p.timedOut || time.Since(p.calledAt) >= p.quarter():
		s.reportNotAlive(overdueError(p.quarter()))
		p.timer.Reset(p.eighth())
	case err != nil:
		s.reportNotAlive(err)
		p.timer.Reset(p.eighth())
	default:
		s.setNotAlive("")
		s.ping(p.calledAt)
	}
}

// reportNotAlive records a failed call, and reports the first of several in a row.
func (s *session) reportNotAlive(err error) {
	if !s.setNotAlive(headline(err)) {
		s.report(&LivenessError{Err: err})
	}
}

// setNotAlive sets the reason why the app is not alive. before reports whether there
// was one.
func (s *session) setNotAlive(why string) (before bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before = s.runProgress.notAlive != ""
	s.runProgress.notAlive = why
	return before
}

// onStateChange cancels a call of the liveness function when the app is no longer
// running. Then it pings at once, because the last ping may be long ago.
func (s *session) onStateChange() {
	s.mu.Lock()
	sick := s.runProgress.notAlive != ""
	s.mu.Unlock()
	if s.pinger.interval == 0 || s.needsLiveness() || s.pinger.result == nil && !sick {
		return
	}
	s.cancelLiveness()
	s.setNotAlive("")
	s.ping(time.Now())
}

// cancelLiveness cancels a running call without waiting for it.
func (s *session) cancelLiveness() {
	if s.pinger.result != nil {
		s.pinger.cancel()
		s.pinger.cancelled, s.pinger.result = s.pinger.result, nil
	}
}

// awaitCancelled waits for a cancelled call of the liveness function.
func (s *session) awaitCancelled() {
	if s.pinger.cancelled == nil {
		return
	}
	timer := time.NewTimer(cancelTimeout)
	defer timer.Stop()
	select {
	case <-s.pinger.cancelled: //nolint:errcheck // the result of a cancelled call
	case <-timer.C:
		s.report(&LivenessError{Err: notReturnedError{}})
	}
}
