// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package otelfacet

import (
	"errors"
	"fmt"
	"reflect"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/trace"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
)

// scope is the name of the instrumentation.
const scope = "github.com/facet-go/facet/otelfacet"

// Option is an option of [Use]. Nil options are ignored.
type Option func(*config)

type config struct {
	provider trace.TracerProvider
	isGiven  bool
	flush    time.Duration
}

// Provider sets the provider of the tracer. The default is the global one at the time of
// the first event (otel.GetTracerProvider). A nil provider is an error of the app.
func Provider(p trace.TracerProvider) Option {
	return func(c *config) { c.provider, c.isGiven = p, true }
}

// FlushTimeout limits the time for the export of spans at the end of a run, for providers
// that have a method ForceFlush, as that of sdk/trace. The default is 1 s. A timeout of
// zero or less means no flush. The app does not wait longer than facet.Grace for it.
func FlushTimeout(d time.Duration) Option {
	return func(c *config) { c.flush = d }
}

// Use makes the app export its spans.
func Use(opts ...Option) facet.Option {
	place := graph.Caller(1)
	c := config{flush: time.Second}
	for _, o := range opts {
		if o != nil {
			o(&c)
		}
	}
	if c.isGiven && isNil(c.provider) {
		return facet.Error(fmt.Errorf("otelfacet.Use at %v: %w", place,
			errors.New("the provider is nil; give it one, or leave the option out for the global provider")))
	}
	if !c.isGiven {
		c.provider = global{}
	}
	t := newTracer(c)
	return facet.Options(facet.Observe(t.observe), facet.Around(t.around), facet.First(facet.Invoke(t.setApp)))
}

// isNil reports whether p is nil, or a nil pointer.
func isNil(p trace.TracerProvider) bool {
	v := reflect.ValueOf(p)
	return !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil()
}

// global is the global provider, whichever that is.
type global struct{ trace.TracerProvider }

func (global) Tracer(name string, opts ...trace.TracerOption) trace.Tracer {
	return otel.GetTracerProvider().Tracer(name, opts...)
}
