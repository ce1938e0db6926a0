// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/observe"
	"github.com/facet-go/facet/provide"
)

// Option is one thing that an app is made of. Options print as they are written.
type Option interface {
	fmt.Stringer
	apply(*registry)
}

// option is any option but Provide.
type option struct {
	name  string
	given any // what stands behind it, put into words when somebody asks
	do    func(*registry)
}

func (o *option) apply(r *registry) { o.do(r) }

// String returns the option as it is written, without the package.
func (o *option) String() string {
	switch given := o.given.(type) {
	case nil:
		return o.name
	case named:
		return o.name + given.String()
	case reflect.Type:
		return o.name + "[" + graph.ShortName(graph.TypeName(given)) + "]"
	case string:
		return o.name + "(" + strconv.Quote(given) + ")"
	default:
		return fmt.Sprintf("%s(%v)", o.name, given)
	}
}

// named are the functions that an option is given.
type named []any

func (fs named) String() string {
	if fs == nil {
		return ""
	}
	names := make([]string, len(fs))
	for i, f := range fs {
		names[i] = funcName(f)
	}
	return "(" + strings.Join(names, ", ") + ")"
}

type valueCount int

func (n valueCount) String() string { return strconv.Itoa(int(n)) + " values" }

// provided is the option Provide. An app has many of it, and little else.
type provided struct {
	constructor any
	opts        []provide.Option
	at          place
}

func (o *provided) apply(r *registry) { r.add(provide.Constructor(o.constructor, o.at, o.opts...)) }

// String returns the option as it is written, without the package.
func (o *provided) String() string { return "Provide(" + funcName(o.constructor) + ")" }

// Provide registers a constructor: a function whose parameters are what it
// needs, and whose results, up to an optional last error, are what it gives. It
// is called at most once per build, and only if something needs it.
//
//go:noinline
func Provide(constructor any, opts ...provide.Option) Option {
	// Were this inlined, a function of a hundred Provides would have a long table of
	// what is inlined where, and to find the caller would take three times as long.
	return &provided{constructor, opts, graph.Caller(1)}
}

// Supply registers values under their dynamic types. For an interface, a name
// or a group use [Value].
func Supply(values ...any) Option {
	at := graph.Caller(1)
	return &option{name: "Supply", given: valueCount(len(values)), do: func(r *registry) {
		for _, v := range values {
			r.add(provide.Value(v, reflect.TypeOf(v), at))
		}
	}}
}

// Value registers v under its static type T, which may be an interface.
func Value[T any](v T, opts ...provide.Option) Option {
	at := graph.Caller(1)
	t := reflect.TypeFor[T]()
	return &option{name: "Value", given: t, do: func(r *registry) {
		r.add(provide.Value(v, t, at, opts...))
	}}
}

// Invoke registers functions that every build calls, in listing order, once
// their parameters are there. They are the roots: what they need is constructed,
// the rest is not. A function may return an error as its last result, which
// fails the build.
func Invoke(functions ...any) Option {
	at := graph.Caller(1)
	return &option{name: "Invoke", given: named(functions), do: func(r *registry) {
		for _, f := range functions {
			r.add(provide.Invoke(f, at))
		}
	}}
}

// Module is a named part of an app. The name shows in the graph. The same module
// value listed twice counts once. With [Parallel] among its options its components
// start and stop side by side.
func Module(name string, opts ...Option) Option {
	at := graph.Caller(1)
	m := &option{name: "Module", given: name}
	m.do = func(r *registry) {
		if name == "" {
			r.problem("bad-option", `a module is named ""; give it a name, or use facet.Options`, at)
		}
		if r.seen[m] {
			return
		}
		r.seen[m] = true
		around := r.module
		r.module = &provide.Module{Name: name, Parent: around}
		r.apply(opts, at)
		r.module = around
	}
	return m
}

// Options is several options as one.
func Options(opts ...Option) Option {
	at := graph.Caller(1)
	return &option{name: "Options", given: len(opts), do: func(r *registry) { r.apply(opts, at) }}
}

// First is several options as one, registered before everything that stands
// outside of a First, wherever it is listed: so what is invoked among them is
// constructed first and cleaned up last. It is for what is to be there around all
// the rest, such as telemetry; health.Server uses it.
func First(opts ...Option) Option {
	at := graph.Caller(1)
	return &option{name: "First", given: len(opts), do: func(r *registry) {
		around := r.early
		r.early = true
		r.apply(opts, at)
		r.early = around
	}}
}

// If is its options if cond is true, and nothing otherwise. What was left out is
// remembered: who misses it is told.
func If(cond bool, opts ...Option) Option {
	at := graph.Caller(1)
	return &option{name: "If", given: cond, do: func(r *registry) {
		if cond {
			r.apply(opts, at)
			return
		}
		skipped := &registry{seen: map[Option]bool{}, given: map[string]place{}, module: r.module}
		skipped.apply(opts, at)
		r.skipped = slices.Concat(r.skipped, skipped.first, skipped.specs, skipped.skipped)
	}}
}

// Error registers problems that were found while options were put together, so
// that Err and all that follows report them. Nil errors count as none.
func Error(errs ...error) Option {
	at := graph.Caller(1)
	return &option{name: "Error", given: len(errs), do: func(r *registry) {
		for _, err := range errs {
			if err != nil {
				r.causes = append(r.causes, err)
				r.problem("option-error", guard.Text(err), at)
			}
		}
	}}
}

// BuildTimeout is the budget of all constructors and invoked functions of one build
// together: of Build, of Start, of each Do. The wait for another transition does not
// count. At its end the contexts of the components end. The build fails, with an
// error that names the constructor that was running, even if that returns within
// [Grace]; what had been built is cleaned up, for which there is StopTimeout. The
// default is 0, which is no limit; a negative one is a registration error.
func BuildTimeout(d time.Duration) Option {
	return duration("BuildTimeout", d, 0, func(s *settings) *time.Duration { return &s.buildTimeout })
}

// StartTimeout is the budget of all start hooks together, counted from the end
// of the build. The default is 15 seconds; 0 and less are a registration error.
func StartTimeout(d time.Duration) Option {
	return duration("StartTimeout", d, 1, func(s *settings) *time.Duration { return &s.startTimeout })
}

// StopTimeout is the budget of all stop hooks and cleanups together, counted
// from the end of draining. The default is 10 seconds; 0 and less are a registration
// error.
func StopTimeout(d time.Duration) Option {
	return duration("StopTimeout", d, 1, func(s *settings) *time.Duration { return &s.stopTimeout })
}

// DrainDelay is how long a running app goes on serving when its end has been
// asked for, so that load balancers notice. The default is 0, which is no delay; a
// negative one is a registration error.
func DrainDelay(d time.Duration) Option {
	return duration("DrainDelay", d, 0, func(s *settings) *time.Duration { return &s.drainDelay })
}

// Grace is how long a constructor or hook may go on after its context has ended.
// Then it is abandoned: reported with its stack, and left behind. An observer has as
// long for an event, see [Observe]. The default is one second; 0 and less are a
// registration error.
//
// Stacks are taken once a second at most, and not of more than 10,000 goroutines, as
// that stops the program for a moment: then the report says why there is none.
func Grace(d time.Duration) Option {
	return duration("Grace", d, 1, func(s *settings) *time.Duration { return &s.grace })
}

// Direct constructs without dig: builds call the constructors in a loop over the
// construction order, which facet knows from its own graph. Calls, their order, values and
// errors are the same as by default. A build takes less: its time grows with the
// number of constructors, while the check for cycles that dig makes first grows with the
// square of it. And a constructor stands on fewer frames in a stack.
//
// The default is to give dig the constructors with what each needs and gives; dig finds
// the order. Direct applies to every build of the app, those of [App.Do] too, wherever
// it is listed; listed twice it says the same.
func Direct() Option {
	return &option{name: "Direct()", do: func(r *registry) { r.settings.direct = true }}
}

// Observe hands every event of the app to observer, one at a time. An event waits
// for the observers for [Grace] at most. An observer that does not return from one
// event within Grace is detached: it gets no events until it has returned and
// another run begins, which is a warning, not a failure. So one that hangs delays a
// start or a stop by Grace at most, beyond the budgets. See package observe for what
// an observer may do.
func Observe(observer func(observe.Event)) Option {
	at := graph.Caller(1)
	return &option{name: "Observe", do: func(r *registry) {
		if observer == nil {
			r.problem("bad-option", "Observe is given nil", at)
			return
		}
		r.settings.observers = append(r.settings.observers, observer)
	}}
}

// Log replaces the app's own log, which by default writes failures to
// slog.Default. The log gets every event, with the time that [Observe] gives an
// observer; nil is silence. Package zaplog uses it.
func Log(log func(observe.Event)) Option {
	at := graph.Caller(1)
	return &option{name: "Log", do: func(r *registry) {
		if r.once("Log", at) {
			r.settings.log, r.settings.logSet = log, true
		}
	}}
}

// Signals says which signals end [App.Run]; none with no argument. The default is
// SIGINT and SIGTERM.
func Signals(sigs ...os.Signal) Option {
	at := graph.Caller(1)
	return &option{name: "Signals", given: sigs, do: func(r *registry) {
		if r.once("Signals", at) {
			r.settings.signals = sigs
		}
	}}
}

func duration(name string, d, least time.Duration, field func(*settings) *time.Duration) Option {
	at := graph.Caller(2)
	return &option{name: name, given: d, do: func(r *registry) {
		switch {
		case d < least && least == 0:
			r.problem("bad-option", fmt.Sprintf("%s(%v) must not be negative", name, d), at)
		case d < least:
			r.problem("bad-option", fmt.Sprintf("%s(%v) must be positive", name, d), at)
		case r.once(name, at):
			*field(&r.settings) = d
		}
	}}
}

func funcName(f any) string {
	v := reflect.ValueOf(f)
	if v.Kind() != reflect.Func || v.IsNil() {
		return fmt.Sprintf("%T", f)
	}
	return graph.ShortName(graph.FuncName(v.Pointer()))
}
