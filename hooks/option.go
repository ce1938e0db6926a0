// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
)

// Hook is a pair of a start and a stop hook: OnStop is called if and only if OnStart
// succeeded. Either may be nil.
type Hook struct {
	Name         string // default: the names of the functions
	StopName     string // of OnStop, if it differs from Name; default: Name
	OnStart      func(context.Context) error
	OnStop       func(context.Context) error
	StartTimeout time.Duration // 0 is none of its own; it only shortens; a negative one is refused
	StopTimeout  time.Duration // as StartTimeout
}

// Option is an option of a hook or a task. Options print in the notation of code.
type Option interface {
	fmt.Stringer
	apply(*step)
}

// Name names a hook in errors, events and plans. The default is the full name
// of its function.
func Name(name string) Option {
	return option{"Name(" + strconv.Quote(name) + ")", func(s *step) { s.name = name }}
}

// Timeout limits the hook. It cannot extend the budget of the phase. 0 and less are a
// registration error: leave the option out for no limit of its own. On Go and Serve it
// limits the wait for the task at stop, and on Serve also the wait until the task is
// ready.
func Timeout(d time.Duration) Option {
	return option{"Timeout(" + d.String() + ")", func(s *step) {
		if d <= 0 {
			s.setProblem(fmt.Sprintf("Timeout(%v) must be positive; leave it out for no bound of its own", d))
			return
		}
		s.timeouts, s.hasTimeoutOption = Timeouts{d, d}, true
	}}
}

// At sets the line that errors, plans and the graph show for the hook. The default is
// the line that registers it.
func At(place graph.Place) Option {
	return option{"At(" + place.String() + ")", func(s *step) { s.place = place }}
}

// Significant stops the app cleanly when the task has returned nil, as for the one job
// of a batch program. It applies to Go and Serve.
func Significant() Option {
	return option{"Significant()", func(s *step) {
		if !s.isTask() {
			s.setProblem("Significant() applies to Go and Serve only")
			return
		}
		s.significant = true
	}}
}

// StopWith registers fn as the stop of a task of Go or Serve, for example
// server.Shutdown. When the task's turn to stop comes, fn is called once, with the
// budget of a stop hook, if the task was launched: also if it is not ready yet, and
// if it has returned. The context of the task ends when fn has returned, or with that
// budget; then the task has Grace.
func StopWith(fn func(context.Context) error) Option {
	return option{"StopWith(" + graph.FuncTitle(entryPoint(fn), "func") + ")", func(s *step) {
		switch {
		case !s.isTask():
			s.setProblem("StopWith applies to Go and Serve only; a hook has Append or OnStop")
		case fn == nil:
			s.setProblem("StopWith is given a nil function")
		case s.stop != nil:
			s.setProblem("StopWith is given twice")
		default:
			s.stop = fn
		}
	}}
}

// Clean lists errors with which a task of Go or Serve may end when it is stopped, for
// example http.ErrServerClosed. If it returns an error that contains one of them after
// its component has begun to stop, it has not failed. Before that it has. The error of
// an ended context is always clean.
func Clean(errs ...error) Option {
	return option{"Clean(" + strings.Join(guard.Texts(errs), ", ") + ")", func(s *step) {
		switch {
		case !s.isTask():
			s.setProblem("Clean applies to Go and Serve only")
		case len(errs) == 0 || slices.Contains(errs, nil):
			s.setProblem("Clean needs errors that are not nil")
		default:
			s.clean = append(s.clean, errs...)
		}
	}}
}

type option struct {
	text string
	do   func(*step)
}

func (o option) apply(s *step) { o.do(s) }

// String returns the option in the notation of code, without the package.
func (o option) String() string { return o.text }

// Func adapts a function that takes no context or returns no error to a hook.
func Func[F interface {
	func() | func() error | func(context.Context) | func(context.Context) error
}](f F) func(context.Context) error {
	switch f := any(f).(type) {
	case func():
		if f != nil {
			return func(context.Context) error { f(); return nil }
		}
	case func() error:
		if f != nil {
			return func(context.Context) error { return f() }
		}
	case func(context.Context):
		if f != nil {
			return func(ctx context.Context) error { f(ctx); return nil }
		}
	case func(context.Context) error:
		return f
	}
	return nil // a registration error
}
