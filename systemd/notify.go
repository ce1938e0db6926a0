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
// first event of a build to the end of the run, and has ended when that run's
// Run, Stop or failing Start returns; a further run has a new one. The observer
// itself sends nothing and never waits, but at the end, for what is left to send:
// 2 s at most, and 1 s if the function given to [Alive] overstays.
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

	mu  sync.Mutex // guards the fields below; never held while user code runs or anything is sent
	run *session
}

func (n *notifier) observe(e observe.Event) {
	if n.dial == nil && n.problem == nil {
		return
	}
	begins := e.Op == observe.OpState && e.State == observe.StateBuilding
	if begins {
		n.tellProblem()
	}
	n.mu.Lock()
	if begins && n.run == nil && n.dial != nil {
		n.run = newSession(n)
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
		<-run.gone
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
