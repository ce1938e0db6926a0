// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"cmp"
	"context"
	"errors"
	"log/slog"

	"go.uber.org/dig"
	"go.uber.org/fx/fxevent"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

// around is the middleware that emits the events of fx.
func (a *App) around(ctx context.Context, c hooks.Call, next func(context.Context) error) error {
	switch c.Phase {
	case hooks.PhaseConstruct:
		a.progress.beginConstruct(ctx, c.Component)
		return a.construct(a.byID[c.Component], func() error { return next(ctx) })
	case hooks.PhaseStart:
		own, detach := hookContext(a.progress.beginHook(), ctx)
		defer detach()
		err := a.callHook(c, func() error { return next(own) })
		a.progress.failStart(err)
		return err
	case hooks.PhaseStop:
		a.emitRollingBack(nil)
		return a.callHook(c, func() error { return next(ctx) })
	default:
		return next(ctx)
	}
}

// construct calls the function of a registration; nil is one of the options of facet.
func (a *App) construct(r *registration, next func() error) error {
	if r == nil {
		return next()
	}
	for _, v := range r.values {
		v.announce()
	}
	switch r.kind {
	case kindInvoke, kindInstall:
		err := next()
		if err == nil {
			a.endRoot(r)
		}
		return err
	case kindLogger:
		return next()
	}
	began := a.clock.Now()
	r.module.emit(&fxevent.BeforeRun{Name: r.name(), Kind: kindNames[r.kind], ModuleName: r.module.name})
	err := next()
	r.module.emit(&fxevent.Run{
		Name: r.name(), Kind: kindNames[r.kind], ModuleName: r.module.name, Runtime: a.clock.Since(began), Err: withDigPanic(err),
	})
	return err
}

// endRoot continues with the next invoked function.
func (a *App) endRoot(r *registration) {
	if r.kind == kindInvoke {
		r.module.emit(&fxevent.Invoked{FunctionName: r.name(), ModuleName: r.module.name, Trace: r.trace()})
	}
	a.progress.root++
	a.emitInvoking()
}

// announce emits the events of a value, once.
func (r *registration) announce() {
	if r.announced {
		return
	}
	r.announced = true
	r.module.emit(&fxevent.BeforeRun{Name: r.name(), Kind: kindNames[r.kind], ModuleName: r.module.name})
	r.module.emit(&fxevent.Run{Name: r.name(), Kind: kindNames[r.kind], ModuleName: r.module.name})
}

// withDigPanic returns a panic as the error that fx has for it.
func withDigPanic(err error) error {
	var p *facet.PanicError
	if errors.As(err, &p) {
		return dig.PanicError{Panic: p.Value}
	}
	return err
}

var errGoexit = errors.New("goroutine exited without returning")

// callHook calls a hook between its events.
func (a *App) callHook(c hooks.Call, next func() error) error {
	isStop := c.Phase == hooks.PhaseStop
	name, caller := c.Hook+"()", c.Place.Func()
	if h, ok := a.progress.hook(c.Component, c.Index, func(h *Hook) bool { return h.place == c.Place }); ok {
		name = h.name(isStop)
	}
	if isStop {
		a.root.emit(&fxevent.OnStopExecuting{FunctionName: name, CallerName: caller})
	} else {
		a.root.emit(&fxevent.OnStartExecuting{FunctionName: name, CallerName: caller})
	}
	began, err := a.clock.Now(), errGoexit
	defer func() {
		took := a.clock.Since(began)
		if isStop {
			a.root.emit(&fxevent.OnStopExecuted{FunctionName: name, CallerName: caller, Runtime: took, Err: err})
		} else {
			a.root.emit(&fxevent.OnStartExecuted{FunctionName: name, CallerName: caller, Runtime: took, Err: err})
		}
	}()
	err = next()
	return err
}

// logFailure writes what fx has no event for to slog.
func logFailure(e observe.Event) {
	switch e.Op {
	case observe.OpAbandoned, observe.OpReturned, observe.OpWarning:
		observe.Slog(slog.Default)(e)
	}
}

// emitRollingBack emits that a start in progress is rolled back, once.
func (a *App) emitRollingBack(cause error) {
	if begins, first := a.progress.beginRollback(); begins {
		a.root.emit(&fxevent.RollingBack{StartErr: a.plain(cmp.Or(first, cause))})
	}
}
