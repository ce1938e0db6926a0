// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"reflect"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/text"
)

// kind is the kind of a step.
type kind uint8

const (
	kindHook kind = iota
	kindTask
	kindServe
	kindDrain
	kindCleanup
	kindCheck
	kindUser // a function given to Do, for which the stop of a component waits
)

// sequence returns the kind of the steps with which a step shares one sequence: hooks,
// tasks and serves start and stop in the order of their registration.
func (k kind) sequence() kind {
	if k == kindTask || k == kindServe {
		return kindHook
	}
	return k
}

var kindNames = [...]graph.HookKind{"hook", graph.HookTask, graph.HookServe, graph.HookDrain, graph.HookCleanup, graph.HookCheck, "call"}

// stepState is the progress of a step. It never returns to an earlier state.
type stepState uint8

const (
	stepIdle     stepState = iota
	stepStarting           // its start was called; if it has ended, it has failed
	stepStarted            // its start succeeded: its stop must be called
	stepStopped            // its stop, drain hook or cleanup was called
)

// step is one registration on a Lifecycle.
type step struct {
	lc               *Lifecycle
	kind             kind
	state            stepState // guarded by Executor.mu
	mayStillRun      bool      // its functions may still be running; guarded by Executor.mu
	significant      bool      // the app stops when the task has returned nil
	hasTimeoutOption bool      // its timeouts come from a Timeout option
	place            graph.Place

	name        string                      // as given, or ""
	start       func(context.Context) error // of a hook, drain or check
	stop        func(context.Context) error // of a hook; of a task, the function of StopWith
	cleanup     func() error
	entryPoints entryPoints // of the functions above, which are forgotten at the end

	timeouts Timeouts
	reserve  time.Duration // of the stop timeout, for a stop hook
	problem  string        // why the registration is not valid, or ""

	serve func(ctx context.Context, ready func()) error // of a task, or a call of a check
	task  *task                                         // set when launched; guarded by Executor.mu
	clean []error                                       // of Clean

	otherName string     // of kindUser: the id of the function; of a pair: the name of the stop hook, if it differs
	check     *step      // of a call of a check: the registered step
	checkCall *checkCall // the call in progress; guarded by Executor.mu
}

// isTask reports whether the step is a task of Go or Serve.
func (s *step) isTask() bool { return s.kind == kindTask || s.kind == kindServe }

// owesStop reports whether the stop of the step must be called. Executor.mu is held.
func (s *step) owesStop() bool {
	switch {
	case s.kind == kindHook:
		return s.state == stepStarted && s.stop != nil
	case s.stop != nil:
		return s.state != stepStopped && s.task != nil
	default:
		return s.state == stepStarted && (s.task == nil || !s.task.ended || !s.task.endedItself)
	}
}

// setProblem records why the registration is not valid. The first problem is kept.
func (s *step) setProblem(text string) {
	if s.problem == "" {
		s.problem = text
	}
}

// kindName returns the kind of a step as plans and graphs show it.
func (s *step) kindName() graph.HookKind {
	switch {
	case s.kind != kindHook:
		return kindNames[s.kind]
	case s.entryPoints.stop == 0:
		return graph.HookStart
	case s.entryPoints.start == 0:
		return graph.HookStop
	default:
		return graph.HookPair
	}
}

// nameIn returns the name of a step in a phase. A pair without a name has one name for
// each of its functions.
func (s *step) nameIn(phase Phase) string {
	switch {
	case s.otherName != "" && s.kind == kindHook && (phase == PhaseStop || s.entryPoints.start == 0):
		return s.otherName
	case s.name != "":
		return s.name
	case s.entryPoints.stop != 0 && (s.entryPoints.start == 0 || phase == PhaseStop):
		return graph.FuncTitle(s.entryPoints.stop, "OnStop")
	case s.entryPoints.start == 0:
		return kindNames[s.kind]
	case s.kind == kindDrain:
		return graph.FuncTitle(s.entryPoints.start, "OnDrain")
	case s.kind == kindCleanup:
		return graph.FuncTitle(s.entryPoints.start, "Cleanup")
	default:
		return graph.FuncTitle(s.entryPoints.start, "OnStart")
	}
}

// entryPoints are the entry points of a step's functions, which give it its name; 0
// for none.
type entryPoints struct {
	start uintptr // or of a cleanup
	stop  uintptr
}

func entryPoint[F any](f F) uintptr {
	v := reflect.ValueOf(f)
	if v.IsNil() {
		return 0
	}
	return v.Pointer()
}

// releaseFunctions drops the functions with everything that they reference.
func (s *step) releaseFunctions() {
	s.start, s.stop, s.cleanup, s.serve = nil, nil, nil, nil
}

// stepName returns the short name of a step, with the name of its component once.
func stepName(component, hook string) string {
	component = graph.ShortName(component)
	return text.Line(component) + ": " + graph.HookName(component, hook)
}

// hookError returns the error of a step that began at a time.
func (s *step) hookError(phase Phase, began time.Time, c guard.Outcome) *HookError {
	return &HookError{
		Component: s.component(), Hook: s.nameIn(phase), Phase: phase, Place: s.place,
		Elapsed: time.Since(began), Stack: guard.PanicStack(c.Err), Err: c.Err,
		text: c.Text, causedByCancel: c.OnlyEnds,
	}
}

// component returns the id of the step's node, or of the function given to Do.
func (s *step) component() string {
	if s.kind == kindUser {
		return s.otherName
	}
	return s.lc.name()
}
