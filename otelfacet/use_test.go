// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package otelfacet_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	api "go.opentelemetry.io/otel/trace"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/otelfacet"
)

var errBoom = errors.New("boom")

type (
	db     struct{}
	cache  struct{}
	server struct{}
)

// works returns a hook that takes d.
func works(d time.Duration) func(context.Context) error {
	return func(context.Context) error { time.Sleep(d); return nil }
}

func newDB(lc *facet.Lifecycle) *db {
	time.Sleep(time.Second)
	lc.Append(facet.Hook{Name: "open", OnStart: works(2 * time.Second), OnStop: works(time.Second)})
	return &db{}
}

func newCache(lc *facet.Lifecycle) *cache {
	lc.Append(facet.Hook{Name: "warm", OnStart: works(time.Second), OnStop: works(time.Second)})
	lc.Cleanup(func() error { return nil })
	return &cache{}
}

func newServer(lc *facet.Lifecycle, _ *db, _ *cache) *server {
	lc.Append(facet.Hook{Name: "listen", OnStart: works(time.Second)})
	lc.OnDrain(works(time.Second))
	return &server{}
}

func service() facet.Option {
	return facet.Options(facet.Concurrent(), facet.Provide(newDB), facet.Provide(newCache), facet.Provide(newServer), facet.Invoke(func(*server) {}))
}

func TestUse_theTraceOfAStartHasTheShapeOfTheGraph(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := newTraced(t, service())
		require.NoError(t, app.Start(t.Context()))
		start := app.span(t, "start")
		require.False(t, start.Parent.IsValid())
		require.Equal(t, 4*time.Second, took(start))
		require.Equal(t, codes.Unset, start.Status.Code)
		requireGraph(t, app)
		for name, want := range map[string]time.Duration{
			"construct otelfacet_test.newDB": time.Second, "start otelfacet_test.newDB open": 2 * time.Second, "start otelfacet_test.newServer listen": time.Second,
		} {
			span := app.span(t, name)
			require.Equal(t, start.SpanContext.SpanID(), span.Parent.SpanID(), name)
			require.Equal(t, want, took(span), name)
		}
		require.Equal(t, []string{"start otelfacet_test.newDB open"}, app.linked(app.span(t, "start otelfacet_test.newServer listen")), "the slower of two")
		require.Contains(t, attributeOf(app.span(t, "start otelfacet_test.newDB open"), "code.file.path"), "use_test.go")
		require.Equal(t, "start", attributeOf(app.span(t, "start otelfacet_test.newDB open"), "facet.phase"))
		require.NoError(t, app.Stop(t.Context()))
	})
}

// requireGraph requires that the spans of constructors link as the graph does.
func requireGraph(t *testing.T, app traced) {
	t.Helper()
	g := app.Graph()
	for _, n := range g.Nodes {
		if !n.Reached || n.Kind == graph.KindValue {
			continue
		}
		var want []string
		for _, id := range g.Dependencies(n.ID) {
			if d := g.Node(id); d.Kind != graph.KindValue {
				want = append(want, "construct "+d.Name)
			}
		}
		require.ElementsMatch(t, want, app.linked(app.span(t, "construct "+n.Name)), n.ID)
	}
}

func TestUse_aStopIsATraceThatLinksToTheStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := newTraced(t, service(), facet.Invoke(func(lc *facet.Lifecycle, _ *server) {
			lc.Go("poll", func(ctx context.Context) error { <-ctx.Done(); return nil })
		}))
		require.NoError(t, app.Start(t.Context()))
		require.NoError(t, app.Stop(t.Context()))
		stop, start := app.span(t, "stop"), app.span(t, "start")
		require.NotEqual(t, start.SpanContext.TraceID(), stop.SpanContext.TraceID())
		require.Equal(t, []string{"start"}, app.linked(stop))
		require.Equal(t, 2*time.Second, took(stop))
		var names []string
		for _, s := range app.spans.GetSpans() {
			if s.Parent.SpanID() == stop.SpanContext.SpanID() {
				names = append(names, s.Name)
			}
		}
		require.Contains(t, names, "stop otelfacet_test.newDB open")
		require.Contains(t, names, "stop otelfacet_test.newCache warm")
		require.Len(t, names, 5, "%q", names) // a drain, two hooks, a task, a cleanup
	})
}

func TestUse_theContextOfAHookHasItsSpan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var inStart, inStop api.SpanContext
		app := newTraced(t, facet.Invoke(func(lc *facet.Lifecycle) {
			lc.Append(facet.Hook{
				Name:    "open",
				OnStart: func(ctx context.Context) error { inStart = api.SpanContextFromContext(ctx); return nil },
				OnStop:  func(ctx context.Context) error { inStop = api.SpanContextFromContext(ctx); return nil },
			})
		}))
		require.NoError(t, app.Start(t.Context()))
		require.NoError(t, app.Stop(t.Context()))
		for _, s := range app.spans.GetSpans() {
			switch s.Name {
			case "start otelfacet_test.TestUse_theContextOfAHookHasItsSpan.func1.1 open":
				require.Equal(t, s.SpanContext.SpanID(), inStart.SpanID())
			case "stop otelfacet_test.TestUse_theContextOfAHookHasItsSpan.func1.1 open":
				require.Equal(t, s.SpanContext.SpanID(), inStop.SpanID())
			}
		}
		require.True(t, inStart.IsValid() && inStop.IsValid())
	})
}

func TestUse_aFailureIsAnErrorOfItsSpanAndOfTheStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := newTraced(t, service(), facet.Invoke(func(lc *facet.Lifecycle, _ *server) {
			lc.Append(facet.Hook{Name: "fail", OnStart: func(context.Context) error { return errBoom }})
		}))
		require.ErrorIs(t, app.Start(t.Context()), errBoom)
		require.Equal(t, codes.Error, app.span(t, "start").Status.Code)
		require.Equal(t, codes.Error, app.span(t, "stop").Status.Code)
		require.Contains(t, app.span(t, "stop").Status.Description, "boom")
		for _, s := range app.spans.GetSpans() {
			if attributeOf(s, "facet.hook") != "fail" {
				continue
			}
			require.Equal(t, "start-failed", attributeOf(s, "error.type"))
			require.Contains(t, s.Status.Description, "boom")
			require.Equal(t, "exception", s.Events[0].Name)
			return
		}
		require.Fail(t, "no span of the hook")
	})
}

func TestUse_aHookThatHangsEndsWithItsAbandonment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hang := make(chan struct{})
		app := newTraced(t, facet.StartTimeout(3*time.Second), facet.Grace(time.Second), facet.Invoke(func(lc *facet.Lifecycle) {
			lc.Append(facet.Hook{Name: "hang", OnStart: func(context.Context) error { <-hang; return nil }})
		}))
		require.Error(t, app.Start(t.Context()))
		for _, s := range app.spans.GetSpans() {
			if attributeOf(s, "facet.hook") == "hang" {
				require.Equal(t, 4*time.Second, took(s))
				require.Equal(t, "start-hung", attributeOf(s, "error.type"))
			}
		}
		close(hang)
	})
}

func TestUse_theEndsOfTasksAreSpans(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		app := newTraced(t, facet.Invoke(func(lc *facet.Lifecycle) {
			lc.Go("poll", hooks.Restarting(hooks.Restart{}, func(context.Context) error {
				time.Sleep(10 * time.Second)
				if calls++; calls < 3 {
					return errBoom
				}
				return nil
			}))
		}))
		require.NoError(t, app.Start(t.Context()))
		time.Sleep(time.Hour)
		var failed, ok int
		for _, s := range app.spans.GetSpans() {
			if attributeOf(s, "facet.phase") != "task" {
				continue
			}
			require.Equal(t, []string{"start"}, app.linked(s))
			if s.Status.Code == codes.Error {
				failed++
				require.Equal(t, 10*time.Second, took(s))
				require.Equal(t, "task-restarted", attributeOf(s, "error.type"))
			} else {
				ok++
			}
		}
		require.Equal(t, []int{2, 1}, []int{failed, ok})
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestUse_whatACallStartsIsAChildOfTheCallersSpan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := newTraced(t, facet.Provide(newDB))
		require.NoError(t, app.Start(t.Context()))
		provider := trace.NewTracerProvider(trace.WithSyncer(app.spans))
		ctx, caller := provider.Tracer("test").Start(t.Context(), "request")
		require.NoError(t, app.Do(ctx, func(*db) error { return nil }))
		caller.End()
		require.Equal(t, caller.SpanContext().SpanID(), app.span(t, "start otelfacet_test.newDB open").Parent.SpanID())
		require.Equal(t, caller.SpanContext().SpanID(), app.span(t, "construct otelfacet_test.newDB").Parent.SpanID())
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestUse_anotherRunIsAnotherTrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := newTraced(t, service())
		for range 2 {
			require.NoError(t, app.Start(t.Context()))
			require.NoError(t, app.Stop(t.Context()))
		}
		traces := map[api.TraceID]int{}
		for _, s := range app.spans.GetSpans() {
			traces[s.SpanContext.TraceID()]++
		}
		require.Len(t, traces, 4)
	})
}

func TestUse_theGlobalProviderIsTheDefault(t *testing.T) {
	before := otel.GetTracerProvider()
	t.Cleanup(func() { otel.SetTracerProvider(before) })
	exporter := tracetest.NewInMemoryExporter()
	app := facet.New(otelfacet.Use(nil), facet.Log(nil))
	provider := trace.NewTracerProvider(trace.WithBatcher(exporter))
	otel.SetTracerProvider(provider)
	require.NoError(t, app.Start(t.Context()))
	require.NoError(t, app.Stop(t.Context()))
	require.NotEmpty(t, exporter.GetSpans(), "flushed at the end of the run")
	require.NoError(t, provider.Shutdown(t.Context()))
}

func TestUse_aNilProviderIsAnErrorOfTheApp(t *testing.T) {
	for _, none := range []api.TracerProvider{nil, (*trace.TracerProvider)(nil)} {
		err := facet.New(otelfacet.Use(otelfacet.Provider(none)), facet.Log(nil)).Err()
		require.ErrorContains(t, err, "the provider is nil; give it one, or leave the option out")
		require.ErrorContains(t, err, "use_test.go:")
	}
}

// slow is an exporter that is away.
type slow struct{ trace.SpanExporter }

func (slow) ExportSpans(ctx context.Context, _ []trace.ReadOnlySpan) error {
	<-ctx.Done()
	return ctx.Err()
}
func (slow) Shutdown(context.Context) error { return nil }

func TestUse_anExporterThatHangsDelaysNothingWithABatcher(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		provider := trace.NewTracerProvider(trace.WithBatcher(slow{}))
		app := facet.New(otelfacet.Use(otelfacet.Provider(provider)), facet.Log(nil), service())
		began := time.Now()
		require.NoError(t, app.Start(t.Context()))
		require.Equal(t, 4*time.Second, time.Since(began))
		require.NoError(t, app.Stop(t.Context()))
		require.LessOrEqual(t, time.Since(began), 7*time.Second, "a flush of one second")
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_ = provider.Shutdown(ctx)
		time.Sleep(time.Hour)
	})
}

// blocked is an exporter that ignores its context.
type blocked struct {
	slow
	until chan struct{}
}

func (b blocked) ExportSpans(context.Context, []trace.ReadOnlySpan) error { <-b.until; return nil }

func TestUse_anExporterThatBlocksDelaysAStartByGrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		until := make(chan struct{})
		provider := trace.NewTracerProvider(trace.WithSyncer(blocked{until: until}))
		app := facet.New(otelfacet.Use(otelfacet.Provider(provider)), facet.Log(nil), facet.Grace(time.Second), service())
		began := time.Now()
		require.NoError(t, app.Start(t.Context()))
		require.Equal(t, 5*time.Second, time.Since(began))
		close(until)
		require.NoError(t, app.Stop(t.Context()))
	})
}

// later is an exporter that blocks from a moment that the test chooses.
type later struct {
	slow
	blocks *atomic.Bool
	until  chan struct{}
}

func (l later) ExportSpans(context.Context, []trace.ReadOnlySpan) error {
	if l.blocks.Load() {
		<-l.until
	}
	return nil
}

func TestUse_anExporterThatBlocksDelaysCallsOfDoOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		exporter := later{blocks: &atomic.Bool{}, until: make(chan struct{})}
		provider := trace.NewTracerProvider(trace.WithSyncer(exporter))
		app := facet.New(otelfacet.Use(otelfacet.Provider(provider)), facet.Log(nil),
			facet.Provide(func(lc *facet.Lifecycle) *db { lc.OnStart(works(0)); return &db{} }))
		require.NoError(t, app.Start(t.Context()))
		exporter.blocks.Store(true)
		began := time.Now()
		for range 3 {
			require.NoError(t, app.Do(t.Context(), func(*db) error { return nil }))
		}
		require.Equal(t, 100*time.Millisecond, time.Since(began))
		close(exporter.until)
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestUse_aProviderThatPanicsIsDropped(t *testing.T) {
	app := facet.New(otelfacet.Use(otelfacet.Provider(rogue{})), facet.Log(nil), facet.Provide(func() *db { return &db{} }), facet.Provide(newCache), facet.Invoke(func(*db) {}))
	require.NoError(t, app.Start(t.Context()))
	require.NoError(t, app.Do(t.Context(), func(*cache) error { return nil }))
	require.ErrorContains(t, app.Stop(t.Context()), "observer-panicked: ")
}

type rogue struct{ api.TracerProvider }

// Tracer panics.
func (rogue) Tracer(string, ...api.TracerOption) api.Tracer { panic(errBoom) }
