// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"context"
	"log/slog"
	"strings"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/adapt"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
)

// Lifecycle is where constructors and invoked functions append hooks. Start hooks run in
// the order of construction, one after another, and stop hooks in reverse.
type Lifecycle interface {
	// Append adds a hook to what is under construction. It may be called until the app
	// starts; a later hook is dropped with a warning.
	Append(Hook)
}

// lifecycle is the Lifecycle of an app.
type lifecycle struct {
	app *App
}

// Append adds a hook to the component that is under construction, whatever component was
// given the Lifecycle: its place in the order is there.
func (l *lifecycle) Append(h Hook) {
	if h.OnStart == nil && h.OnStop == nil {
		return
	}
	h.place = graph.Caller(1)
	p := &l.app.progress
	ctx, component := p.underConstruction()
	var lc *facet.Lifecycle
	if ctx != nil {
		lc = adapt.Lifecycle(ctx)
	}
	if lc == nil {
		slog.Warn("fx: a hook was appended after the start of the app had begun; it is never called", "hook", h.name(h.OnStart == nil), "place", h.place.String())
		return
	}
	p.addHook(component, h)
	lc.Append(facet.Hook{OnStart: h.OnStart, OnStop: h.OnStop, Name: plainName(h.startName), StopName: plainName(h.stopName)}, hooks.At(h.place))
}

// plainName returns the name of a function without "()", and without what the compiler adds
// to a method value.
func plainName(name string) string { return strings.TrimSuffix(strings.TrimSuffix(name, "()"), "-fm") }

// hookContext returns a child of the context of a start that outlives the hook, as in fx:
// it ends early only if the hook is canceled.
func hookContext(start, hook context.Context) (ctx context.Context, detach func() bool) {
	ctx, cancel := context.WithCancelCause(start)
	return ctx, context.AfterFunc(hook, func() { cancel(context.Cause(hook)) })
}
