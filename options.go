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

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/internal/text"
	"github.com/facet-go/facet/observe"
)

// Option registers something or configures the app. Its String returns the option as
// it is written in code. An option may be given to several apps.
type Option interface {
	fmt.Stringer
	apply(*registry)
}

// option is every option except Provide.
type option struct {
	name string
	arg  any // for String; formatted only on request
	do   func(*registry)
}

func (o *option) apply(r *registry) { o.do(r) }

// String returns the option as it is written, without the package.
func (o *option) String() string {
	switch arg := o.arg.(type) {
	case nil:
		return o.name
	case funcNames:
		return o.name + arg.String()
	case reflect.Type:
		return o.name + "[" + graph.ShortName(graph.TypeName(arg)) + "]"
	case string:
		return o.name + "(" + strconv.Quote(arg) + ")"
	default:
		return fmt.Sprintf("%s(%v)", o.name, arg)
	}
}

// funcNames prints functions by their names.
type funcNames []any

func (fs funcNames) String() string {
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

func (n valueCount) String() string { return text.Count(int(n), "value") }

// Module groups options under a name, which the graph shows. The same module value
// listed twice is registered once. [Parallel] and [Private] among its options apply to
// the components of the module.
func Module(name string, opts ...Option) Option {
	at := graph.Caller(1)
	m := &option{name: "Module", arg: name}
	m.do = func(r *registry) {
		if name == "" {
			r.problem("bad-option", `a module is named ""; give it a name, or use facet.Options`, at)
		}
		if r.seenModules[m] {
			return
		}
		r.seenModules[m] = true
		parent := r.module
		r.module = &registration.Module{Name: name, Parent: parent}
		r.apply(opts, at)
		r.module = parent
	}
	return m
}

// Options combines several options into one. They are registered in the order given.
func Options(opts ...Option) Option {
	at := graph.Caller(1)
	return &option{name: "Options", arg: len(opts), do: func(r *registry) { r.apply(opts, at) }}
}

// First registers opts ahead of everything that is listed outside of a First,
// wherever the First itself is listed. A function that is invoked in it is constructed
// first and cleaned up last. Use it for components that must outlive all others, such
// as telemetry. health.Server uses it.
func First(opts ...Option) Option {
	at := graph.Caller(1)
	return &option{name: "First", arg: len(opts), do: func(r *registry) {
		outer := r.inFirst
		r.inFirst = true
		r.apply(opts, at)
		r.inFirst = outer
	}}
}

// If applies opts when cond is true. Skipped providers appear as suggestions in
// missing-dependency errors.
func If(cond bool, opts ...Option) Option {
	at := graph.Caller(1)
	return &option{name: "If", arg: cond, do: func(r *registry) {
		if cond {
			r.apply(opts, at)
			return
		}
		skipped := &registry{seenModules: map[Option]bool{}, given: map[string][]place{}, module: r.module}
		skipped.apply(opts, at)
		r.skipped = slices.Concat(r.skipped, skipped.firstSpecs, skipped.specs, skipped.skipped)
	}}
}

// Error registers errors that occurred while the options were assembled. Err, Validate
// and Build return them with the other problems. Nil errors are ignored.
func Error(errs ...error) Option {
	at := graph.Caller(1)
	return &option{name: "Error", arg: len(errs), do: func(r *registry) {
		for _, err := range errs {
			if err != nil {
				r.optionErrors = append(r.optionErrors, err)
				r.problem("option-error", guard.Text(err), at)
			}
		}
	}}
}

// Observe calls observer for every event, one at a time and in order. An event waits
// for the observers for [Grace] at most. An observer that does not return from an
// event within Grace is detached: it receives no events until it has returned and
// another run begins. That is a warning and not a failure. A hanging observer delays a
// start or a stop beyond its budget by Grace at most. See package observe for what an
// observer may do.
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

// Log replaces the log of the app. The default writes to slog.Default: at info when the app
// has started, drains, stops and has stopped, warnings, and failures, each in one line; see
// [observe.DefaultLog]. nil disables the log. log is called for every event, under the same time limit as an
// observer, see [Observe]. Package zaplog uses it. The last of several Log and [LogFrom]
// counts.
func Log(log func(observe.Event)) Option {
	at := graph.Caller(1)
	return &option{name: "Log", do: func(r *registry) {
		r.setLog(at)
		r.settings.log = log
	}}
}

// Signals sets the signals that stop [App.Run]. The default is SIGINT and SIGTERM.
// Without an argument Run handles no signals. The last of several Signals counts.
func Signals(sigs ...os.Signal) Option {
	at := graph.Caller(1)
	return &option{name: "Signals", arg: sigs, do: func(r *registry) {
		r.setLast("Signals", at)
		r.settings.signals = sigs
	}}
}

// SignalsFrom makes [App.Run] receive signals from c instead of the operating system: in
// a test of what a program does at a signal, or in a program that handles signals itself.
// The signals that count are still those of [Signals]. Run receives from c until it
// returns; a closed c sends no more.
func SignalsFrom(c <-chan os.Signal) Option {
	at := graph.Caller(1)
	return &option{name: "SignalsFrom", do: func(r *registry) {
		switch {
		case c == nil:
			r.problem("bad-option", "SignalsFrom is given a nil channel", at)
		case r.setOnce("SignalsFrom", at):
			r.settings.notify = receiveFrom(c)
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
