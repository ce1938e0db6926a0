// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd

import (
	"strings"
	"sync"
	"time"

	"github.com/facet-go/facet/observe"
)

const (
	gatherTime  = 10 * time.Millisecond  // events within this time are one message
	minPause    = 100 * time.Millisecond // between two messages that are not urgent
	refreshTime = time.Second            // between updates of a status with an elapsed time
	firstRetry  = time.Second            // after a message that was not sent; it doubles with each failure
	lastRetry   = time.Minute
	never       = -1 // as a waiting time: only an event ends the wait
)

// session is one run of the app, from its first event to its result.
type session struct {
	*notifier

	wake     chan struct{} // has an element after new events
	ended    chan struct{} // closed after the last event
	done     chan struct{} // closed when the goroutine ends
	previous *session      // the session before this one, which may not have ended

	mu          sync.Mutex // guards runProgress; never held while user code runs or a message is sent
	runProgress runProgress

	// Only the goroutine uses the fields below.
	conn         conn
	status       string        // the last status that was sent
	pendingSince time.Time     // the time of the first event that is not in a message, or zero
	nextSend     time.Time     // the earliest time of the next message
	retry        time.Duration // the time to the next try, 0 while sending works
	pinger       pinger
	sendErr      error // of the last message
}

func newSession(n *notifier, last *session) *session {
	return &session{
		notifier: n, conn: n.dial(), pinger: newPinger(n.watchdog), previous: last,
		wake: make(chan struct{}, 1), ended: make(chan struct{}), done: make(chan struct{}),
		pendingSince: time.Now(), // of the first event
		runProgress:  runProgress{waiting: map[step]beginning{}},
	}
}

// add adds the next event. It does not wait for the goroutine.
func (s *session) add(e observe.Event) {
	firstLine := ""
	if e.Err != nil {
		firstLine = headline(e.Err)
	}
	s.mu.Lock()
	s.runProgress.add(e, firstLine)
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// run is the function of the goroutine. It sends messages until the run ends.
func (s *session) run() {
	defer close(s.done)
	if s.previous != nil {
		<-s.previous.done
		s.previous = nil
	}
	defer func() { _ = s.conn.Close() }()
	look := time.NewTimer(0)
	defer look.Stop()
	defer s.pinger.timer.Stop()
	s.firstPing()
	for {
		if wait := s.flush(); wait == never {
			look.Stop()
		} else {
			look.Reset(wait)
		}
		select {
		case <-s.wake:
			if s.pendingSince.IsZero() {
				s.pendingSince = time.Now()
			}
			s.onStateChange()
		case <-look.C:
		case <-s.pinger.timer.C:
			s.onTimer()
		case err := <-s.pinger.result:
			s.onLiveness(err)
		case <-s.ended:
			s.finish()
			return
		}
	}
}

// awaitEnd waits for the last messages.
func (s *session) awaitEnd() {
	timer := time.NewTimer(endTimeout)
	defer timer.Stop()
	select {
	case <-s.done:
	case <-timer.C:
	}
}

// finish sends the last messages, unless sending fails.
func (s *session) finish() {
	s.cancelLiveness()
	s.retry = 0
	for s.flush() == 0 {
	}
	s.awaitCancelled()
}

// flush sends the next message if there is one and it is due. It returns the time to
// the next call: 0 if there may be more messages, never if only an event can cause one.
func (s *session) flush() time.Duration {
	now := time.Now()
	s.mu.Lock()
	m := s.compose(now)
	wait := max(s.dueTime(m).Sub(now), 0) // a negative value could equal never
	if m.isEmpty() {
		wait = never
		s.pendingSince = time.Time{}
		if s.runProgress.isWaiting() {
			wait = refreshTime
		}
	}
	if wait > 0 || wait == never {
		s.mu.Unlock()
		return wait
	}
	s.runProgress.takeParts(m)
	s.mu.Unlock()

	if s.send(m.text()) {
		s.status, s.pendingSince, s.nextSend, s.retry = m.status, time.Time{}, now.Add(minPause), 0
		return 0
	}
	s.mu.Lock()
	s.runProgress.restoreParts(m)
	s.mu.Unlock()
	s.retry = min(max(2*s.retry, firstRetry), lastRetry)
	s.nextSend = time.Now().Add(s.retry)
	return s.retry
}

// dueTime returns when a message is due.
func (s *session) dueTime(m message) time.Time {
	gathered := s.pendingSince.Add(gatherTime)
	switch {
	case s.retry > 0:
		return s.nextSend
	case m.flag == ready || m.final:
		return time.Time{}
	case m.flag == stopping || gathered.After(s.nextSend):
		return gathered
	default:
		return s.nextSend
	}
}

// send sends one message, and reports the first of several failures.
func (s *session) send(text string) bool {
	before := s.sendErr
	s.sendErr = s.conn.Send(text)
	if s.sendErr != nil && before == nil {
		s.report(s.sendErr)
	}
	return s.sendErr == nil
}

// message is the content of one datagram.
type message struct {
	flag          string // ready or stopping, if not ""
	extend        string // EXTEND_TIMEOUT_USEC=, or ""
	status        string
	statusChanged bool // status differs from the last one sent
	final         bool // the run is over
	ping          bool // a last ping, so that the process has the whole interval to exit
}

// compose returns the next message. session.mu is held.
func (s *session) compose(now time.Time) message {
	b := &s.runProgress
	m := message{status: oneLine(b.status(now))}
	m.statusChanged = m.status != s.status
	if len(b.flags) > 0 {
		m.flag = b.flags[0]
	}
	if b.progressed && s.progress > 0 && m.flag != ready && !b.ended {
		m.extend = "EXTEND_TIMEOUT_USEC=" + micros(s.progress)
	}
	m.final = b.ended
	m.ping = m.final && s.pinger.interval > 0
	return m
}

func (m message) isEmpty() bool { return m.flag == "" && m.extend == "" && !m.statusChanged }

func (m message) text() string {
	lines := make([]string, 0, 4)
	for _, l := range []string{m.flag, m.extend} {
		if l != "" {
			lines = append(lines, l)
		}
	}
	lines = append(lines, "STATUS="+m.status)
	if m.ping {
		lines = append(lines, "WATCHDOG=1")
	}
	return strings.Join(lines, "\n")
}

// takeParts removes the parts of m.
func (b *runProgress) takeParts(m message) {
	if m.flag != "" {
		b.flags = b.flags[1:]
	}
	b.progressed = b.progressed && m.extend == ""
}

// restoreParts adds the parts of m again, because it was not sent.
func (b *runProgress) restoreParts(m message) {
	if m.flag != "" {
		b.flags = append([]string{m.flag}, b.flags...)
	}
	b.progressed = b.progressed || m.extend != ""
}
