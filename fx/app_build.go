// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"go.uber.org/fx/fxevent"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/adapt"
	"github.com/facet-go/facet/graph"
)

// build declares the app of facet and builds it.
func (a *App) build(loggers, invokes []*registration) {
	roots := slices.Concat(loggers, invokes)
	unbuildable, isCyclic := a.wire(roots)
	a.facet = a.newFacet(roots)
	err := a.facet.Check()
	switch {
	case err != nil:
		a.buildLoggersOnly(loggers)
		if a.err == nil {
			a.refused(invokes, unbuildable, isCyclic, reword(err))
		}
	case a.validates:
		a.buildLoggersOnly(loggers)
	default:
		a.run(loggers)
	}
}

// run constructs and invokes.
func (a *App) run(loggers []*registration) {
	a.progress.root = 0
	a.emitInvoking()
	err := a.facet.Build(context.Background())
	if err == nil {
		return
	}
	var panicked *facet.PanicError
	if errors.As(err, &panicked) && !a.recovers {
		fmt.Fprintf(os.Stderr, "fx: the panic that follows was recovered first, here:\n%s\n", panicked.Stack)
		panic(panicked.Value)
	}
	if a.progress.root >= len(a.roots) { // a function of an option of facet has failed
		a.err = err
		return
	}
	root := a.roots[a.progress.root]
	err = a.worded(root, err)
	if root.kind != kindInstall {
		a.fail(root, err)
		return
	}
	a.failLoggers(loggers[a.progress.root:], err)
	a.root.releaseLogs()
}

// refused makes what facet refuses to build the error of New, in the name of the first
// invoked function that cannot be built. If that is not known, it is the last one.
func (a *App) refused(invokes []*registration, unbuildable *registration, isCyclic bool, err error) {
	a.err = err // without an invoked function
	for i, r := range invokes {
		r.module.emit(&fxevent.Invoking{FunctionName: r.name(), ModuleName: r.module.name})
		if r != unbuildable && i < len(invokes)-1 {
			r.module.emit(&fxevent.Invoked{FunctionName: r.name(), ModuleName: r.module.name, Trace: r.trace()})
			continue
		}
		if r == unbuildable {
			err = a.refusalOf(invokes[:i], r, isCyclic, err)
		}
		a.fail(r, err)
		return
	}
}

// refusalOf returns what keeps a root from being built, after earlier ones, with the text of
// dig.
func (a *App) refusalOf(earlier []*registration, r *registration, isCyclic bool, err error) error {
	m := a.newMirror(nil, nil)
	var inDig error
	if isCyclic {
		inDig = m.cycle(r.spec.Module)
	} else {
		for _, e := range earlier {
			_ = m.invokeStub(e) // it can be built
		}
		inDig = m.invoke(r)
	}
	if inDig == nil {
		return err
	}
	return &refusal{dig: inDig, facet: err, graph: m.picture(inDig), plain: a.plainErrors}
}

// fail makes the failure of an invoked function the error of New.
func (a *App) fail(r *registration, err error) {
	a.err = err
	r.module.emit(&fxevent.Invoked{FunctionName: r.name(), ModuleName: r.module.name, Err: err, Trace: r.trace()})
	for _, h := range a.errorHooks {
		h.HandleError(err)
	}
}

func (r *registration) trace() string { return fmt.Sprintf("%+v", r.origin.stack) }

// newFacet declares an app of facet with the roots.
func (a *App) newFacet(roots []*registration) *adapt.App {
	a.roots = roots
	var all []*registration
	providers := a.providers()
	for _, r := range a.registrations {
		if r.spec == nil {
			continue
		}
		empty, isUseful := providers.decorated(r)
		if empty != nil {
			all = append(all, empty)
		}
		switch {
		case isUseful:
		case r.isNeeded: // by an optional parameter: a constructor with another name
			r.spec.Kind, r.spec.Detached = graph.KindConstructor, true
		default:
			continue
		}
		all = append(all, r)
	}
	all = append(all, roots...)
	specs := make([]*adapt.Spec, len(all))
	for i, r := range all {
		specs[i] = r.spec
	}
	options := slices.Concat([]facet.Option{
		facet.Direct(), facet.Around(a.around),
	}, a.facetOptions)
	app := adapt.New(adapt.Front{Specs: specs, Wiring: a.wiring, OnCaller: true, OpenUntilStart: true, Concurrent: a.environment.concurrent, Failures: logFailure, RollbackTimeout: a.stopTimeout}, options...)
	for _, r := range all {
		a.byID[app.ID(r.spec)] = r
	}
	return app
}

// emitInvoking emits that the next invoked function is called: before what it needs is
// constructed.
func (a *App) emitInvoking() {
	if a.progress.root >= len(a.roots) {
		return
	}
	if r := a.roots[a.progress.root]; r.kind == kindInvoke {
		r.module.emit(&fxevent.Invoking{FunctionName: r.name(), ModuleName: r.module.name})
	}
}
