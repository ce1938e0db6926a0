// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

// facts is what has happened to the components of one life. Users' functions tell
// it when they are called and when they return.
type facts struct {
	mu        sync.Mutex // guards all of it, and the fields of instances, steps and calls
	instances []*instance
	running   map[*call]struct{}
	doubts    []doubt
	grace     time.Duration
	abandoned map[string]bool // words of steps that facet has named as abandoned
}

// doubt is a violation unless facet has named one of the steps as abandoned, or may
// have abandoned the constructor of one of their components: it goes on without
// those, and whatever they do comes too late.
type doubt struct {
	rule, text string
	excuses    []*step
}

// instance is one call of a constructor.
type instance struct {
	*node
	nth      int
	deps     []*instance // that it was given
	users    []*instance // that were given it
	steps    []*step     // in the order of their registration
	began    time.Time
	returned bool // without an error
	dropped  bool // its constructor took so long that it may have been abandoned
	cleaning bool // a cleanup of it was called
	released bool // its last cleanup was called
}

func (in *instance) String() string {
	if in.decorates != none {
		return fmt.Sprintf("decorator %d.%d", in.at, in.nth)
	}
	return fmt.Sprintf("component %d.%d", in.at, in.nth)
}

// stepKind is what a step is registered as.
type stepKind string

const (
	kindPair    stepKind = "Append"
	kindStart   stepKind = "OnStart"
	kindStop    stepKind = "OnStop"
	kindGo      stepKind = "Go"
	kindServe   stepKind = "Serve"
	kindDrain   stepKind = "OnDrain"
	kindCheck   stepKind = "OnCheck"
	kindCleanup stepKind = "Cleanup"
)

// step is one registration of an instance.
type step struct {
	kind  stepKind
	name  string // begins with a word that no other step of the life has
	in    *instance
	late  bool // registered after the build, so that it is never called, or a task that was added
	again bool // it may be called again

	starts, started int  // calls of its start function, of the task itself too, and returns
	up              bool // the last one that returned was a success, or the Serve is ready
	early           bool // the context of a task had not ended when that was called
	stops, stopped  int  // calls and returns of its stop function, of a cleanup too
}

func (s *step) String() string { return fmt.Sprintf("%s %s of %v", s.kind, s.name, s.in) }

// isAbandoned reports whether it was, or may have been. facts.mu is held.
func (f *facts) isAbandoned(s *step) bool {
	return f.abandoned[word(s.name)] || s.kind == kindCleanup && f.abandoned[wordOfCleanup] || s.in.dropped ||
		!s.in.returned && f.abandoned[wordOfConstructor] || f.hasAbandoned(s.in)
}

// hasAbandoned reports whether a constructor of the node of an instance was, by its
// middleware for example. facts.mu is held.
func (f *facts) hasAbandoned(in *instance) bool {
	for name := range f.abandoned {
		if strings.Contains(name, typeOf(in.at).String()) {
			return true
		}
	}
	return false
}

func (s *step) isTask() bool { return s.kind == kindGo || s.kind == kindServe }

// doubt notes what may be a violation. facts.mu is held.
func (f *facts) doubt(rule string, excuses []*step, format string, args ...any) {
	if len(f.doubts) >= 100 {
		return
	}
	f.doubts = append(f.doubts, doubt{rule, fmt.Sprintf(format, args...), excuses})
}

// word returns what the name of a step begins with.
func word(name string) string {
	for i, r := range name {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			return name[:i]
		}
	}
	return name
}

// below calls visit for what an instance depends on, directly or not, and above
// for what depends on it.
func (in *instance) below(visit func(*instance)) {
	walk(in, visit, func(i *instance) []*instance { return i.deps })
}

func (in *instance) above(visit func(*instance)) {
	walk(in, visit, func(i *instance) []*instance { return i.users })
}

func walk(from *instance, visit func(*instance), next func(*instance) []*instance) {
	seen := map[*instance]bool{from: true}
	for todo := next(from); len(todo) > 0; {
		in := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !seen[in] {
			seen[in] = true
			visit(in)
			todo = append(todo, next(in)...)
		}
	}
}
