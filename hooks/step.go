// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"reflect"
	"strings"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/text"
)

// kind says what a step is.
type kind uint8

const (
	kindHook kind = iota
	kindTask
	kindServe
	kindDrain
	kindCleanup
	kindCheck
	kindUser // a function given to Do, for which a turn waits
)

// sequence returns the first of the kinds that stand in one row: hooks, tasks and serves
// are started and stopped in the order of their registration.
func (k kind) sequence() kind {
	if k == kindTask || k == kindServe {
		return kindHook
	}
	return k
}

var kindNames = [...]string{"hook", "task", "serve", "drain", "cleanup", "check", "call"}

// stepState moves forward only.
type stepState uint8

const (
	stepIdle      stepState = iota
	stepStarting            // its start runs
	stepStarted             // its start succeeded: its stop is owed
	stepStopping            // its stop runs
	stepDone                // its stop was called; or a drain or cleanup was
	stepFailed              // its start failed: no stop is owed
	stepAbandoned           // its start did not return
)

// step is one registration on a Lifecycle.
type step struct {
	lc               *Lifecycle
	kind             kind
	state            stepState // guarded by Executor.mu
	mayStillRun      bool      // its functions may still be running; guarded by Executor.mu
	significant      bool      // its clean end is that of the app
	hasTimeoutOption bool      // its timeouts are of a Timeout option
	place            graph.Place

	name        string                      // as given, or ""
	start       func(context.Context) error // of a hook, drain or check
	stop        func(context.Context) error // of a hook
	cleanup     func() error
	entryPoints entryPoints // of the functions above, which are forgotten at the end

	timeouts Timeouts
	problem  string // what is wrong with the registration

	serve func(ctx context.Context, ready func()) error // of a task, or a call of a check
	task  *task                                         // set when launched; guarded by Executor.mu

	userID    string     // the id of a function given to Do, for which a turn waits
	check     *step      // of the call of a check: what was registered
	checkCall *checkCall // the call that goes on; guarded by Executor.mu
}

// setProblem notes what is wrong with the registration; the first counts.
func (s *step) setProblem(text string) {
	if s.problem == "" {
		s.problem = text
	}
}

// kindName says what a step is, in a plan or a graph.
func (s *step) kindName() string {
	switch {
	case s.kind != kindHook:
		return kindNames[s.kind]
	case s.entryPoints.stop == 0:
		return "start"
	case s.entryPoints.start == 0:
		return "stop"
	default:
		return "start+stop"
	}
}

// nameIn returns the name of a step in a phase. A pair without a name has one for
// each of its functions.
func (s *step) nameIn(phase string) string {
	switch {
	case s.name != "":
		return s.name
	case s.entryPoints.stop != 0 && (s.entryPoints.start == 0 || phase == PhaseStop):
		return funcTitle(s.entryPoints.stop, "OnStop")
	case s.entryPoints.start == 0:
		return kindNames[s.kind]
	case s.kind == kindDrain:
		return funcTitle(s.entryPoints.start, "OnDrain")
	case s.kind == kindCleanup:
		return funcTitle(s.entryPoints.start, "Cleanup")
	default:
		return funcTitle(s.entryPoints.start, "OnStart")
	}
}

// entryPoints are the entry points of a step's functions, by which they are named; 0
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

// releaseFunctions lets go of what the functions hold.
func (s *step) releaseFunctions() {
	s.start, s.stop, s.cleanup, s.serve = nil, nil, nil, nil
}

// funcTitle returns the name of a hook's function; fallback for a function
// literal, also that of Func, which has no name of its own.
func funcTitle(entry uintptr, fallback string) string {
	name := graph.FuncName(entry)
	last := name[strings.LastIndexByte(name, '.')+1:]
	if strings.Trim(strings.TrimPrefix(last, "func"), "0123456789") == "" {
		return fallback
	}
	return name
}

// stepName returns the short name of a step, with its component's said once.
func stepName(component, hook string) string {
	component = graph.ShortName(component)
	return text.Line(component) + ": " + hookName(component, hook)
}

// hookName cuts the name of a hook that is a function within the constructor, and makes
// it one line.
func hookName(component, hook string) string {
	return text.Line(strings.TrimPrefix(graph.ShortName(hook), component+"."))
}

// hookError makes the error of a step that began at that time.
func (s *step) hookError(phase string, began time.Time, c examinedError) *HookError {
	return &HookError{
		Component: s.component(), Hook: s.nameIn(phase), Phase: phase, Place: s.place,
		Elapsed: time.Since(began), Stack: panicStack(c.err), Err: c.err,
		text: c.text, causedByCancel: c.causedByCancel,
	}
}

// component returns the id of the node that a step is of, or of the function given
// to Do that a turn waits for.
func (s *step) component() string {
	if s.userID != "" {
		return s.userID
	}
	return s.lc.name()
}
