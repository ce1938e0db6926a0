// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health

import (
	"net/http"
	"strconv"

	"github.com/facet-go/facet"
)

// maxProbes is how many readiness probes are answered at a time.
const maxProbes = 32

// Handler answers GET and HEAD for /livez, /readyz and /startupz as the package says. A
// constructor that asks for the *facet.App can mount it on a server of the app itself, which
// then answers as long as that server does; [Server] answers from the first constructor to
// the last cleanup. At most 32 readiness probes go on at a time; what comes beyond that is
// answered with 503 at once.
func Handler(app *facet.App, opts ...HandlerOption) http.Handler {
	return newHandler(app, configure(opts))
}

func newHandler(app *facet.App, c config) http.Handler {
	if app == nil {
		app = facet.New()
	}
	h := &handler{app: app, config: c, probes: make(chan struct{}, maxProbes)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /livez", h.live)
	mux.HandleFunc("GET /startupz", h.started)
	mux.HandleFunc("GET /readyz", h.ready)
	return mux
}

type handler struct {
	app    *facet.App
	config config
	probes chan struct{} // one for each readiness probe that goes on
}

// live looks at nothing that could be held up.
func (h *handler) live(w http.ResponseWriter, r *http.Request) {
	a := newAnswer("livez", r)
	state := h.app.State()
	a.app(state, state != facet.StateStopped && state != facet.StateFailed)
	a.write(w, r)
}

func (h *handler) started(w http.ResponseWriter, r *http.Request) {
	a := newAnswer("startupz", r)
	state := h.app.State()
	a.app(state, hasRun(h.app, state))
	a.write(w, r)
}

// hasRun tells whether the run that goes on has been running.
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

func (h *handler) ready(w http.ResponseWriter, r *http.Request) {
	a := newAnswer("readyz", r)
	select {
	case h.probes <- struct{}{}:
		defer func() { <-h.probes }()
	default:
		a.head("probes", "too many at once: "+strconv.Itoa(maxProbes)+" go on")
		a.write(w, r)
		return
	}
	c := h.config.excluding(a.exclude)
	report := c.check(r.Context(), h.app)
	a.report(report, &c)
	a.write(w, r)
}
