// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package inspect_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/inspect"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

type (
	database struct{}
	cache    struct{}
	api      struct{}
)

func passes(context.Context) error { return nil }

func newDatabase(lc *facet.Lifecycle) *database { lc.OnStart(passes); return &database{} }

func newCache(lc *facet.Lifecycle, start func(context.Context) error) *cache {
	lc.OnStart(start)
	return &cache{}
}

func newAPI(lc *facet.Lifecycle, _ *database, _ *cache) *api { lc.OnStart(passes); return &api{} }

// newApp returns an app of three components. start is the hook of the cache.
func newApp(start func(context.Context) error, opts ...facet.Option) *facet.App {
	return facet.New(append([]facet.Option{
		facet.Log(nil), facet.Signals(), facet.Supply(start), facet.Provide(newDatabase, newCache, newAPI), facet.Invoke(func(*api) {}),
	}, opts...)...)
}

func get(h http.Handler, target string, edit ...func(*http.Request)) *httptest.ResponseRecorder {
	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, target, http.NoBody)
	r.Host = "127.0.0.1:8082"
	for _, f := range edit {
		f(r)
	}
	h.ServeHTTP(w, r)
	return w
}

// data is a part of the data of a page.
type data struct {
	Clock struct {
		Title, Sentence string
	}
	Declared *struct {
		Nodes []struct{ ID, Name string }
	}
	Current *struct {
		State    string
		States   []string
		Failures []struct{ Name, Text, Op string }
	}
}

// dataOf returns the data of a page.
func dataOf(t *testing.T, page string) data {
	t.Helper()
	_, rest, ok := strings.Cut(page, `id="data" data-live="`)
	require.True(t, ok)
	_, rest, _ = strings.Cut(rest, ">")
	text, _, _ := strings.Cut(rest, "</script>")
	var d data
	require.NoError(t, json.Unmarshal([]byte(text), &d))
	return d
}

// frozen returns the frozen page of a snapshot.
func frozen(t *testing.T, s inspect.Snapshot) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, inspect.Page(&b, s))
	return b.String()
}

// nextMessage reads a stream until its next message or named event.
func nextMessage(t *testing.T, r *bufio.Reader) (d data, event string) {
	t.Helper()
	for {
		line, err := r.ReadString('\n')
		require.NoError(t, err)
		if name, ok := strings.CutPrefix(line, "event: "); ok {
			event = strings.TrimSpace(name)
		}
		if text, ok := strings.CutPrefix(line, "data: "); ok {
			if event == "" {
				require.NoError(t, json.Unmarshal([]byte(text), &d))
			}
			return d, event
		}
	}
}
