// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd

import (
	"context"
	"time"

	"github.com/facet-go/facet/observe"
)

// overstay is how long the end of a run waits for a liveness that is told to
// return.
const overstay = 800 * time.Millisecond

// pet is the watchdog's state. It belongs to the session's goroutine.
type pet struct {
	every  time.Duration // WATCHDOG_USEC; 0 is no watchdog
	timer  *time.Timer   // of the next ping or question, or of the end of a question's time
	asked  time.Time     // when the question was, which goes on
	late   bool          // its time is up
	answer <-chan error  // to it; nil if none goes on
	cancel context.CancelFunc
	left   <-chan error // of a question that nobody waits for any more
}

func newPet(every time.Duration) pet {
	p := pet{every: every, timer: time.NewTimer(0)}
	p.timer.Stop()
	return p
}

// half, quarter and eighth of the watchdog's time: between pings, for an answer,
// and between a failure and the next question. A question half the time after a
// ping, a failure a quarter later, another question after an eighth: that leaves
// an eighth for the answer.
func (p *pet) half() time.Duration    { return max(p.every/2, time.Millisecond) }
func (p *pet) quarter() time.Duration { return max(p.every/4, time.Millisecond) }
func (p *pet) eighth() time.Duration  { return max(p.every/8, time.Millisecond) }

// firstPing comes at once: to a service of another Type than notify, the watchdog
// applies from the first moment.
func (s *session) firstPing() {
	if s.pet.every > 0 {
		s.ping(time.Now())
	}
}

// beat does what the timer is for.
func (s *session) beat() {
	switch {
	case !s.asks():
		s.ping(time.Now())
	case s.pet.answer == nil:
		s.ask()
	default:
		s.pet.late = true
		s.pet.cancel()
		s.dead(overdueError(s.pet.quarter()))
	}
}

// asks tells whether pings depend on an answer.
func (s *session) asks() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.alive != nil && s.board.state == observe.StateRunning && !s.board.ended
}

// ping sends a ping, and sets the timer to half the watchdog's time after since.
func (s *session) ping(since time.Time) {
	if s.send("WATCHDOG=1") {
		s.pet.timer.Reset(time.Until(since.Add(s.pet.half())))
	} else {
		s.pet.timer.Reset(s.pet.eighth())
	}
}

// ask calls the liveness on a goroutine of its own.
func (s *session) ask() {
	limit := s.pet.quarter()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	s.pet.asked, s.pet.late, s.pet.cancel = time.Now(), false, cancel
	s.pet.answer = guarded(func() error { return s.alive(ctx) })
	s.pet.timer.Reset(limit)
}

// answered acts on an answer.
func (s *session) answered(err error) {
	p := &s.pet
	p.answer = nil
	p.cancel()
	switch {
	case p.late || time.Since(p.asked) >= p.quarter():
		s.dead(overdueError(p.quarter()))
		p.timer.Reset(p.eighth())
	case err != nil:
		s.dead(err)
		p.timer.Reset(p.eighth())
	default:
		s.setSick("")
		s.ping(p.asked)
	}
}

// dead notes a failed question, and tells of the first of several in a row.
func (s *session) dead(err error) {
	if !s.setSick(headline(err)) {
		s.report(&LivenessError{Err: err})
	}
}

// setSick changes why the app is not alive, and returns whether it was so before.
func (s *session) setSick(why string) (before bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before = s.board.sick != ""
	s.board.sick = why
	return before
}

// noteState lets go of a question when the app is not running any more, and
// pings at once, as the last ping may be long ago.
func (s *session) noteState() {
	s.mu.Lock()
	sick := s.board.sick != ""
	s.mu.Unlock()
	if s.pet.every == 0 || s.asks() || s.pet.answer == nil && !sick {
		return
	}
	s.release()
	s.setSick("")
	s.ping(time.Now())
}

// release tells a question that goes on to end, and does not wait for it.
func (s *session) release() {
	if s.pet.answer != nil {
		s.pet.cancel()
		s.pet.left, s.pet.answer = s.pet.answer, nil
	}
}

// awaitRelease waits for the liveness that was told to end.
func (s *session) awaitRelease() {
	if s.pet.left == nil {
		return
	}
	timer := time.NewTimer(overstay)
	defer timer.Stop()
	select {
	case <-s.pet.left: //nolint:errcheck // whatever it answers
	case <-timer.C:
		s.report(&LivenessError{Err: overstayError{}})
	}
}
