// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package promfacet

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
)

// Option is an option of [Use]. Nil options are ignored.
type Option func(*config)

type config struct {
	buckets []float64
	checks  time.Duration // 0: no checks
}

// Checks adds facet_check_up, the results of the health checks of components
// (facet.Lifecycle's OnCheck). Each scrape calls the checks, at the same time, and waits
// at most timeout for all of them; a check that has not returned by then has failed. A
// timeout of zero or less is one second.
func Checks(timeout time.Duration) Option {
	return func(c *config) {
		c.checks = timeout
		if timeout <= 0 {
			c.checks = time.Second
		}
	}
}

// Buckets sets the upper bounds of facet_call_duration_seconds, in seconds and in
// ascending order. The default is 1 ms to 60 s.
func Buckets(bounds ...float64) Option {
	return func(c *config) { c.buckets = bounds }
}

// Use makes the app register its metrics with r. The app is not built if r is nil, if
// bounds of Buckets do not ascend, or if r refuses the metrics, for example because
// another app of the process has registered the same. Give each app labels of its own
// then:
//
//	promfacet.Use(prometheus.WrapRegistererWith(prometheus.Labels{"app": "worker"}, r))
func Use(r prometheus.Registerer, opts ...Option) facet.Option {
	place := graph.Caller(1)
	c := config{buckets: []float64{.001, .005, .01, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60}}
	for _, o := range opts {
		if o != nil {
			o(&c)
		}
	}
	if err := c.check(r); err != nil {
		return facet.Error(fmt.Errorf("promfacet.Use at %v: %w", place, err))
	}
	e := &exporter{registerer: r, place: place, collector: newCollector(c)}
	return facet.Options(facet.Observe(e.collector.observe), facet.First(facet.Invoke(e.register)))
}

func (c *config) check(r prometheus.Registerer) error {
	if v := reflect.ValueOf(r); !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return errors.New("the Registerer is nil; give it prometheus.DefaultRegisterer or a registry of your own")
	}
	for i, bound := range c.buckets {
		if math.IsNaN(bound) {
			return errors.New("a bound of Buckets is not a number")
		}
		if i > 0 && c.buckets[i-1] >= bound {
			return fmt.Errorf("Buckets must ascend: %v is not greater than %v", c.buckets[i], c.buckets[i-1])
		}
	}
	return nil
}

// exporter connects an app with a registerer.
type exporter struct {
	registerer prometheus.Registerer
	place      graph.Place
	collector  *collector
}

// register registers the metrics until the app has stopped.
func (e *exporter) register(app *facet.App, lc *facet.Lifecycle) error {
	e.collector.setApp(app)
	if err := e.registerer.Register(e.collector); err != nil {
		return e.refused(err)
	}
	lc.Cleanup(func() error {
		e.registerer.Unregister(e.collector)
		return nil
	})
	return nil
}

func (e *exporter) refused(err error) error {
	var twice prometheus.AlreadyRegisteredError
	if errors.As(err, &twice) {
		return fmt.Errorf("promfacet.Use at %v: the metrics of an app are registered already; "+
			"give each app labels of its own, with prometheus.WrapRegistererWith: %w", e.place, err)
	}
	return fmt.Errorf("promfacet.Use at %v: %w", e.place, err)
}
