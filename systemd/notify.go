// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd

import (
	"os"
	"sync"
	"time"

	"github.com/facet-go/facet/observe"
)

// Notify returns an observer, for facet.Observe, that tells systemd what the app
// is doing; the package says what it tells. It is for one app, and of the apps of
// a process only one should have it.
//
// The environment is read at this call. Without $NOTIFY_SOCKET the observer does
// nothing. With it, a goroutine of its own sends what the events say, from the
// first event of a build to the end of the run; a further run has a new one. The
// observer itself sends nothing and never waits, but at the end, for what is left
// to send and for a function given to [Alive] that overstays: 900 ms at most, and
// as every observer no longer than the app's Grace. The goroutine has ended then,
// unless systemd does not take what is sent, or the function given to [OnError]
// does not return: then it ends within 3 s.
func Notify(opts ...Option) func(observe.Event) {
	n := &notifier{config: defaults()}
	for _, o := range opts {
		if o != nil {
			o.apply(&n.config)
		}
	}
	n.readEnvironment(os.Getenv, os.Getpid())
	return n.observe
}

// line is a line to systemd.
type line interface {
	Send(message string) error
	Close() error
}

type notifier struct {
	config
	dial     func() line   // nil: nobody listens
	watchdog time.Duration // within which systemd wants a ping, 0 for no watchdog
	problem  error         // of the environment, until it is told

	hears, log caller // the function given to OnError, and slog

	mu   sync.Mutex // guards the fields below; never held while user code runs or anything is sent
	run  *session
	last *session // the last that was begun
}

// lastWords is how long the end of a run waits for what is left to send. It is
// less than the Grace of an app by default, so that the observer is not detached.
const lastWords = 900 * time.Millisecond

func (n *notifier) observe(e observe.Event) {
	if n.dial == nil && n.problem == nil {
		return
	}
	begins := e.Op == observe.OpState && e.State == observe.StateBuilding
	if begins {
		n.tellProblem()
	}
	n.mu.Lock()
	if begins && n.dial != nil {
		if n.run != nil { // its result was missed
			close(n.run.over)
		}
		n.run = newSession(n, n.last)
		n.last = n.run
		go n.run.tell()
	}
	run := n.run
	ends := run != nil && e.Op == observe.OpResult
	if ends {
		n.run = nil
	}
	n.mu.Unlock()
	if run == nil {
		return
	}
	run.add(e)
	if ends {
		close(run.over)
		run.awaitEnd()
	}
}

// tellProblem tells once what is wrong with the environment.
func (n *notifier) tellProblem() {
	n.mu.Lock()
	problem := n.problem
	n.problem = nil
	n.mu.Unlock()
	if problem != nil {
		n.report(problem)
	}
}
