// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package web_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/web"
)

func TestDrain_thatBeginsAfterAnInformationalHeaderCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		var app *facet.App
		app = quiet(facet.DrainDelay(time.Minute), handles(func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusEarlyHints)
			app.Shutdown(nil)
			<-web.Draining(r.Context())
		}), web.Server("", m.option()))
		start(t, app)
		answer, _ := get(t, m.client(t), "http://memory/")
		require.True(t, answer.last)
		require.NoError(t, app.Stop(t.Context()))
	})
}

// Each way to answer is the last answer of its connection while the server drains.
func TestDrain_theAnswerIsTheLastHoweverTheHandlerAnswers(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"nothing": func(http.ResponseWriter, *http.Request) {},
		"status":  func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) },
		"early": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusEarlyHints)
			w.WriteHeader(http.StatusOK)
		},
		"body":   func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 5000)) },
		"string": says("string"),
		"flush":  func(w http.ResponseWriter, _ *http.Request) { _ = http.NewResponseController(w).Flush() },
		"Flush":  func(w http.ResponseWriter, _ *http.Request) { w.(http.Flusher).Flush() }, //nolint:errcheck // a panic fails the test
		"panic":  func(http.ResponseWriter, *http.Request) { panic(errBoom) },
		"copy":   func(w http.ResponseWriter, _ *http.Request) { _, _ = io.Copy(w, strings.NewReader("copy")) },
	} {
		for _, drains := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				m := newMemory()
				var app *facet.App
				app = quiet(facet.DrainDelay(time.Minute), handles(func(w http.ResponseWriter, r *http.Request) {
					if drains { // while the handler runs
						app.Shutdown(nil)
						<-web.Draining(r.Context())
					}
					answer(w, r)
				}), web.Server("", m.option()))
				start(t, app)
				response, _ := get(t, m.client(t), "http://memory/")
				require.Equal(t, drains, response.last, name)
				require.NoError(t, app.Stop(t.Context()))
			})
		}
	}
}
