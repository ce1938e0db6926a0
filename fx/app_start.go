// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"context"
	"errors"
	"fmt"

	"go.uber.org/fx/fxevent"
	"go.uber.org/multierr"

	"github.com/facet-go/facet"
)

// Start runs the start hooks, one after another in the order of construction. If one fails
// or ctx ends, what had started is stopped, with StopTimeout as its budget. A stopped app
// constructs everything anew.
func (a *App) Start(ctx context.Context) (err error) {
	defer func() { a.root.emit(&fxevent.Started{Err: err}) }()
	switch {
	case a.err != nil:
		return a.err
	case ctx == nil:
		return errors.New("called OnStart with nil context")
	case a.facet == nil:
		return errors.New("fx: an app that was only validated cannot start")
	}
	isBuilt := a.facet.State() == facet.StateBuilt
	if !isBuilt {
		a.progress.root = 0
		a.emitInvoking()
	}
	a.progress.beginStart(ctx, isBuilt)
	if isBuilt {
		a.printPlan()
	}
	err = a.facet.Start(ctx)
	later, cause := a.split(err)
	var state *facet.StateError
	if err != nil && !errors.As(err, &state) {
		a.emitRollingBack(cause)
		a.root.emit(&fxevent.RolledBack{Err: multierr.Combine(later...)})
	}
	a.progress.endStart(err == nil)
	switch {
	case err == nil:
		if a.usesFacet || len(a.facetOptions) > 0 {
			go a.watch()
		}
		return ctx.Err() // as in fx: the caller has to stop what has started
	case state != nil:
		return fmt.Errorf("attempted to start lifecycle when in state: %v", stateName(state.State))
	}
	return a.withContext(ctx, multierr.Append(cause, multierr.Combine(later...)))
}

// stateName is the name of fx for a state.
func stateName(s facet.State) string {
	if s == facet.StateRunning {
		return "started"
	}
	return s.String()
}

// Stop runs the stop hooks of what has started, in reverse. All of them run, also after the
// end of ctx. If a task of a *facet.Lifecycle has ended the app, Stop returns its error.
func (a *App) Stop(ctx context.Context) (err error) {
	defer func() { a.root.emit(&fxevent.Stopped{Err: err}) }()
	if ctx == nil {
		return errors.New("called OnStop with nil context")
	}
	defer a.signals.stop(ctx)
	if a.facet == nil || a.err != nil {
		return nil
	}
	wasUp := a.progress.beginStop()
	switch a.facet.State() {
	case facet.StateFailed, facet.StateStopped, facet.StateNew:
		if !wasUp {
			return nil
		}
		err = a.facet.Wait()
	default:
		err = a.facet.Stop(ctx)
	}
	if err == nil {
		return ctx.Err()
	}
	later, cause := a.split(err)
	return a.withContext(ctx, multierr.Append(cause, multierr.Combine(later...)))
}

// watch waits until the app of facet has ended. If that was not by Stop, it was by a
// component: then Run and the channels of Done and Wait are notified.
func (a *App) watch() {
	err := a.facet.Wait()
	if a.progress.isUp() {
		_ = a.signals.broadcast(ShutdownSignal{Signal: defaultSignal, ExitCode: facet.ExitCode(err)})
	}
}
