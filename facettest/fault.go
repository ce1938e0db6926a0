// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
	"context"
	"errors"
	"time"

	"github.com/facet-go/facet/hooks"
)

// errInjected is the error and the panic value of all faults.
var errInjected = errors.New("a fault of facettest")

// behavior replaces a call.
type behavior func(ctx context.Context, fr *faultRun, next func(context.Context) error) error

// fault is one way in which a call fails.
type fault struct {
	name     string // a verb, for the call
	late     bool   // it lasts longer than its context, and uses up the time of other hooks
	hangs    bool   // it returns when the run releases it
	behavior behavior
}

func fails(context.Context, *faultRun, func(context.Context) error) error { return errInjected }

func panics(context.Context, *faultRun, func(context.Context) error) error { panic(errInjected) }

func waitsForContext(ctx context.Context, _ *faultRun, _ func(context.Context) error) error {
	<-ctx.Done()
	return ctx.Err()
}

func hangs(_ context.Context, fr *faultRun, _ func(context.Context) error) error {
	<-fr.release
	return errInjected // an abandoned start must not succeed later
}

// failsWhenUp cancels the task when the app is up, and fails. It does not wait long for
// the task, which may need its stop function to end.
func failsWhenUp(ctx context.Context, fr *faultRun, next func(context.Context) error) error {
	own, cancel := context.WithCancel(ctx)
	defer cancel()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer func() { _ = recover() }() // it fails already
		_ = next(own)
	}()
	select {
	case <-fr.up:
	case <-ctx.Done():
	}
	cancel()
	patience := time.NewTimer(fr.budgets.grace / 2)
	defer patience.Stop()
	select {
	case <-ended:
	case <-patience.C:
	}
	return errInjected
}

// hangsAtTheEnd hangs after the task has ended, cleanly or not.
func hangsAtTheEnd(ctx context.Context, fr *faultRun, next func(context.Context) error) error {
	_ = next(ctx)
	return hangs(ctx, fr, next)
}

// afterCall returns a behavior that begins after the call.
func afterCall(then behavior) behavior {
	return func(ctx context.Context, fr *faultRun, next func(context.Context) error) error {
		if err := next(ctx); err != nil {
			return err
		}
		return then(ctx, fr, next)
	}
}

// faultsOf returns the faults for a call.
func faultsOf(c hooks.Call) []fault {
	list := []fault{
		{name: "fails", behavior: fails},
		{name: "panics", behavior: panics},
		{name: "waits", late: true, behavior: waitsForContext},
		{name: "hangs", late: true, hangs: true, behavior: hangs},
	}
	switch {
	case c.Phase == hooks.PhaseTask && c.Index < 0:
		return nil // it was added while the app was running, perhaps not in every run
	case c.Phase == hooks.PhaseTask:
		list[3].behavior = hangsAtTheEnd
		list = append(list, fault{name: "fails when up", behavior: failsWhenUp})
		if c.Kind == "task" { // a task always waits for its context
			list = append(list[:2], list[3:]...)
		}
	case c.Phase == hooks.PhaseConstruct || c.Phase == hooks.PhaseStart:
	default:
		for i := range list {
			list[i].behavior = afterCall(list[i].behavior)
		}
	}
	return list
}
