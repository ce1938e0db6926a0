// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package inspect_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/inspect"
)

func observe(r *inspect.Recorder) facet.Option { return facet.Observe(r.Observe) }

func TestHandler_thePolicyHasANonceOfItsOwn(t *testing.T) {
	h := inspect.Handler(newApp(passes))
	seen := map[string]bool{}
	for range 2 {
		w := get(h, "/")
		policy := w.Header().Get("Content-Security-Policy")
		require.True(t, strings.HasPrefix(policy, "default-src 'none'; script-src 'nonce-"), policy)
		require.NotContains(t, policy, "unsafe")
		require.Contains(t, policy, "frame-ancestors 'none'")
		_, nonce, _ := strings.Cut(policy, "'nonce-")
		nonce, _, _ = strings.Cut(nonce, "'")
		require.False(t, seen[nonce])
		seen[nonce] = true
		require.Equal(t, 3, strings.Count(w.Body.String(), ` nonce="`+nonce+`"`))
	}
}

func TestHandler_refusesHostNamesThatMayBeOfAnAttacker(t *testing.T) {
	h := inspect.Handler(newApp(passes), inspect.Hosts("ops.example"))
	for host, status := range map[string]int{
		"127.0.0.1:8082": 200, "127.0.0.1": 200, "[::1]:8082": 200, "[::1]": 200, "localhost:8082": 200, "LOCALHOST": 200, "10.1.2.3": 200,
		"ops.example": 200, "OPS.example.:80": 200,
		"": 403, "evil.example": 403, "127.0.0.1.evil.example": 403, "localhost.evil.example:8082": 403, "xops.example": 403, "127.0.0.1.": 200,
	} {
		for _, target := range []string{"/", "/report", "/page.html", "/none"} {
			w := get(h, target, func(r *http.Request) { r.Host = host })
			if status == 403 || target != "/none" {
				require.Equal(t, status, w.Code, "%q %s", host, target)
			}
		}
	}
}

func TestHandler_isReadOnly(t *testing.T) {
	h := inspect.Handler(newApp(passes))
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions, "X"} {
		for _, target := range []string{"/", "/events", "/report", "/page.html"} {
			require.Equal(t, http.StatusMethodNotAllowed, get(h, target, func(r *http.Request) { r.Method = method }).Code)
		}
	}
	require.Equal(t, http.StatusOK, get(h, "/events", func(r *http.Request) { r.Method = http.MethodHead }).Code)
}

func TestHandler_anyPathThatEndsWithASlashIsThePage(t *testing.T) {
	h := inspect.Handler(newApp(passes), inspect.Title("shop"))
	for _, target := range []string{"/", "/inspect/", "/debug/inspect/"} {
		require.Equal(t, "shop", dataOf(t, get(h, target).Body.String()).Clock.Title)
	}
	require.Contains(t, get(h, "/inspect/report").Body.String(), "facet: new")
	require.Equal(t, http.StatusNotFound, get(h, "/inspect/favicon.ico").Code)
	require.Equal(t, http.StatusOK, get(inspect.Handler(nil), "/").Code)
}

func TestAuthenticate_decidesOverEveryRequest(t *testing.T) {
	h := inspect.Handler(newApp(passes), inspect.Authenticate(func(w http.ResponseWriter, r *http.Request) bool {
		_, password, _ := r.BasicAuth()
		if password == "" {
			w.Header().Set("WWW-Authenticate", "Basic")
			w.WriteHeader(http.StatusUnauthorized)
		}
		return password == "secret"
	}))
	as := func(password string) func(*http.Request) {
		return func(r *http.Request) { r.SetBasicAuth("x", password) }
	}
	for _, target := range []string{"/", "/events", "/report", "/page.html", "/none"} {
		require.Equal(t, http.StatusUnauthorized, get(h, target).Code)
		w := get(h, target, as("wrong"))
		require.Equal(t, http.StatusForbidden, w.Code)
		require.NotContains(t, w.Body.String(), "newCache")
	}
	require.Equal(t, http.StatusOK, get(h, "/", as("secret")).Code)
}

func TestRecorder_anEventAllocatesNothing(t *testing.T) {
	var r inspect.Recorder
	e := event()
	require.LessOrEqual(t, testing.AllocsPerRun(1000, func() { r.Observe(e) }), 0.0)
}
