// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/internal/hostile"
	"github.com/facet-go/facet/observe"
)

func heap() int64 {
	runtime.GC()
	runtime.GC() // frees the garbage of the first call
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc) //nolint:gosec // far from the limit
}

func TestFold_keepsNoFailures(t *testing.T) {
	f := &observe.Fold{}
	f.Add(observe.Event{Op: observe.OpState, State: observe.StateBuilding})
	before := heap()
	for i := range 20_000 {
		err := fmt.Errorf("failure %d: %s", i, strings.Repeat("x", 8<<10))
		f.Add(observe.Event{Op: observe.OpStarted, Err: err, Took: time.Duration(i)})
	}
	require.Less(t, heap()-before, int64(1<<20))
	line, ok := f.Add(observe.Event{Op: observe.OpResult, Err: errBoom})
	require.True(t, ok)
	require.Equal(t, "boom", line.Text)
	require.Less(t, heap()-before, int64(100<<10), "after the stop")
	runtime.KeepAlive(f)
}

func TestFold_remembersTheTextsOfAThousandFailures(t *testing.T) {
	f := &observe.Fold{}
	var all []error
	for i := range 1000 {
		all = append(all, fmt.Errorf("failure %d", i))
		f.Add(observe.Event{Op: observe.OpStopped, Err: all[i]})
	}
	line, _ := f.Add(observe.Event{Op: observe.OpResult, Err: errors.Join(append(all, io.EOF)...)})
	require.Equal(t, "EOF", line.Text)
	require.Equal(t, io.EOF, line.Err)
}

func TestFold_hasALineForEachHostileError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for kind, err := range hostile.Errors(t) {
			f := &observe.Fold{}
			began := time.Now()
			line, ok := f.Add(observe.Event{Op: observe.OpStopped, Err: err})
			require.True(t, ok, kind)
			require.NotEmpty(t, line.Text, kind)
			require.Less(t, len(line.Text), 17<<10, kind)
			require.Equal(t, line.Text, line.Said().Error(), kind)

			result := errors.Join(err, io.EOF)
			line, ok = f.Add(observe.Event{Op: observe.OpResult, Err: result})
			require.True(t, ok, kind)
			require.Equal(t, "app failed", line.Message, kind)
			require.Equal(t, line.Err != nil, line.Text != "", kind)
			require.Less(t, time.Since(began), time.Second, "of an observer: %s", kind)
		}
	})
}

func TestFold_reportsAHarmlessErrorBesidesAHostileOne(t *testing.T) {
	f := &observe.Fold{}
	f.Add(observe.Event{Op: observe.OpStopped, Err: hostile.Panicking{}})
	line, _ := f.Add(observe.Event{Op: observe.OpResult, Err: several{hostile.Panicking{}, io.EOF}})
	require.Equal(t, "EOF", line.Text)
}

func TestFold_reportsAFailureAfterACleanResult(t *testing.T) {
	s := newScript().up().down(nil)
	s.add(observe.Event{Op: observe.OpResult}).states(observe.StateFailed)
	require.Contains(t, fold(&observe.Fold{}, s.events), "ERROR app failed took=")
}

func TestSlog_handsHandlersErrorsThatAreSafeToAsk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for kind, err := range hostile.Errors(t) {
			var text, json bytes.Buffer
			for _, handler := range []slog.Handler{slog.NewTextHandler(&text, nil), slog.NewJSONHandler(&json, nil)} {
				logger := slog.New(handler)
				log := observe.Slog(func() *slog.Logger { return logger })
				log(observe.Event{Op: observe.OpStopped, Err: err})
				log(observe.Event{Op: observe.OpResult, Err: errors.Join(errBoom, err)})
			}
			for _, out := range []string{text.String(), json.String()} {
				require.Equal(t, 2, strings.Count(out, "\n"), "%s: %s", kind, out)
				require.Contains(t, out, "stop failed", kind)
				require.NotContains(t, out, "!PANIC", kind)
				require.NotContains(t, out, "!ERROR", kind)
			}
		}
	})
}

// unwrapping is a handler that looks for an error.
type unwrapping struct {
	slog.Handler

	found bool
}

func (u *unwrapping) Handle(ctx context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool {
		err, ok := a.Value.Any().(error)
		u.found = u.found || ok && errors.Is(err, errBoom)
		return true
	})
	return u.Handler.Handle(ctx, r)
}

func TestSlog_handlersFindWhatTheErrorWraps(t *testing.T) {
	u := &unwrapping{Handler: slog.NewTextHandler(io.Discard, nil)}
	logger := slog.New(u)
	observe.Slog(func() *slog.Logger { return logger })(observe.Event{Op: observe.OpStopped, Err: fmt.Errorf("wrapped: %w", errBoom)})
	require.True(t, u.found)
}
