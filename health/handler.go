// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health

import (
	"net/http"
	"strconv"
	"sync/atomic"

	"github.com/facet-go/facet"
)

// maxProbes is the number of readiness probes that are answered at a time.
const maxProbes = 32

// Handler serves GET and HEAD for /livez, /readyz and /startupz; see the package
// documentation. A constructor that takes the *facet.App can mount it on a server of
// the app. The probes then work only while that server does, whereas [Server] answers
// from the first constructor to the last cleanup. At most 32 readiness probes run at a
// time; the response to further ones is 503 at once.
func Handler(app *facet.App, opts ...HandlerOption) http.Handler {
	return newHandler(app, configure(opts))
}

func newHandler(app *facet.App, c config) http.Handler {
	if app == nil {
		app = facet.New()
	}
	h := &handler{app: app, config: c, probes: make(chan struct{}, maxProbes)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /livez", h.serveLive)
	mux.HandleFunc("GET /startupz", h.serveStarted)
	mux.HandleFunc("GET /readyz", h.serveReady)
	if c.reports {
		mux.HandleFunc("GET /reportz", h.serveReport)
	}
	return mux
}

type handler struct {
	app       *facet.App
	config    config
	probes    chan struct{} // has an element for each readiness probe that runs
	reporting atomic.Bool   // a request for a report is answered
}

// serveReport answers with what the app does now.
func (h *handler) serveReport(w http.ResponseWriter, _ *http.Request) {
	header := w.Header()
	header.Set("Content-Type", "text/plain; charset=utf-8")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "no-store")
	if !h.reporting.CompareAndSwap(false, true) {
		http.Error(w, "another request for a report is answered now; ask again", http.StatusServiceUnavailable)
		return
	}
	defer h.reporting.Store(false)
	h.app.Report(w)
}

// serveLive uses nothing that could block.
func (h *handler) serveLive(w http.ResponseWriter, r *http.Request) {
	resp := newResponse("livez", r)
	state := h.app.State()
	resp.addApp(state, state != facet.StateStopped && state != facet.StateFailed)
	resp.write(w, r)
}

func (h *handler) serveStarted(w http.ResponseWriter, r *http.Request) {
	resp := newResponse("startupz", r)
	state := h.app.State()
	resp.addApp(state, hasRun(h.app, state))
	resp.write(w, r)
}

// hasRun reports whether the current run has reached StateRunning.
func hasRun(app *facet.App, state facet.State) bool {
	switch state {
	case facet.StateRunning, facet.StateDraining:
		return true
	case facet.StateStopping: // from running, or because the start has failed
		for _, c := range app.Components() {
			if c.Registered && !c.Up {
				return false
			}
		}
		return true
	default:
		return false
	}
}

func (h *handler) serveReady(w http.ResponseWriter, r *http.Request) {
	resp := newResponse("readyz", r)
	select {
	case h.probes <- struct{}{}:
		defer func() { <-h.probes }()
	default:
		resp.addHead("probes", "too many at once: "+strconv.Itoa(maxProbes)+" are running")
		resp.write(w, r)
		return
	}
	c := h.config.withExcluded(resp.excluded)
	report := c.check(r.Context(), h.app)
	resp.addReport(report, &c)
	resp.write(w, r)
}
