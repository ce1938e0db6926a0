// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package promfacet

import (
	"context"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/health"
	"github.com/facet-go/facet/observe"
)

func newDesc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("facet_"+name, help, labels, nil)
}

// The metrics that a scrape makes.
var (
	descState     = newDesc("state", "State of the app: 1 for the state that it is in.", "state")
	descStart     = newDesc("start_duration_seconds", "Duration of the last start, from the first constructor to the last start hook.")
	descStop      = newDesc("stop_duration_seconds", "Duration of the last stop, drain included.")
	descNodes     = newDesc("components", "Components that the app needs, by state.", "state")
	descUp        = newDesc("component_up", "1 if all start hooks of the component are done and it has not begun to stop.", "component")
	descConstruct = newDesc("component_construct_duration_seconds", "Duration of the call of the component's constructor.", "component")
	descHooks     = newDesc("component_start_duration_seconds", "Duration of the component's start, from its first start hook to the end of the last.", "component")
	descFailures  = newDesc("failures_total", "Calls of constructors, hooks, cleanups and tasks that failed.", "component", "phase")
	descRestarts  = newDesc("restarts_total", "Restarts of tasks after a failure.", "component")
	descAbandoned = newDesc("abandoned_total", "Calls that were abandoned because they did not return.", "component")
	descLeft      = newDesc("abandoned_calls", "Abandoned calls that have not returned.")
	descSlow      = newDesc("slow_total", "Reports of calls for which the app waits: after 2 s, 4 s, 8 s and so on.", "component")
	descWarnings  = newDesc("warnings_total", "Problems that do not stop the app.")
	descSignals   = newDesc("signals_total", "Signals that the app has received.", "signal")
	descCheck     = newDesc("check_up", "1 if the health check has passed.", "component", "check")
)

// collector makes the metrics of one app. Registries call Describe and Collect at any time.
type collector struct {
	config config
	counts counts
	calls  *prometheus.HistogramVec
}

func newCollector(c config) *collector {
	calls := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "facet_call_duration_seconds", Buckets: c.buckets,
		Help: "Durations of calls of constructors, hooks, cleanups and tasks.",
	}, []string{"phase"})
	for _, phase := range phases {
		if phase != "" {
			calls.WithLabelValues(phase)
		}
	}
	return &collector{config: c, calls: calls, counts: newCounts()}
}

// Describe sends the descriptions of all metrics.
func (c *collector) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		descState, descStart, descStop, descNodes, descUp, descConstruct, descHooks, descFailures, descRestarts, descAbandoned,
		descLeft, descSlow, descWarnings, descSignals,
	} {
		to <- d
	}
	if c.config.checks > 0 {
		to <- descCheck
	}
	c.calls.Describe(to)
}

// Collect sends the metrics.
func (c *collector) Collect(to chan<- prometheus.Metric) {
	n := c.counts.copied()
	s := scrape{to: to}
	for state := observe.StateNew; state <= observe.StateFailed; state++ {
		s.gauge(descState, oneIf(state == n.state), state.String())
	}
	s.gauge(descLeft, float64(n.left))
	s.counter(descWarnings, n.warnings)
	for signal, count := range n.signals {
		s.counter(descSignals, count, signal)
	}
	s.duration(descStart, n.start)
	s.duration(descStop, n.stop)
	c.calls.Collect(to)
	if n.app == nil {
		return
	}
	g := n.app.Graph()
	names := uniqueNames(g)
	s.components(g, names, n.state)
	s.counts(&n, names)
	if c.config.checks > 0 {
		s.checks(n.app, names, c.config.checks)
	}
}

// observe counts the next event.
func (c *collector) observe(e observe.Event) {
	if phase := phaseOf(e.Op); phase != "" {
		c.calls.WithLabelValues(phase).Observe(e.Took.Seconds())
	}
	c.counts.add(&e)
}

func (c *collector) setApp(app *facet.App) {
	c.counts.mu.Lock()
	defer c.counts.mu.Unlock()
	c.counts.app = app
}

// uniqueNames returns the labels of components by their ids.
func uniqueNames(g *graph.Graph) map[string]string {
	times := make(map[string]int, len(g.Nodes))
	for i := range g.Nodes {
		times[g.Nodes[i].Name]++
	}
	names := make(map[string]string, len(g.Nodes))
	for i := range g.Nodes {
		n := &g.Nodes[i]
		names[n.ID] = n.Name
		if times[n.Name] > 1 {
			names[n.ID] = n.ID
		}
	}
	return names
}

// scrape sends metrics to a registry.
type scrape struct{ to chan<- prometheus.Metric }

func (s scrape) gauge(d *prometheus.Desc, value float64, labels ...string) {
	s.send(d, prometheus.GaugeValue, value, labels)
}

func (s scrape) counter(d *prometheus.Desc, value int, labels ...string) {
	s.send(d, prometheus.CounterValue, float64(value), labels)
}

// duration sends a duration, unless it is not known.
func (s scrape) duration(d *prometheus.Desc, took time.Duration, labels ...string) {
	if took > 0 {
		s.gauge(d, took.Seconds(), labels...)
	}
}

// send sends a metric. Labels that are not UTF-8 would fail the whole scrape.
func (s scrape) send(d *prometheus.Desc, kind prometheus.ValueType, value float64, labels []string) {
	m, err := prometheus.NewConstMetric(d, kind, value, valid(labels)...)
	if err != nil {
		m = prometheus.NewInvalidMetric(d, err)
	}
	s.to <- m
}

// components sends the states and times of the components that the app needs.
func (s scrape) components(g *graph.Graph, names map[string]string, state observe.State) {
	serves := state == observe.StateRunning || state == observe.StateDraining
	byState := map[graph.State]int{}
	for i := range g.Nodes {
		n := &g.Nodes[i]
		if !n.Reached || n.Kind == graph.KindValue {
			continue
		}
		byState[n.State]++
		// A component without hooks is up with the app.
		up := n.State == graph.StateRunning || n.State == graph.StateBuilt && serves
		s.gauge(descUp, oneIf(up), names[n.ID])
		s.duration(descConstruct, n.Timing.Construct, names[n.ID])
		if !n.Timing.Started.IsZero() && !n.Timing.Up.IsZero() {
			s.duration(descHooks, n.Timing.Up.Sub(n.Timing.Started), names[n.ID])
		}
	}
	for state := graph.StateDeclared; state <= graph.StateFailed; state++ {
		s.gauge(descNodes, float64(byState[state]), state.String())
	}
}

// counts sends the counters of components.
func (s scrape) counts(n *numbers, names map[string]string) {
	for at, count := range n.failures {
		s.counter(descFailures, count, nameOf(names, at.component), at.phase)
	}
	for _, of := range []struct {
		desc   *prometheus.Desc
		counts map[string]int
	}{{descRestarts, n.restarts}, {descAbandoned, n.abandoned}, {descSlow, n.slow}} {
		for component, count := range of.counts {
			s.counter(of.desc, count, nameOf(names, component))
		}
	}
}

func nameOf(names map[string]string, id string) string {
	if name, ok := names[id]; ok {
		return name
	}
	return id
}

// checks calls the health checks and sends their results. A component may register
// several checks with the same name; they count as one, which fails if one of them does.
func (s scrape) checks(app *facet.App, names map[string]string, timeout time.Duration) {
	report := health.Check(context.Background(), app, health.Timeout(timeout))
	type check struct{ component, name string }
	passed := map[check]bool{}
	for i := range report.Components {
		c := &report.Components[i]
		for j := range c.Checks {
			at := check{c.ID, strings.ToValidUTF8(c.Checks[j].Name, "\uFFFD")}
			before, twice := passed[at]
			passed[at] = c.Checks[j].Err() == nil && (before || !twice)
		}
	}
	for at, ok := range passed {
		s.gauge(descCheck, oneIf(ok), nameOf(names, at.component), at.name)
	}
}

func oneIf(condition bool) float64 {
	if condition {
		return 1
	}
	return 0
}
