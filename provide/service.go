// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import (
	"context"
	"io"
	"reflect"
)

// Service makes hooks of the methods that the results have, by their types in the
// signature:
//
//	Start(context.Context) error     a start hook
//	Run(context.Context) error       a background task
//	Stop(context.Context) error      the stop hook; if there is none,
//	Shutdown(context.Context) error  this; if there is none,
//	Close() error or Close()         this
//
// Every result counts that has at least one of them; it is an error if none has, or
// if OnStart or OnStop is given a method that is called already.
func Service() Option { return option{"Service()", func(c *config) { c.service = true }} }

// Methods says which methods of a result are hooks of its constructor.
type Methods struct {
	Type  reflect.Type // of the result, in the signature
	Arg   int          // position of the result, from 0
	Field []int        // the way through result structs, nil for none
	Start bool         // it has Start(context.Context) error
	Run   bool         // it has Run(context.Context) error
	Stop  string       // the method that stops it, "Stop", "Shutdown" or "Close"; "" is none
}

type (
	starter     interface{ Start(context.Context) error }
	runner      interface{ Run(context.Context) error }
	stopper     interface{ Stop(context.Context) error }
	shutter     interface{ Shutdown(context.Context) error }
	quietCloser interface{ Close() }
)

// methods finds the methods of a type.
func methods(t reflect.Type) Methods {
	m := Methods{
		Type:  t,
		Start: t.Implements(reflect.TypeFor[starter]()),
		Run:   t.Implements(reflect.TypeFor[runner]()),
	}
	switch {
	case t.Implements(reflect.TypeFor[stopper]()):
		m.Stop = "Stop"
	case t.Implements(reflect.TypeFor[shutter]()):
		m.Stop = "Shutdown"
	case t.Implements(reflect.TypeFor[io.Closer]()), t.Implements(reflect.TypeFor[quietCloser]()):
		m.Stop = "Close"
	}
	return m
}

func (m Methods) none() bool { return !m.Start && !m.Run && m.Stop == "" }

// Bind returns the methods of v, which is the result: nil for each that there is
// not, and for all of a nil interface.
func (m Methods) Bind(v any) (start, run, stop func(context.Context) error) {
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
		if s, ok := v.(shutter); ok {
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
