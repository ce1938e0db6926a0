// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"go.uber.org/fx/fxevent"

	"github.com/facet-go/facet"
)

// Run starts the app, waits for a signal or a Shutdown, and stops the app. It exits the
// process if the exit code is not 0: with 1 after a failure, else with the code given to
// Shutdown. A signal during the start ends it, and a further one during the stop ends the
// time to stop.
func (a *App) Run() {
	if code := a.runUntil(a.Wait()); code != 0 {
		exit := os.Exit
		if a.osExit != nil {
			exit = a.osExit
		}
		exit(code)
	}
}

// runUntil returns the exit code.
func (a *App) runUntil(ended <-chan ShutdownSignal) int {
	defer a.signals.stop(context.Background())
	sig, err := a.startOrEnd(ended)
	if err != nil {
		var p *facet.PanicError
		if errors.As(err, &p) { // fx would have ended the process with the stack
			fmt.Fprintln(os.Stderr, err)
		}
		return 1
	}
	if sig == nil {
		received := <-ended
		sig = &received
	}
	a.root.emit(&fxevent.Stopping{Signal: sig.Signal})
	ctx, cancel := a.clock.WithTimeout(context.Background(), a.StopTimeout())
	defer cancel()
	defer onSignal(cancel)()
	if err := a.Stop(ctx); err != nil {
		return facet.ExitCode(err) // 1, except for that of a facet.Exit
	}
	return sig.ExitCode
}

// startOrEnd starts the app. A signal cancels the start; a Shutdown does not. It returns
// what was received during the start, or nil.
func (a *App) startOrEnd(ended <-chan ShutdownSignal) (*ShutdownSignal, error) {
	ctx, cancel := a.clock.WithTimeout(context.Background(), a.StartTimeout())
	defer cancel()
	started := make(chan error, 1)
	go func() { started <- a.Start(ctx) }()
	select {
	case err := <-started:
		return nil, err
	case sig := <-ended:
		if !a.signals.shutdownWasCalled() {
			cancel()
		}
		return &sig, <-started
	}
}

// onSignal calls f at the next signal. After that, signals have their default effect.
func onSignal(f func()) (release func()) {
	received := make(chan os.Signal, 1)
	signal.Notify(received, os.Interrupt, syscall.SIGTERM)
	over := make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer signal.Stop(received)
		select {
		case <-received:
			f()
		case <-over:
		}
	}()
	return func() { close(over); <-ended }
}
