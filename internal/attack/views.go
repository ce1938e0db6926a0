// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"time"

	"github.com/facet-go/facet/health"
)

// view reads the graph or the plan.
func (l *life) view(_ context.Context, d *dice, _ bound) {
	var text string
	l.call("Graph", atOnce, func() {
		g := l.app.Graph()
		switch d.below(5) {
		case 0:
			data, err := json.Marshal(g)
			if err != nil {
				l.violated("view", "the graph cannot be written as JSON: %v", err)
			}
			text = string(data)
		case 1:
			text = g.DOT()
		case 2:
			text = g.Mermaid()
		case 3:
			text = g.Text()
		default:
			if p := l.app.Plan(); p != nil {
				text = p.String()
				p.Stages()
			}
		}
	})
	l.checkHarmless("a view", text, maxView)
}

// writer is a writer of reports that may misbehave at some call.
type writer struct {
	strings.Builder
	how func() error
	in  int
}

func (w *writer) Write(p []byte) (int, error) {
	if w.in--; w.in < 0 && w.how != nil {
		if err := w.how(); err != nil {
			return 0, err
		}
	}
	return w.Builder.Write(p)
}

// report writes a report.
func (l *life) report(_ context.Context, d *dice, _ bound) {
	w := &writer{in: d.below(3)}
	b := atOnce
	if l.has(hostileWriters) {
		switch d.below(8) {
		case 0:
			w.how = func() error { return errors.New("no room") }
		case 1:
			w.how, b = func() error { <-l.release; return nil }, unbounded
		case 2:
			w.how, b = func() error { runtime.Goexit(); return nil }, unbounded
		case 3:
			w.how = func() error { panic("in Write") }
			defer func() { _ = recover() }() // the writer's own panic
			o := l.watch.begin("Report", atOnce, l.slack())
			defer l.watch.finish(o)
			l.app.Report(w)
			return
		}
	}
	l.call("Report", b, func() { l.app.Report(w) })
	l.checkHarmless("a report", w.String(), maxView)
}

// runChecks runs the health checks of the app, whose components may stop in the
// meantime.
func (l *life) runChecks(ctx context.Context, d *dice, b bound) {
	if b == nested || d.oneIn(2) {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(context.Background(), 20*time.Millisecond)
		defer cancel()
	} else {
		b = unbounded // a check that hangs may be asked without a deadline
	}
	l.call("Checks", b, func() {
		list := l.app.Checks()
		l.sleep(oneOf(d, 0, 0, d.upTo(40*time.Millisecond)))
		for _, check := range list {
			_ = check.Name() + check.Component()
			l.facts.recordAbandonedIn(check.Run(ctx))
		}
	})
}

// answer takes the answer to a probe.
type answer struct {
	header http.Header
	status int
	body   strings.Builder
}

func (a *answer) Header() http.Header         { return a.header }
func (a *answer) WriteHeader(status int)      { a.status = status }
func (a *answer) Write(p []byte) (int, error) { return a.body.Write(p) }

// probe asks for the health of the app, by code or like Kubernetes.
func (l *life) probe(ctx context.Context, d *dice, b bound) {
	timeout := health.Timeout(10*time.Millisecond + d.upTo(30*time.Millisecond))
	if d.oneIn(2) {
		l.call("health.Check", b, func() {
			r := health.Check(ctx, l.app, timeout)
			if _, err := json.Marshal(r); err != nil {
				l.violated("view", "a health report cannot be written as JSON: %v", err)
			}
			l.showError("health.Check", r.Err())
		})
		return
	}
	a := &answer{header: http.Header{}}
	path := oneOf(d, "/livez", "/readyz", "/startupz")
	request := (&http.Request{Method: http.MethodGet, URL: &url.URL{Path: path, RawQuery: oneOf(d, "", "verbose")}}).WithContext(ctx)
	l.call(path, b, func() { health.Handler(l.app, timeout).ServeHTTP(a, request) })
	l.checkHarmless("the answer to "+path, a.body.String(), maxView)
}
