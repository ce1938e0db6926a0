// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package web

import (
	"net/http"
	"strconv"

	"github.com/facet-go/facet/internal/guard"
)

// handler calls the user's handler. It counts the request, and isolates the process from
// what the handler does.
type handler struct {
	endpoint *Endpoint
	next     http.Handler
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e := h.endpoint
	e.traffic.beginRequest()
	defer e.traffic.endRequest()
	if e.bodyLimit > 0 && r.Body != nil && r.Body != http.NoBody {
		r.Body = http.MaxBytesReader(w, r.Body, e.bodyLimit)
	}
	answer := &response{ResponseWriter: w, endpoint: e}
	if r.ProtoMajor == 1 {
		answer.unlimit()
	}
	returned := false
	defer func() {
		if !returned {
			answer.fail(r, recover())
		}
	}()
	h.next.ServeHTTP(answer.writer(), r)
	returned = true
	answer.finish()
}

// fail answers a request whose handler has panicked with v, or with a v of nil has called
// runtime.Goexit.
func (r *response) fail(request *http.Request, v any) {
	if v == http.ErrAbortHandler { //nolint:errorlint // as net/http does
		panic(v)
	}
	e, what := r.endpoint, "the handler of "+requestName(request)+" has failed"
	if v == nil {
		e.lc.Warn(e.config.newError("handler-exited", what, guard.ErrGoexit))
	} else {
		e.lc.Warn(e.config.newError("handler-panicked", what, guard.NewPanicError(v)))
	}
	switch {
	case r.hijacked != nil:
		_ = r.hijacked.Close() // nothing depends on it
	case !r.wrote:
		r.answer500()
		if v == nil {
			r.Flush() // the goroutine ends, and net/http sends nothing more
		}
	case v != nil:
		panic(http.ErrAbortHandler) // a part of the response must not look like all of it
	}
}

func (r *response) answer500() {
	text := http.StatusText(http.StatusInternalServerError) + "\n"
	clear(r.Header())
	r.Header().Set("Content-Type", "text/plain; charset=utf-8")
	r.Header().Set("X-Content-Type-Options", "nosniff")
	r.Header().Set("Content-Length", strconv.Itoa(len(text)))
	r.WriteHeader(http.StatusInternalServerError)
	_, _ = r.WriteString(text) // fails only if the client has gone
}

// maxName limits the length of the name of a request in errors.
const maxName = 200

// requestName returns the method and the pattern or path of a request. The query is left
// out, because it may contain secrets.
func requestName(r *http.Request) string {
	name := r.Pattern
	if name == "" {
		name = r.Method + " " + r.URL.EscapedPath()
	}
	if len(name) > maxName {
		name = name[:maxName] + "..."
	}
	return name
}
