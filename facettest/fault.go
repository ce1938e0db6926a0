// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
	"context"
	"errors"

	"github.com/facet-go/facet/hooks"
)

// errInjected is the error and the panic of all faults.
var errInjected = errors.New("a fault of facettest")

// does is what happens in place of a call.
type does func(ctx context.Context, tr *trial, next func(context.Context) error) error

// fault is one way in which a call goes wrong.
type fault struct {
	name  string // a verb, for the call
	late  bool   // it outlasts its context, and takes the time of others
	hangs bool   // it returns when the trial lets it go
	does  does
}

func fails(context.Context, *trial, func(context.Context) error) error { return errInjected }

func panics(context.Context, *trial, func(context.Context) error) error { panic(errInjected) }

func waits(ctx context.Context, _ *trial, _ func(context.Context) error) error {
	<-ctx.Done()
	return ctx.Err()
}

func hangs(_ context.Context, tr *trial, _ func(context.Context) error) error {
	<-tr.release
	return errInjected // a start that is abandoned does not succeed later
}

// failsUp fails when the app is up, having ended the task.
func failsUp(ctx context.Context, tr *trial, next func(context.Context) error) error {
	own, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		select {
		case <-tr.up:
		case <-ctx.Done():
		}
		cancel()
	}()
	_ = next(own) // a task that ends before is made to fail too
	<-ended
	return errInjected
}

// after has a fault happen behind the call.
func after(then does) does {
	return func(ctx context.Context, tr *trial, next func(context.Context) error) error {
		if err := next(ctx); err != nil {
			return err
		}
		return then(ctx, tr, next)
	}
}

// faultsOf returns what can go wrong with a call.
func faultsOf(c hooks.Call) []fault {
	list := []fault{
		{name: "fails", does: fails},
		{name: "panics", does: panics},
		{name: "waits", late: true, does: waits},
		{name: "hangs", late: true, hangs: true, does: hangs},
	}
	switch {
	case c.Phase == hooks.PhaseTask && c.Index < 0:
		return nil // added while running, perhaps not in every run
	case c.Phase == hooks.PhaseTask:
		list[3].does = after(hangs)
		list = append(list, fault{name: "fails when up", does: failsUp})
		if c.Kind == "task" { // which always waits
			list = append(list[:2], list[3:]...)
		}
	case c.Phase == hooks.PhaseConstruct || c.Phase == hooks.PhaseStart:
	default:
		for i := range list {
			list[i].does = after(list[i].does)
		}
	}
	return list
}
