// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"os"
	"os/signal"
	"slices"
	"sync"
	"syscall"

	"github.com/facet-go/facet/observe"
)

// notify is signal.Notify with a function that undoes it.
func notify(c chan<- os.Signal, sigs ...os.Signal) (release func()) {
	signal.Notify(c, sigs...)
	return func() { signal.Stop(c) }
}

// receiveFrom returns a function that replaces notify and sends the signals that arrive on
// a channel.
func receiveFrom(from <-chan os.Signal) func(c chan<- os.Signal, sigs ...os.Signal) (release func()) {
	return func(c chan<- os.Signal, sigs ...os.Signal) (release func()) {
		quit, ended := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(ended)
			forward(from, c, sigs, quit)
		}()
		return func() {
			close(quit)
			<-ended
		}
	}
}

// forward sends the signals among sigs from one channel to another, until quit or from is
// closed.
func forward(from <-chan os.Signal, to chan<- os.Signal, sigs []os.Signal, quit <-chan struct{}) {
	for {
		var sig os.Signal
		select {
		case s, ok := <-from:
			if !ok {
				return
			}
			sig = s
		case <-quit:
			return
		}
		// The type excludes signals of a user, whose methods could do anything.
		if s, ok := sig.(syscall.Signal); ok && slices.Contains(sigs, os.Signal(s)) {
			select {
			case to <- s:
			case <-quit:
			}
		}
	}
}

// listen handles signals until release is called. The first requests a stop; each
// further one shortens it.
func (r *run) listen() (release func()) {
	s := &r.app.settings
	if len(s.signals) == 0 {
		return func() {}
	}
	const escalations = 3 // stop, end of draining, end of the budget
	c := make(chan os.Signal, escalations)
	unnotify := sync.OnceFunc(s.notify(c, s.signals...))
	quit, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case sig := <-c:
				if !r.handleSignal(sig) {
					unnotify()
					// Emitted without delay, as the next signal may end the process.
					r.app.stream.Post(observe.Event{Op: observe.OpWarning, Err: r.forcedError()})
					return
				}
			case <-quit:
				return
			}
		}
	}()
	return func() {
		unnotify()
		close(quit)
		<-ended
	}
}

// handleSignal handles one signal. It returns false when the budget of the stop is
// ended and signals must have their default effect again. It does not wait for
// observers.
func (r *run) handleSignal(sig os.Signal) bool {
	a := r.app
	name, awaited := sig.String(), a.awaitedNames()
	a.mu.Lock()
	defer a.mu.Unlock()
	a.stream.Post(observe.Event{Op: observe.OpSignal, Hook: name}) // ahead of the change of state
	switch {
	case !r.signaled: // also if the stop was requested otherwise
		r.signaled = true
		if (!r.stopRequested || r.deferredStop) && r.requestStopLocked(nil, name) {
			go r.stopInBackground()
		}
		return true
	case a.state == StateDraining && !r.drainSkipped:
		r.drainSkipped = true
		if r.teardown != nil {
			r.teardown.EndDrain()
		}
		return true
	default:
		r.forced = &ForcedError{Signal: sig, Running: awaited}
		r.endBudgetLocked(r.forced.cause())
		return false
	}
}

func (r *run) forcedError() error {
	r.app.mu.Lock()
	defer r.app.mu.Unlock()
	return r.forced
}
