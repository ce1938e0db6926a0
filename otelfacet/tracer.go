// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package otelfacet

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/trace"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

// tracer makes the spans of one app. Events come one at a time, calls of around from many
// goroutines.
type tracer struct {
	config  config
	isStuck atomic.Bool // a provider that a call of Do has called does not return

	mu    sync.Mutex             // guards the fields below; never held while a provider runs
	nodes map[string]*graph.Node // by id; nil before the build
	state observe.State
	root  trace.Span // of the start or the stop that is under way, or nil
	start trace.SpanContext
	open  map[step][]trace.Span        // what runs, the oldest first
	ended map[string]trace.SpanContext // the last span of each step under root, by step.key
	again map[step]time.Time           // when a task is called again
}

// step is what a span is of. The hook of a constructor is "".
type step struct{ phase, node, hook string }

// key contains the form in which events name the step before.
func (s step) key() string { return s.phase + " " + s.node + " " + s.hook }

func newTracer(c config) *tracer {
	return &tracer{config: c, open: map[step][]trace.Span{}, ended: map[string]trace.SpanContext{}, again: map[step]time.Time{}}
}

// setApp takes the graph, for the places of components and the dependencies of
// constructors.
func (t *tracer) setApp(app *facet.App) {
	g := app.Graph()
	nodes := make(map[string]*graph.Node, len(g.Nodes))
	for i := range g.Nodes {
		nodes[g.Nodes[i].ID] = &g.Nodes[i]
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.nodes = nodes
}

func (t *tracer) tracer() trace.Tracer { return t.config.provider.Tracer(scope) }

// observe makes the spans of starts and stops, and of the ends of tasks.
func (t *tracer) observe(e observe.Event) {
	switch e.Op {
	case observe.OpState:
		t.enter(&e)
	case observe.OpConstructing, observe.OpStarting, observe.OpDraining, observe.OpStopping, observe.OpCleaning:
		t.begin(&e)
	case observe.OpConstructed, observe.OpStarted, observe.OpDrained, observe.OpStopped, observe.OpCleaned:
		t.end(&e)
	case observe.OpAbandoned:
		t.abandon(&e)
	case observe.OpFinished, observe.OpRestarting:
		t.endTask(&e)
	case observe.OpResult:
		t.fail(&e)
	default:
	}
}

// enter begins and ends the spans of starts and stops.
func (t *tracer) enter(e *observe.Event) {
	t.mu.Lock()
	before := t.state
	t.state = e.State
	root := t.root
	t.mu.Unlock()
	switch e.State {
	case observe.StateBuilding:
		t.beginRoot("start", e.Time)
	case observe.StateRunning:
		t.endRoot(e.Time, "")
	case observe.StateDraining, observe.StateStopping:
		if before == observe.StateDraining {
			return
		}
		if root != nil {
			t.endRoot(e.Time, "the start did not succeed")
		}
		t.beginRoot("stop", e.Time)
	case observe.StateStopped:
		t.endRoot(e.Time, "")
		t.flush()
	case observe.StateFailed:
		t.endRoot(e.Time, "") // the result has set the status
		t.flush()
	default:
	}
}

// beginRoot begins the span of a start or a stop. That of a stop links to that of the
// start.
func (t *tracer) beginRoot(name string, at time.Time) {
	t.mu.Lock()
	start := t.start
	t.mu.Unlock()
	opts := []trace.SpanStartOption{trace.WithNewRoot(), trace.WithTimestamp(at)}
	if name == "stop" && start.IsValid() {
		opts = append(opts, trace.WithLinks(trace.Link{SpanContext: start}))
	}
	_, root := t.tracer().Start(context.Background(), name, opts...)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.root = root
	clear(t.open)
	clear(t.ended)
	if name == "start" {
		clear(t.again)
		t.start = root.SpanContext()
	}
}

// endRoot ends the span of a start or a stop, and what it has left open. failure is "" if
// it has succeeded.
func (t *tracer) endRoot(at time.Time, failure string) {
	t.mu.Lock()
	root := t.root
	t.root = nil
	var left []trace.Span
	for _, spans := range t.open {
		left = append(left, spans...)
	}
	clear(t.open)
	clear(t.ended)
	t.mu.Unlock()
	for _, span := range left {
		span.End(trace.WithTimestamp(at))
	}
	if root == nil {
		return
	}
	if failure != "" {
		setFailed(root, failure)
	}
	root.End(trace.WithTimestamp(at))
}

// fail sets the result of the run as the error of its stop, if it is one.
func (t *tracer) fail(e *observe.Event) {
	t.mu.Lock()
	root := t.root
	t.mu.Unlock()
	if root != nil {
		setError(root, e.Err)
	}
}

// phases are the phases of the ops that begin or end a call.
var phases = map[observe.Op]hooks.Phase{
	observe.OpConstructing: hooks.PhaseConstruct, observe.OpConstructed: hooks.PhaseConstruct,
	observe.OpStarting: hooks.PhaseStart, observe.OpStarted: hooks.PhaseStart,
	observe.OpDraining: hooks.PhaseDrain, observe.OpDrained: hooks.PhaseDrain,
	observe.OpStopping: hooks.PhaseStop, observe.OpStopped: hooks.PhaseStop,
	observe.OpCleaning: hooks.PhaseCleanup, observe.OpCleaned: hooks.PhaseCleanup,
}

func stepOf(e *observe.Event) step { return step{phases[e.Op], e.Node, e.Hook} }

// begin begins a span if a start or a stop is under way. What begins at another time
// belongs to a call of Do.
func (t *tracer) begin(e *observe.Event) {
	s := stepOf(e)
	t.mu.Lock()
	root, links := t.root, t.links(s, e.After)
	n := t.nodes[s.node]
	t.mu.Unlock()
	if root == nil {
		return
	}
	ctx := trace.ContextWithSpan(context.Background(), root)
	_, span := t.tracer().Start(ctx, s.name(n), trace.WithTimestamp(e.Time), trace.WithLinks(links...), trace.WithAttributes(s.attributes(n)...))
	t.mu.Lock()
	defer t.mu.Unlock()
	t.open[s] = append(t.open[s], span)
}

// links returns the links of a span to what made it wait: the constructors of its
// dependencies, or the hook before. t.mu is held.
func (t *tracer) links(s step, after string) []trace.Link {
	var keys []string
	if n := t.nodes[s.node]; n != nil && s.phase == hooks.PhaseConstruct {
		for _, need := range n.Needs {
			for _, id := range need.From {
				keys = append(keys, step{s.phase, id, ""}.key())
			}
		}
	}
	if after != "" {
		keys = append(keys, s.phase+" "+after)
	}
	var links []trace.Link
	for i, key := range keys {
		if sc, ok := t.ended[key]; ok && !slices.Contains(keys[:i], key) {
			links = append(links, trace.Link{SpanContext: sc})
		}
	}
	return links
}

// take removes the oldest span of a step that runs. It returns nil if there is none.
func (t *tracer) take(s step) trace.Span {
	t.mu.Lock()
	defer t.mu.Unlock()
	spans := t.open[s]
	if len(spans) == 0 {
		return nil
	}
	if t.open[s] = spans[1:]; len(spans) == 1 {
		delete(t.open, s)
	}
	t.ended[s.key()] = spans[0].SpanContext()
	return spans[0]
}

func (t *tracer) end(e *observe.Event) {
	if span := t.take(stepOf(e)); span != nil {
		setError(span, e.Err)
		span.End(trace.WithTimestamp(e.Time))
	}
}

// abandon ends the span of what did not return. The event does not say in which phase that
// was.
func (t *tracer) abandon(e *observe.Event) {
	for _, phase := range []hooks.Phase{hooks.PhaseConstruct, hooks.PhaseStart, hooks.PhaseDrain, hooks.PhaseStop, hooks.PhaseCleanup} {
		if span := t.take(step{phase, e.Node, e.Hook}); span != nil {
			setError(span, e.Err)
			span.End(trace.WithTimestamp(e.Time))
			return
		}
	}
}

// endTask makes the span of a call of a task that has ended. It is the root of a trace.
func (t *tracer) endTask(e *observe.Event) {
	t.mu.Lock()
	n, start := t.nodes[e.Node], t.start
	s := step{hooks.PhaseTask, e.Node, e.Hook}
	began, isAgain := t.again[s]
	if delete(t.again, s); e.Op == observe.OpRestarting {
		details, _ := observe.DetailsOf(e.Err)
		t.again[s] = e.Time.Add(details.Wait)
	}
	t.mu.Unlock()
	if !isAgain {
		began = e.Time.Add(-e.Took)
	}
	opts := []trace.SpanStartOption{trace.WithNewRoot(), trace.WithTimestamp(began), trace.WithAttributes(s.attributes(n)...)}
	if start.IsValid() {
		opts = append(opts, trace.WithLinks(trace.Link{SpanContext: start}))
	}
	_, span := t.tracer().Start(context.Background(), s.name(n), opts...)
	setError(span, e.Err)
	span.End(trace.WithTimestamp(e.Time))
}

// around gives the contexts of hooks their spans. It makes those of calls of Do itself.
func (t *tracer) around(ctx context.Context, c hooks.Call, next func(context.Context) error) error {
	s := step{c.Phase, c.Component, c.Hook}
	if c.Phase == hooks.PhaseConstruct {
		s.hook = ""
	}
	t.mu.Lock()
	spans, state, n := t.open[s], t.state, t.nodes[s.node]
	t.mu.Unlock()
	if len(spans) > 0 {
		return next(trace.ContextWithSpan(ctx, spans[len(spans)-1]))
	}
	if isTransition(state) || c.Phase == hooks.PhaseTask || c.Phase == hooks.PhaseCheck {
		return next(ctx)
	}
	b := t.startSafely(ctx, s, n)
	err := next(b.ctx)
	t.endSafely(b.span, err)
	return err
}

// isTransition reports whether events make the spans of calls.
func isTransition(s observe.State) bool {
	switch s {
	case observe.StateBuilding, observe.StateStarting, observe.StateDraining, observe.StateStopping:
		return true
	default:
		return false
	}
}

// providerWait is how long a call of Do waits for a provider.
const providerWait = 100 * time.Millisecond

// bounded calls f, which calls the provider, on a goroutine of its own. It returns false if
// f panics or does not return in time, and without a call while an earlier one has not
// returned: a provider that blocks delays the calls of Do once.
func (t *tracer) bounded(f func()) bool {
	if t.isStuck.Load() {
		return false
	}
	done := make(chan bool, 1)
	go func() {
		ok := false
		defer func() {
			_ = recover()
			done <- ok // first: the other side looks for it after it has set isStuck
			t.isStuck.Store(false)
		}()
		f()
		ok = true
	}()
	timer := time.NewTimer(providerWait)
	defer timer.Stop()
	select {
	case ok := <-done:
		return ok
	case <-timer.C:
		t.isStuck.Store(true)
		if len(done) > 0 { // it has returned just now
			t.isStuck.Store(false)
		}
		return false
	}
}

// begun is a span that a call of Do has begun, with its context.
type begun struct {
	ctx  context.Context //nolint:containedctx // of the span, on its way to the caller
	span trace.Span
}

// startSafely begins a span. It returns ctx and nil if the provider blocks or panics.
func (t *tracer) startSafely(ctx context.Context, s step, n *graph.Node) begun {
	result := make(chan begun, 1)
	if !t.bounded(func() {
		inSpan, span := t.tracer().Start(ctx, s.name(n), trace.WithAttributes(s.attributes(n)...))
		result <- begun{inSpan, span}
	}) {
		return begun{ctx: ctx}
	}
	return <-result
}

// endSafely ends a span, which may be nil.
func (t *tracer) endSafely(span trace.Span, err error) {
	if span != nil {
		t.bounded(func() {
			setError(span, err)
			span.End()
		})
	}
}

// flush exports the spans of the run.
func (t *tracer) flush() {
	provider := t.config.provider
	if _, ok := provider.(global); ok {
		provider = otel.GetTracerProvider()
	}
	flusher, ok := provider.(interface{ ForceFlush(context.Context) error })
	if !ok || t.config.flush <= 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), t.config.flush)
	defer cancel()
	if err := flusher.ForceFlush(ctx); err != nil {
		otel.Handle(err)
	}
}
