// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package inspect

import (
	"crypto/rand"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/facet-go/facet"
)

// maxViewers is the number of streams at a time.
const maxViewers = 16

// writeTimeout is the time for a response that is no stream, and for one message of a stream.
const writeTimeout = 10 * time.Second

// Handler serves the page of an app. Mount it at a path that ends with a slash, as at
// "/inspect/", with or without http.StripPrefix. Streams end when the app stops, so that a
// server of the app that waits for its requests does not wait for viewers.
//
// It serves GET and HEAD for the page, for "events" (the stream of changes), "report" (the
// text of [facet.App.Report]) and "page.html" (the frozen page).
func Handler(app *facet.App, opts ...Option) http.Handler {
	return newHandler(app, configure(opts), false)
}

func newHandler(app *facet.App, c config, ownServer bool) *handler {
	if app == nil {
		app = facet.New(facet.Log(nil))
	}
	return &handler{app: app, config: c, ownServer: ownServer}
}

type handler struct {
	app       *facet.App
	config    config
	ownServer bool // it ends after the last cleanup, so streams may continue while the app stops
	viewers   atomic.Int32
	reporting atomic.Bool // a request for a report is answered
}

// ServeHTTP implements http.Handler.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	setHeaders(w.Header())
	if !isKnownHost(r.Host, h.config.hosts) {
		http.Error(w, "the Host header is no IP address, not localhost and not in inspect.Hosts", http.StatusForbidden)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "the page is read-only", http.StatusMethodNotAllowed)
		return
	}
	if !h.isAuthenticated(w, r) {
		return
	}
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeTimeout)) // not every writer has one
	switch name := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]; name {
	case "":
		h.servePage(w)
	case "events":
		h.serveEvents(w, r)
	case "report":
		h.serveReport(w)
	case "page.html":
		w.Header().Set("Content-Disposition", "attachment; filename=\"page.html\"")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_ = Page(w, h.take()) // the viewer is gone
	default:
		http.NotFound(w, r)
	}
}

func setHeaders(header http.Header) {
	header.Set("Cache-Control", "no-store")
	header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("X-Frame-Options", "DENY")
}

// isAuthenticated calls the check of the user.
func (h *handler) isAuthenticated(w http.ResponseWriter, r *http.Request) bool {
	if h.config.authenticate == nil {
		return true
	}
	seen := &writtenTo{ResponseWriter: w}
	ok := h.config.authenticate(seen, r)
	if ok || seen.written {
		return ok
	}
	http.Error(w, "not allowed", http.StatusForbidden)
	return false
}

// writtenTo records that a response has begun.
type writtenTo struct {
	http.ResponseWriter
	written bool
}

// WriteHeader implements http.ResponseWriter.
func (w *writtenTo) WriteHeader(status int) { w.written = true; w.ResponseWriter.WriteHeader(status) }

// Write implements http.ResponseWriter.
func (w *writtenTo) Write(p []byte) (int, error) { w.written = true; return w.ResponseWriter.Write(p) }

// Unwrap is for http.ResponseController.
func (w *writtenTo) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (h *handler) take() Snapshot {
	s := Take(h.app, h.config.recorder)
	if h.config.title != "" {
		s.Title = h.config.title
	}
	return s
}

func (h *handler) servePage(w http.ResponseWriter) {
	nonce := rand.Text()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", servedPolicy(nonce))
	_ = writePage(w, h.take(), nonce) // the viewer is gone
}

// serveReport answers with what the app does now, and its stacks.
func (h *handler) serveReport(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if !h.reporting.CompareAndSwap(false, true) {
		http.Error(w, "another request for a report is answered now; ask again", http.StatusServiceUnavailable)
		return
	}
	defer h.reporting.Store(false)
	h.app.Report(w)
}
