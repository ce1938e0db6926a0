// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// defaultSignal is the signal of a Shutdown.
const defaultSignal = syscall.SIGTERM

// ShutdownSignal says what ends an app.
type ShutdownSignal struct {
	Signal   os.Signal
	ExitCode int // given to Shutdown, or 0
}

// String returns the name of the signal.
func (sig ShutdownSignal) String() string { return fmt.Sprint(sig.Signal) }

// Shutdowner ends the app. Every constructor may take it.
type Shutdowner interface {
	// Shutdown makes Run stop the app, and sends a signal to the channels of Done and
	// Wait. It returns an error if a channel is full.
	Shutdown(opts ...ShutdownOption) error
}

// ShutdownOption is an option of Shutdown.
type ShutdownOption interface{ apply(sig *ShutdownSignal) }

type exitCode int

func (c exitCode) apply(sig *ShutdownSignal) { sig.ExitCode = int(c) }

// ExitCode makes Run exit the process with a code.
func ExitCode(code int) ShutdownOption { return exitCode(code) }

type shutdownTimeout struct{}

func (shutdownTimeout) apply(*ShutdownSignal) {}

// ShutdownTimeout has no effect, as in fx. The time to stop is StopTimeout.
//
// Deprecated: it has no effect.
func ShutdownTimeout(time.Duration) ShutdownOption { return shutdownTimeout{} }

type shutdowner struct{ app *App }

// Shutdown ends the app.
func (s *shutdowner) Shutdown(opts ...ShutdownOption) error {
	sig := ShutdownSignal{Signal: defaultSignal}
	for _, o := range opts {
		o.apply(&sig)
	}
	return s.app.signals.shutDown(sig)
}

// Done returns a channel that receives the signal that ends the app, from the operating
// system or Shutdown.
func (a *App) Done() <-chan os.Signal {
	return subscribe(&a.signals, &a.signals.done, func(sig ShutdownSignal) os.Signal { return sig.Signal })
}

// Wait is Done with the exit code.
func (a *App) Wait() <-chan ShutdownSignal {
	return subscribe(&a.signals, &a.signals.wait, func(sig ShutdownSignal) ShutdownSignal { return sig })
}

// signals passes what ends the app to all that wait for it.
type signals struct {
	mu         sync.Mutex // guards the fields below
	last       *ShutdownSignal
	done       []chan os.Signal
	wait       []chan ShutdownSignal
	isShutdown bool          // Shutdown was called
	end        chan struct{} // closed to stop listening to the system; nil while nothing listens
	ended      chan struct{}
}

// subscribe returns a new channel, which has the last signal if there is one.
func subscribe[T any](s *signals, list *[]chan T, form func(ShutdownSignal) T) <-chan T {
	s.listen()
	s.mu.Lock()
	defer s.mu.Unlock()
	c := make(chan T, 1)
	if s.last != nil {
		c <- form(*s.last)
	}
	*list = append(*list, c)
	return c
}

func (s *signals) shutDown(sig ShutdownSignal) error {
	s.mu.Lock()
	s.isShutdown = true
	s.mu.Unlock()
	return s.broadcast(sig)
}

func (s *signals) shutdownWasCalled() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.isShutdown
}

// broadcast sends a signal to all channels that are not full.
func (s *signals) broadcast(sig ShutdownSignal) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = &sig
	unsent := send(s.done, sig.Signal) + send(s.wait, sig)
	if unsent == 0 {
		return nil
	}
	return fmt.Errorf("send %v signal: %v/%v channels are blocked", sig, unsent, len(s.done)+len(s.wait))
}

// send returns the number of full channels.
func send[T any](channels []chan T, v T) (unsent int) {
	for _, c := range channels {
		select {
		case c <- v:
		default:
			unsent++
		}
	}
	return unsent
}

// listen begins to receive signals of the operating system. The first one is broadcast; after
// that, signals have their default effect.
func (s *signals) listen() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.end != nil {
		return
	}
	end, ended := make(chan struct{}), make(chan struct{})
	s.end, s.ended = end, ended
	received := make(chan os.Signal, 1)
	signal.Notify(received, os.Interrupt, syscall.SIGTERM)
	go func() {
		defer close(ended)
		defer signal.Stop(received)
		select {
		case <-end:
		case sig := <-received:
			_ = s.broadcast(ShutdownSignal{Signal: sig}) // nothing can be done about full channels
		}
	}()
}

// stop ends listening and forgets the last signal.
func (s *signals) stop(ctx context.Context) {
	s.mu.Lock()
	end, ended := s.end, s.ended
	s.end = nil
	s.mu.Unlock()
	if end == nil {
		return
	}
	close(end)
	select {
	case <-ended:
	case <-ctx.Done():
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last, s.isShutdown = nil, false
}
