// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

import (
	"context"
	"io"
	"reflect"
)

// Service is the option provide.Service.
func Service() Option { return option{"Service()", func(c *config) { c.service = true }} }

// Methods lists the methods of a result that are hooks of its constructor.
type Methods struct {
	Type  reflect.Type // of the result, in the signature
	Arg   int          // position of the result, from 0
	Field []int        // the field indexes through result structs; nil for a plain result
	Start bool         // it has Start(context.Context) error
	Run   bool         // it has Run(context.Context) error
	Stop  string       // the method that stops it: "Stop", "Shutdown", "Close" or ""
}

type (
	starter     interface{ Start(context.Context) error }
	runner      interface{ Run(context.Context) error }
	stopper     interface{ Stop(context.Context) error }
	shutdowner  interface{ Shutdown(context.Context) error }
	quietCloser interface{ Close() }
)

// serviceMethods finds the methods of a type.
func serviceMethods(t reflect.Type) Methods {
	m := Methods{
		Type:  t,
		Start: t.Implements(reflect.TypeFor[starter]()),
		Run:   t.Implements(reflect.TypeFor[runner]()),
	}
	switch {
	case t.Implements(reflect.TypeFor[stopper]()):
		m.Stop = "Stop"
	case t.Implements(reflect.TypeFor[shutdowner]()):
		m.Stop = "Shutdown"
	case t.Implements(reflect.TypeFor[io.Closer]()), t.Implements(reflect.TypeFor[quietCloser]()):
		m.Stop = "Close"
	}
	return m
}

func (m Methods) isEmpty() bool { return !m.Start && !m.Run && m.Stop == "" }

// Bind returns the methods of a result. A function is nil if m does not list its method;
// all are nil if the result is a nil pointer or interface.
func (m Methods) Bind(result reflect.Value) (start, run, stop func(context.Context) error) {
	if isNil(result) {
		return nil, nil, nil
	}
	v := result.Interface()
	if s, ok := v.(starter); ok && m.Start {
		start = s.Start
	}
	if r, ok := v.(runner); ok && m.Run {
		run = r.Run
	}
	return start, run, m.bindStop(v)
}

func (m Methods) bindStop(v any) func(context.Context) error {
	switch m.Stop {
	case "Stop":
		if s, ok := v.(stopper); ok {
			return s.Stop
		}
	case "Shutdown":
		if s, ok := v.(shutdowner); ok {
			return s.Shutdown
		}
	case "Close":
		switch c := v.(type) {
		case io.Closer:
			return func(context.Context) error { return c.Close() }
		case quietCloser:
			return func(context.Context) error { c.Close(); return nil }
		}
	}
	return nil
}
