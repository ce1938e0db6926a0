// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"slices"
	"sync"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/text"
)

// Running is a hook, a task or a cleanup that runs now.
type Running struct {
	Component string        // id of the node
	Hook      string        // name of the hook or task
	Phase     string        // one of the constants above; [PhaseTask] also while the stop waits for the task
	Place     graph.Place   // the line that registered it
	Elapsed   time.Duration // since it was called, or since the stop has waited for the task
	Awaited   bool          // a start, a drain or a stop waits for it; false for a task that is up
	Abandoned bool          // it did not return within Grace, and nothing waits for it any more

	// The fields below are set by [Executor.Inspect], for the first 16 that are no
	// tasks that are up.

	Waiting     []string // ids of the components that wait for it, the nearest first; 5 at most
	MoreWaiting int      // how many more components wait
	Stack       string   // of its goroutine, up to a second before
	Goroutines  string   // stacks of the other goroutines that the component started
	NoStack     string   // why there are no stacks, "" if there are
}

// Name returns the short name, as "component: hook".
func (r Running) Name() string {
	if r.Hook == "" {
		return text.Line(graph.ShortName(r.Component))
	}
	return stepName(r.Component, r.Hook)
}

// Running returns what runs now: first what is waited for, then what was
// abandoned, then the tasks that are up, each the longest first.
func (x *Executor) Running() []Running {
	list := x.look()
	all := make([]Running, len(list))
	for i := range list {
		all[i] = list[i].Running
	}
	return all
}

// Inspect is [Executor.Running] with stacks, and with what waits, and without the
// users of components. Of up to 10,000 goroutines it takes the stacks, once a second
// at most, which stops the world for a moment.
func (x *Executor) Inspect() []Running {
	list := slices.DeleteFunc(x.look(), func(g *glimpse) bool { return g.step.kind == kindUser })
	all := make([]Running, len(list))
	look := sync.OnceValue(func() guard.Look { return x.dumper.Take(guard.Unhurried) })
	for i, g := range list {
		if i < maxStacks && g.goroutine != 0 {
			seen := look().At(g.goroutine, g.since, g.Component)
			g.Stack, g.Goroutines, g.NoStack = seen.Stack, seen.Started, seen.Why
		}
		if i < maxStacks && g.Awaited {
			g.Waiting, g.MoreWaiting = g.e.blockedComponents(g.v)
		}
		all[i] = g.Running
	}
	return all
}
