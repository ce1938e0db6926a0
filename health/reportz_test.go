// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/health"
	"github.com/facet-go/facet/hooks"
)

func TestReports_sayWhatAStartThatHangsWaitsFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hang := make(chan struct{})
		app := facet.New(facet.Log(nil), facet.Invoke(func(lc *facet.Lifecycle) {
			lc.OnStart(func(context.Context) error { <-hang; return nil }, hooks.Name("dial"))
		}))
		require.Equal(t, http.StatusNotFound, get(health.Handler(app), "/reportz").Code, "only on request")
		h := health.Handler(app, health.Reports())
		go func() { _ = app.Start(t.Context()) }()
		time.Sleep(time.Second)
		w := get(h, "/reportz")
		require.Equal(t, http.StatusOK, w.Code)
		require.Contains(t, w.Body.String(), "dial")
		require.Contains(t, w.Body.String(), "reportz_test.go:")
		require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
		close(hang)
		synctest.Wait()
		require.NoError(t, app.Stop(t.Context()))
	})
}

// slowWriter blocks until it is released.
type slowWriter struct {
	*httptest.ResponseRecorder
	release chan struct{}
}

func (w *slowWriter) Write(p []byte) (int, error) {
	<-w.release
	return w.ResponseRecorder.Write(p)
}

func (w *slowWriter) WriteString(s string) (int, error) { return w.Write([]byte(s)) }

func TestReports_oneIsAnsweredAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := health.Handler(facet.New(facet.Log(nil)), health.Reports())
		slow := &slowWriter{httptest.NewRecorder(), make(chan struct{})}
		go h.ServeHTTP(slow, httptest.NewRequest(http.MethodGet, "/reportz", nil))
		synctest.Wait()
		require.Equal(t, http.StatusServiceUnavailable, get(h, "/reportz").Code)
		close(slow.release)
		synctest.Wait()
		require.Equal(t, http.StatusOK, get(h, "/reportz").Code)
		require.Equal(t, http.StatusOK, slow.Code)
	})
}
