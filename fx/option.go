// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"fmt"
	"strings"
	"time"

	"go.uber.org/multierr"

	"github.com/facet-go/facet"
)

// Version is the version of fx whose API this package has.
const Version = "1.24.0"

// DefaultTimeout is the default of StartTimeout and StopTimeout.
const DefaultTimeout = 15 * time.Second

// Option registers something or configures an app. Its String returns the option as it
// is written in code.
type Option interface {
	fmt.Stringer
	apply(*module)
}

type option struct {
	text func() string
	do   func(*module)
}

func (o *option) apply(m *module) { o.do(m) }

// String returns the option as it is written in code.
func (o *option) String() string { return o.text() }

// listOf formats items, separated by commas.
func listOf[T any](items []T, format func(T) string) string {
	all := make([]string, len(items))
	for i, item := range items {
		all[i] = format(item)
	}
	return strings.Join(all, ", ")
}

// Options combines several options into one.
func Options(opts ...Option) Option {
	return &option{
		func() string { return "fx.Options(" + listOf(opts, Option.String) + ")" },
		func(m *module) {
			for _, o := range opts {
				o.apply(m)
			}
		},
	}
}

// Error makes New fail with errors, before any constructor is called.
func Error(errs ...error) Option {
	err := multierr.Combine(errs...)
	return &option{
		func() string { return fmt.Sprintf("fx.Error(%v)", err) },
		func(m *module) { m.app.err = multierr.Append(m.app.err, err) },
	}
}

// appOption is an option that a module refuses.
func appOption(name, text string, set func(*App)) Option {
	return &option{func() string { return text }, func(m *module) {
		if m.parent != nil {
			m.app.err = fmt.Errorf("%s Option should be passed to top-level App, not to fx.Module", name)
			return
		}
		set(m.app)
	}}
}

// StartTimeout is the time that Run has to start the app. The default is DefaultTimeout.
// App.Start itself takes as long as its context allows.
func StartTimeout(v time.Duration) Option {
	return appOption("fx.StartTimeout", fmt.Sprintf("fx.StartTimeout(%v)", v), func(a *App) { a.startTimeout = v })
}

// StopTimeout is the time that Run has to stop the app, and the time of a rollback. The
// default is DefaultTimeout.
func StopTimeout(v time.Duration) Option {
	return appOption("fx.StopTimeout", fmt.Sprintf("fx.StopTimeout(%v)", v), func(a *App) { a.stopTimeout = v })
}

// RecoverFromPanics makes a panic of a constructor, a decorator or an invoked function an
// error of New, instead of a panic of New.
func RecoverFromPanics() Option {
	return appOption("fx.RecoverFromPanics", "fx.RecoverFromPanics()", func(a *App) { a.recovers = true })
}

// Facet adds options of facet to the app: what fx has no word for. fx does not have it.
func Facet(opts ...facet.Option) Option {
	text := "fx.Facet(" + listOf(opts, facet.Option.String) + ")"
	return appOption("fx.Facet", text, func(a *App) { a.facetOptions = append(a.facetOptions, opts...) })
}

// PlainErrors returns the errors of hooks and of dig as they are, so that == holds, without
// lines, stacks and near misses. fx does not have it.
func PlainErrors() Option {
	return appOption("fx.PlainErrors", "fx.PlainErrors()", func(a *App) { a.plainErrors = true })
}

// validation makes New check the graph and call nothing.
func validation() Option {
	return appOption("fx.validate", "fx.validate(true)", func(a *App) { a.validates = true })
}

// ErrorHandler receives the error of New. See ErrorHook.
type ErrorHandler interface{ HandleError(error) }

// ErrorHook registers handlers of the error with which an invoked function fails New.
func ErrorHook(funcs ...ErrorHandler) Option {
	return &option{
		func() string {
			return "fx.ErrorHook(" + listOf(funcs, func(h ErrorHandler) string { return fmt.Sprint(h) }) + ")"
		},
		func(m *module) { m.app.errorHooks = append(m.app.errorHooks, funcs...) },
	}
}
