// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd

import (
	"os"
	"sync"
	"time"

	"github.com/facet-go/facet/observe"
)

// Notify returns an observer, for facet.Observe, that reports the state of the app to
// systemd; see the package documentation. Use it for one app, and for only one app of a
// process.
//
// Notify reads the environment when it is called. Without $NOTIFY_SOCKET the observer
// does nothing. Otherwise a goroutine sends the messages, from the first event of a
// build to the end of the run. Each run has its own goroutine. The observer itself
// sends nothing. It waits only at the end of a run: for the last messages, and for a
// function given to [Alive] that has not returned. It waits at most 900 ms, and never
// longer than the app's Grace. Then the goroutine has ended, unless systemd does not
// accept a message or the function given to [OnError] does not return. In these cases
// it ends within 3 s.
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

// conn is a connection to systemd.
type conn interface {
	Send(message string) error
	Close() error
}

type notifier struct {
	config
	dial     func() conn   // nil without systemd
	watchdog time.Duration // the interval in which systemd expects a ping, 0 for no watchdog
	problem  error         // of the environment, until it is reported

	errorCaller, logCaller caller // of the function given to OnError, and of slog

	mu      sync.Mutex // guards the fields below; never held while user code runs or anything is sent
	current *session
	last    *session // the last session that began
}

// endTimeout is the time that the end of a run waits for the last messages. It is
// shorter than the default Grace of an app, so that the observer is not detached.
const endTimeout = 900 * time.Millisecond

func (n *notifier) observe(e observe.Event) {
	if n.dial == nil && n.problem == nil {
		return
	}
	begins := e.Op == observe.OpState && e.State == observe.StateBuilding
	if begins {
		n.reportProblem()
	}
	n.mu.Lock()
	if begins && n.dial != nil {
		if n.current != nil { // the observer has missed its result
			close(n.current.ended)
		}
		n.current = newSession(n, n.last)
		n.last = n.current
		go n.current.run()
	}
	run := n.current
	ends := run != nil && e.Op == observe.OpResult
	if ends {
		n.current = nil
	}
	n.mu.Unlock()
	if run == nil {
		return
	}
	run.add(e)
	if ends {
		close(run.ended)
		run.awaitEnd()
	}
}

// reportProblem reports an invalid environment once.
func (n *notifier) reportProblem() {
	n.mu.Lock()
	problem := n.problem
	n.problem = nil
	n.mu.Unlock()
	if problem != nil {
		n.report(problem)
	}
}
