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
	gather     = 10 * time.Millisecond  // what happens at about the same time is one message
	pause      = 100 * time.Millisecond // between two messages that can wait
	refresh    = time.Second            // of a status with an elapsed time
	firstRetry = time.Second            // after a message that was not sent; then twice that, and so on
	lastRetry  = time.Minute
	never      = -1 // as a time to wait
)

// session is one run of the app, from its first event to its result.
type session struct {
	*notifier

	wake chan struct{} // filled when there is news
	over chan struct{} // closed after the last event
	gone chan struct{} // closed when the goroutine is about to end
	last *session      // the one before, which may not have ended yet

	mu    sync.Mutex // guards board; never held while user code runs or anything is sent
	board board

	// The fields below belong to the goroutine.
	line    line
	status  string        // that systemd knows
	news    time.Time     // since when there is something to tell, zero for nothing
	next    time.Time     // when a message may be sent again
	retry   time.Duration // before the next try, 0 while sending works
	pet     pet
	trouble error // of the last message, nil if it was sent
}

func newSession(n *notifier, last *session) *session {
	return &session{
		notifier: n, line: n.dial(), pet: newPet(n.watchdog), last: last,
		wake: make(chan struct{}, 1), over: make(chan struct{}), gone: make(chan struct{}),
		news:  time.Now(), // the event that begins it
		board: board{waiting: map[step]began{}},
	}
}

// add takes the next event. It never waits for the goroutine.
func (s *session) add(e observe.Event) {
	said := ""
	if e.Err != nil {
		said = headline(e.Err)
	}
	s.mu.Lock()
	s.board.add(e, said)
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// tell is the goroutine: it sends what is news until the run is over.
func (s *session) tell() {
	defer close(s.gone)
	if s.last != nil {
		<-s.last.gone
		s.last = nil
	}
	defer func() { _ = s.line.Close() }()
	look := time.NewTimer(0)
	defer look.Stop()
	defer s.pet.timer.Stop()
	s.firstPing()
	for {
		if wait := s.flush(); wait == never {
			look.Stop()
		} else {
			look.Reset(wait)
		}
		select {
		case <-s.wake:
			if s.news.IsZero() {
				s.news = time.Now()
			}
			s.noteState()
		case <-look.C:
		case <-s.pet.timer.C:
			s.beat()
		case err := <-s.pet.answer:
			s.answered(err)
		case <-s.over:
			s.farewell()
			return
		}
	}
}

// awaitEnd waits for what is left to send.
func (s *session) awaitEnd() {
	timer := time.NewTimer(lastWords)
	defer timer.Stop()
	select {
	case <-s.gone:
	case <-timer.C:
	}
}

// farewell sends what is left, unless that fails.
func (s *session) farewell() {
	s.release()
	s.retry = 0
	for s.flush() == 0 {
	}
	s.awaitRelease()
}

// flush sends the next message if there is any and it is time for it. It returns
// how long to wait before the next look: 0 if there is more, never if that is up
// to the events.
func (s *session) flush() time.Duration {
	now := time.Now()
	s.mu.Lock()
	m := s.compose(now)
	wait := max(s.due(m).Sub(now), 0) // less than that might be never
	if m.empty() {
		wait = never
		s.news = time.Time{}
		if s.board.busy() {
			wait = refresh
		}
	}
	if wait > 0 || wait == never {
		s.mu.Unlock()
		return wait
	}
	s.board.take(m)
	s.mu.Unlock()

	if s.send(m.text()) {
		s.status, s.news, s.next, s.retry = m.status, time.Time{}, now.Add(pause), 0
		return 0
	}
	s.mu.Lock()
	s.board.giveBack(m)
	s.mu.Unlock()
	s.retry = min(max(2*s.retry, firstRetry), lastRetry)
	s.next = time.Now().Add(s.retry)
	return s.retry
}

// due returns when it is time for a message.
func (s *session) due(m message) time.Time {
	gathered := s.news.Add(gather)
	switch {
	case s.retry > 0:
		return s.next
	case m.flag == ready || m.final:
		return time.Time{}
	case m.flag == stopping || gathered.After(s.next):
		return gathered
	default:
		return s.next
	}
}

// send sends one message, and tells if that does not work any more.
func (s *session) send(text string) bool {
	before := s.trouble
	s.trouble = s.line.Send(text)
	if s.trouble != nil && before == nil {
		s.report(s.trouble)
	}
	return s.trouble == nil
}

// message is what is sent at once.
type message struct {
	flag   string // ready or stopping, if not ""
	extend string // EXTEND_TIMEOUT_USEC=, "" for none
	status string
	news   bool // whether systemd does not know the status
	final  bool // the run is over
	ping   bool // so that the process has all its time to exit
}

// compose returns what there is to send. session.mu is held.
func (s *session) compose(now time.Time) message {
	b := &s.board
	m := message{status: oneLine(b.status(now))}
	m.news = m.status != s.status
	if len(b.flags) > 0 {
		m.flag = b.flags[0]
	}
	if b.progress && s.progress > 0 && m.flag != ready && !b.ended {
		m.extend = "EXTEND_TIMEOUT_USEC=" + micros(s.progress)
	}
	m.final = b.ended
	m.ping = m.final && s.pet.every > 0
	return m
}

func (m message) empty() bool { return m.flag == "" && m.extend == "" && !m.news }

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

// take takes off what m holds.
func (b *board) take(m message) {
	if m.flag != "" {
		b.flags = b.flags[1:]
	}
	b.progress = b.progress && m.extend == ""
}

// giveBack undoes take for a message that was not sent.
func (b *board) giveBack(m message) {
	if m.flag != "" {
		b.flags = append([]string{m.flag}, b.flags...)
	}
	b.progress = b.progress || m.extend != ""
}
