// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"fmt"
	"time"

	"github.com/facet-go/facet/graph"
)

// BuildTimeout is the budget of all constructors and invoked functions of one build:
// of a Build, of a Start, of each Do. The wait for another build, start or stop does
// not count. When the budget ends, the contexts of the components are canceled and the
// build fails with an error that names the constructor that was running, even if that
// constructor returns within [Grace]. The cleanups of the components already built run
// then, with StopTimeout as their budget. The default is 0, which is no limit; a
// negative duration is a registration error.
// The last of several counts.
func BuildTimeout(d time.Duration) Option {
	return duration("BuildTimeout", d, 0, func(s *settings) *time.Duration { return &s.buildTimeout })
}

// StartTimeout is the budget of all start hooks together, counted from the end of the
// build. The default is 15 seconds; a duration of 0 or less is a registration error.
// The last of several counts.
func StartTimeout(d time.Duration) Option {
	return duration("StartTimeout", d, 1, func(s *settings) *time.Duration { return &s.startTimeout })
}

// StopTimeout is the budget of all stop hooks and cleanups together, counted from the
// end of draining. The default is 10 seconds; a duration of 0 or less is a
// registration error.
// The last of several counts.
func StopTimeout(d time.Duration) Option {
	return duration("StopTimeout", d, 1, func(s *settings) *time.Duration { return &s.stopTimeout })
}

// DrainDelay is the time for which a running app continues to serve after a stop was
// requested, so that load balancers notice. The default is 0, which is no delay; a
// negative duration is a registration error.
// The last of several counts.
func DrainDelay(d time.Duration) Option {
	return duration("DrainDelay", d, 0, func(s *settings) *time.Duration { return &s.drainDelay })
}

// Grace is the time that a constructor or hook has to return after its context has
// ended. After that it is abandoned: the error reports it with its stack, and the app
// no longer waits for it. An observer has the same time for one event, see [Observe].
// The default is one second; a duration of 0 or less is a registration error.
//
// Taking stacks pauses the program for a moment. Stacks are therefore taken once a
// second at most, and only with up to 10,000 goroutines. Otherwise the report says why
// it has no stack.
// The last of several counts.
func Grace(d time.Duration) Option {
	return duration("Grace", d, 1, func(s *settings) *time.Duration { return &s.grace })
}

func duration(name string, d, least time.Duration, field func(*settings) *time.Duration) Option {
	at := graph.Caller(2)
	return &option{name: name, arg: d, do: func(r *registry) {
		switch {
		case d < least && least == 0:
			r.problem("bad-option", fmt.Sprintf("%s(%v) must not be negative", name, d), at)
		case d < least:
			r.problem("bad-option", fmt.Sprintf("%s(%v) must be positive", name, d), at)
		default:
			r.setLast(name, at)
			*field(&r.settings) = d
		}
	}}
}
