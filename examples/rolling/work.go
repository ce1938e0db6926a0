// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"io"
	"net/http"
	"time"
)

const (
	maxTake = time.Minute
	maxBody = 1 << 10 // bytes
)

// NewHandler returns the handler of the work: POST /work?take=5ms responds with the body of
// the request after that time. GET /echo is a WebSocket that sends back each message.
func NewHandler(*Cache) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /work", work)
	mux.HandleFunc("GET /echo", echo)
	return mux
}

func work(w http.ResponseWriter, r *http.Request) {
	take, err := time.ParseDuration(r.URL.Query().Get("take"))
	if err != nil || take < 0 || take > maxTake {
		http.Error(w, "take must be a duration of at most "+maxTake.String(), http.StatusBadRequest)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if wait(r.Context(), take) == nil {
		_, _ = w.Write(body) // fails only if the client has gone
	}
}
