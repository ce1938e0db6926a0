// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package inspect_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/inspect"
)

// stuckWriter is a connection to a viewer that does not read: Write returns at its deadline.
type stuckWriter struct {
	http.ResponseWriter
	mu     sync.Mutex
	passed chan struct{}
	timer  *time.Timer
}

// SetWriteDeadline is for http.ResponseController.
func (w *stuckWriter) SetWriteDeadline(at time.Time) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.timer != nil {
		w.timer.Stop()
	}
	w.timer = time.AfterFunc(time.Until(at), sync.OnceFunc(func() { close(w.passed) }))
	return nil
}

func (w *stuckWriter) Write([]byte) (int, error) {
	<-w.passed
	return 0, os.ErrDeadlineExceeded
}

func TestHandler_aWriteThatHangsEndsWhenTheAppStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		viewed := make(chan struct{})
		app := newApp(passes, facet.Invoke(func(lc *facet.Lifecycle) {
			lc.OnStop(func(context.Context) error { <-viewed; return nil }) // as http.Server.Shutdown
		}))
		require.NoError(t, app.Start(t.Context()))
		r := httptest.NewRequest(http.MethodGet, "/events", http.NoBody)
		r.Host = "localhost"
		go func() {
			defer close(viewed)
			inspect.Handler(app).ServeHTTP(&stuckWriter{ResponseWriter: httptest.NewRecorder(), passed: make(chan struct{})}, r)
		}()
		synctest.Wait()
		began := time.Now()
		require.NoError(t, app.Stop(t.Context()))
		require.LessOrEqual(t, time.Since(began), 100*time.Millisecond)
	})
}

// countingWriter counts the bytes of a response.
type countingWriter struct {
	http.ResponseWriter
	bytes atomic.Int64
}

func (w *countingWriter) Write(p []byte) (int, error) {
	w.bytes.Add(int64(len(p)))
	return w.ResponseWriter.Write(p)
}

// Unwrap is for http.ResponseController.
func (w *countingWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// A viewer that is connected to an idle app receives a sign of life, and nothing else.
func TestHandler_anIdleAppSendsLittle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var r inspect.Recorder
		app := newApp(passes, observe(&r))
		require.NoError(t, app.Start(t.Context()))
		ctx, cancel := context.WithCancel(t.Context())
		req := httptest.NewRequestWithContext(ctx, http.MethodGet, "/events", http.NoBody)
		req.Host = "localhost"
		w := &countingWriter{ResponseWriter: httptest.NewRecorder()}
		done := make(chan struct{})
		go func() {
			defer close(done)
			inspect.Handler(app, inspect.Record(&r)).ServeHTTP(w, req)
		}()
		time.Sleep(5 * time.Second)
		synctest.Wait()
		first := w.bytes.Load()
		time.Sleep(time.Minute)
		synctest.Wait()
		require.Less(t, w.bytes.Load()-first, int64(4*600))
		require.Greater(t, w.bytes.Load(), first)
		cancel()
		<-done
		require.NoError(t, app.Stop(t.Context()))
	})
}
