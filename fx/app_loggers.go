// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"context"
	"slices"

	"go.uber.org/multierr"
)

// buildLoggersOnly constructs the loggers of an app that has failed or is only checked.
func (a *App) buildLoggersOnly(loggers []*registration) {
	defer a.root.releaseLogs()
	whole := a.facet
	defer func() { a.facet = whole }()
	usable, failures := a.usableLoggers(loggers)
	if len(usable) > 0 {
		if err := a.facet.Build(context.Background()); err != nil {
			at := min(a.progress.root, len(usable)-1)
			a.failLoggers(usable[at:], a.worded(usable[at], err))
		}
	}
	for _, f := range failures {
		a.failLoggers([]*registration{f.logger}, f.err)
	}
}

// loggerFailure is why the graph does not allow a logger.
type loggerFailure struct {
	logger *registration
	err    error
}

// usableLoggers declares an app of facet with the loggers that the graph allows.
func (a *App) usableLoggers(loggers []*registration) (usable []*registration, failures []loggerFailure) {
	usable = slices.Clone(loggers)
	for len(usable) > 0 {
		a.byID, a.progress.root = map[string]*registration{}, 0
		unbuildable, isCyclic := a.wire(usable)
		a.facet = a.newFacet(usable)
		err := a.facet.Check()
		if err == nil {
			break
		}
		at := max(0, slices.Index(usable, unbuildable))
		err = a.refusalOf(nil, usable[at], isCyclic, reword(err))
		failures = append(failures, loggerFailure{usable[at], err})
		usable = slices.Delete(usable, at, at+1)
	}
	return usable, failures
}

// failLoggers adds the error of loggers to that of New.
func (a *App) failLoggers(loggers []*registration, err error) {
	for _, r := range loggers {
		r.module.failLog(err)
	}
	a.err = multierr.Append(a.err, err)
}
