// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"errors"
	"fmt"
	"reflect"
	"sync"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/observe"
)

// LogFrom makes the app log to what function returns, whose parameters come from the
// container. A constructor may so provide the logger:
//
//	facet.Provide(NewLogger), facet.LogFrom(zaplog.Observer)    // func(*zap.Logger) func(observe.Event)
//	facet.Provide(NewLogger), facet.LogFrom(observe.SlogTo)     // func(*slog.Logger) func(observe.Event)
//
// Every build calls function first, after its dependencies, and the stop cleans these up
// last. Events before that call are kept, up to 1,000 and 1 MiB, and then given to the
// log. The default log receives them instead if a constructor takes 2 s or longer, or if
// the build fails before; and it receives the events after the first cleanup of a
// dependency of function, and those of calls of [App.Do] while the app does not run. The
// last of several LogFrom and [Log] counts.
func LogFrom(function any) Option {
	at := graph.Caller(1)
	return &option{name: "LogFrom", arg: funcNames{function}, do: func(r *registry) {
		r.setLog(at)
		spec, problems := registration.Invoke(function, at)
		if spec != nil && !spec.Broken {
			problems = append(problems, checkGiven[func(observe.Event)](spec, "LogFrom", "a func(observe.Event), as zaplog.Observer and observe.SlogTo do")...)
		}
		r.problems = append(r.problems, problems...)
		if spec != nil {
			spec.Receives, spec.Module = registration.ReceivesLog, r.module
			r.logSpec = spec
		}
	}}
}

// Settings are budgets of an app that a constructor sets, see [Configure]. A field that
// is 0 keeps the budget of the options.
type Settings struct {
	StartTimeout time.Duration
	StopTimeout  time.Duration
	DrainDelay   time.Duration
}

// Configure sets budgets from values of the container, for example of a configuration
// that a constructor reads:
//
//	facet.Configure(func(cfg Config) facet.Settings {
//		return facet.Settings{StopTimeout: cfg.StopTimeout}
//	})
//
// function returns Settings, and may return an error. Every build calls it, before most
// constructors. Its settings count from then on, in place of the options, until the next
// run calls it again. A negative duration fails the build. [BuildTimeout], [Grace] and
// [Signals] must be known before the build, so they are options only. The last of several
// Configure counts.
func Configure(function any) Option {
	at := graph.Caller(1)
	return &option{name: "Configure", arg: funcNames{function}, do: func(r *registry) {
		r.setLast("Configure", at)
		spec, problems := registration.Invoke(function, at)
		if spec != nil && !spec.Broken {
			problems = append(problems, checkGiven[Settings](spec, "Configure", "facet.Settings")...)
		}
		r.problems = append(r.problems, problems...)
		if spec != nil {
			spec.Receives, spec.Module = registration.ReceivesSettings, r.module
			r.settingsSpec = spec
		}
	}}
}

// checkGiven returns the problem of a function whose results are not a T, and an error if
// it has a second one.
func checkGiven[T any](spec *registration.Spec, name, want string) []*Problem {
	t := spec.Func.Type()
	n := t.NumOut()
	if spec.HasErr {
		n--
	}
	if n == 1 && t.Out(0).AssignableTo(reflect.TypeFor[T]()) {
		return nil
	}
	spec.Broken = true
	return []*Problem{{
		Slug: "bad-option", Place: spec.Place,
		Text: fmt.Sprintf("%s: %s needs a function that returns %s, and an error if it can fail; this is a %v", spec.Name(), name, want, t),
	}}
}

// budgets are the budgets that count now.
type budgets struct{ start, stop, drain time.Duration }

// budgets returns the budgets of the options, as far as Configure has not set them.
func (a *App) budgets() budgets {
	b := budgets{a.settings.startTimeout, a.settings.stopTimeout, a.settings.drainDelay}
	if s := a.configured.Load(); s != nil {
		b = budgets{orElse(s.StartTimeout, b.start), orElse(s.StopTimeout, b.stop), orElse(s.DrainDelay, b.drain)}
	}
	return b
}

func orElse(d, other time.Duration) time.Duration {
	if d == 0 {
		return other
	}
	return d
}

// configure takes the result of the function of Configure.
func (a *App) configure(s Settings) error {
	for _, f := range []struct {
		name string
		d    time.Duration
	}{{"StartTimeout", s.StartTimeout}, {"StopTimeout", s.StopTimeout}, {"DrainDelay", s.DrainDelay}} {
		if f.d < 0 {
			return fmt.Errorf("facet.Settings has the %s %v, which is negative; 0 keeps that of the options", f.name, f.d)
		}
	}
	a.configured.Store(&s)
	a.hooks.SetStopTimeout(a.budgets().stop)
	return nil
}

// receive takes the result of a function of LogFrom or Configure.
func (a *App) receive(node int, what registration.Receives, result reflect.Value) error {
	if what == registration.ReceivesSettings {
		settings, _ := result.Interface().(Settings)
		return a.configure(settings)
	}
	log, _ := result.Interface().(func(observe.Event))
	if log == nil {
		return errors.New("the log is nil; return a func(observe.Event), or use facet.Log(nil) for no log")
	}
	a.containerLog.install(log, sync.OnceValue(func() map[string]bool { return a.dependenciesOf(node) }))
	return nil
}

// dependenciesOf returns the ids of the nodes that a node needs, directly or not.
func (a *App) dependenciesOf(node int) map[string]bool {
	ids, seen := map[string]bool{}, map[int]bool{node: true}
	for todo := []int{node}; len(todo) > 0; {
		next := todo[0]
		todo = todo[1:]
		for _, dep := range a.container.DependsOn(next) {
			if !seen[dep] {
				seen[dep] = true
				ids[a.container.ID(dep)] = true
				todo = append(todo, dep)
			}
		}
	}
	return ids
}
