// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"reflect"
	"strings"
	"time"

	"github.com/facet-go/facet/graph"
)

// kind says what a step is.
type kind uint8

const (
	kindHook kind = iota
	kindTask
	kindServe
	kindDrain
	kindCleanup
)

var kindNames = [...]string{"hook", "task", "serve", "drain", "cleanup"}

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
	lc    *Lifecycle
	kind  kind
	state stepState // guarded by Executor.mu
	place graph.Place

	name         string                      // as given, or ""
	start        func(context.Context) error // of a hook or drain
	stop         func(context.Context) error // of a hook
	cleanup      func() error
	startTimeout time.Duration
	stopTimeout  time.Duration

	serve       func(ctx context.Context, ready func()) error // of a task
	task        *task                                         // set when launched; guarded by Executor.mu
	significant bool

	wrong []string // what is wrong with the registration
}

// word says what a step is, in a plan or a graph.
func (s *step) word() string {
	switch {
	case s.kind != kindHook:
		return kindNames[s.kind]
	case s.stop == nil:
		return "start"
	case s.start == nil:
		return "stop"
	default:
		return "start+stop"
	}
}

// title returns the name of a step in a phase. A pair without a name has one for
// each of its functions.
func (s *step) title(phase string) string {
	switch {
	case s.name != "":
		return s.name
	case s.stop != nil && (s.start == nil || phase == PhaseStop):
		return funcTitle(s.stop, "OnStop")
	case s.kind == kindDrain:
		return funcTitle(s.start, "OnDrain")
	case s.start != nil:
		return funcTitle(s.start, "OnStart")
	case s.cleanup != nil:
		return funcTitle(s.cleanup, "Cleanup")
	default:
		return kindNames[s.kind]
	}
}

// funcTitle returns the name of a hook's function; fallback for a function
// literal, also that of Func, which has no name of its own.
func funcTitle(f any, fallback string) string {
	name := graph.FuncName(reflect.ValueOf(f).Pointer())
	last := name[strings.LastIndexByte(name, '.')+1:]
	if strings.Trim(strings.TrimPrefix(last, "func"), "0123456789") == "" {
		return fallback
	}
	return name
}

// stepName returns the short name of a step, with its component's said once.
func stepName(component, hook string) string {
	component = graph.ShortName(component)
	return component + ": " + hookName(component, hook)
}

// hookName cuts the name of a hook that is a function within the constructor.
func hookName(component, hook string) string {
	return strings.TrimPrefix(graph.ShortName(hook), component+".")
}

// hookError makes the error of a step that began at that time.
func (s *step) hookError(phase string, began time.Time, err error) *HookError {
	return &HookError{
		Component: s.lc.name(), Hook: s.title(phase), Phase: phase, Place: s.place,
		Elapsed: time.Since(began), Stack: panicStack(err), Err: err,
	}
}
