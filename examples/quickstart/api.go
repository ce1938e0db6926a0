// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"encoding/json"
	"io"
	"net/http"
)

const maxValue = 1 << 20 // bytes

// NewHandler returns the handler of all requests.
func NewHandler(store *Store) http.Handler {
	api := &api{store}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", api.help)
	mux.HandleFunc("GET /healthz", api.health)
	mux.HandleFunc("GET /items", api.list)
	mux.HandleFunc("GET /items/{key}", api.get)
	mux.HandleFunc("PUT /items/{key}", api.put)
	mux.HandleFunc("DELETE /items/{key}", api.delete)
	return mux
}

type api struct{ store *Store }

func (a *api) help(w http.ResponseWriter, _ *http.Request) {
	reply(w, "GET /items\nGET, PUT, DELETE /items/{key}\nGET /healthz\n")
}

func (a *api) health(w http.ResponseWriter, _ *http.Request) { reply(w, "ok") }

func (a *api) list(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(a.store.All()) // fails only if the client has gone
}

func (a *api) get(w http.ResponseWriter, r *http.Request) {
	value, ok := a.store.Get(r.PathValue("key"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	reply(w, value)
}

func (a *api) put(w http.ResponseWriter, r *http.Request) {
	value, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxValue))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	done(w, a.store.Put(r.PathValue("key"), string(value)))
}

func (a *api) delete(w http.ResponseWriter, r *http.Request) {
	done(w, a.store.Delete(r.PathValue("key")))
}

func reply(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, text) // fails only if the client has gone
}

// done replies to a request that changes something.
func done(w http.ResponseWriter, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
