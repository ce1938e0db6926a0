// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package main

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

// facts records the calls of users' functions in one life.
type facts struct {
	mu        sync.Mutex // guards all fields, and those of instances, steps and calls
	instances []*instance
	running   map[*call]struct{}
	doubts    []doubt
	grace     time.Duration
	abandoned map[string]bool // first words of the names of abandoned steps
}

// doubt is a violation, unless facet has reported one of the steps as abandoned, or may
// have abandoned the constructor of one of their components. After that facet continues
// without them, and their late calls break no promise.
type doubt struct {
	rule, text string
	excuses    []*step
}

// instance is one call of a constructor.
type instance struct {
	*node
	nth      int
	deps     []*instance // its arguments
	users    []*instance // the instances with this one as an argument
	steps    []*step     // in registration order
	began    time.Time
	returned bool // without an error
	dropped  bool // its constructor may have been abandoned, because it took long
	cleaning bool // one of its cleanups was called
	released bool // its last cleanup was called
}

func (in *instance) String() string {
	if in.decorates != none {
		return fmt.Sprintf("decorator %d.%d", in.at, in.nth)
	}
	return fmt.Sprintf("component %d.%d", in.at, in.nth)
}

// stepKind is the method that registers a step.
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
	kind       stepKind
	name       string // begins with a word that is unique in the life
	in         *instance
	late       bool // registered after the build: a step that is never called, or a task that is added
	repeatable bool // it may be called again

	starts, started int  // calls and returns of its start function or task
	up              bool // the last start succeeded, or the Serve is ready
	cancelled       bool // the context of a task had not ended when that was called
	stops, stopped  int  // calls and returns of its stop function or cleanup
}

func (s *step) String() string { return fmt.Sprintf("%s %s of %v", s.kind, s.name, s.in) }

// isAbandoned reports whether a step was or may have been abandoned. facts.mu is held.
func (f *facts) isAbandoned(s *step) bool {
	return f.abandoned[firstWord(s.name)] || s.kind == kindCleanup && f.abandoned[cleanupWord] || s.in.dropped ||
		!s.in.returned && f.abandoned[constructorWord] || f.hasAbandoned(s.in)
}

// hasAbandoned reports whether facet has abandoned a constructor of the node of an
// instance, because of its middleware for example. facts.mu is held.
func (f *facts) hasAbandoned(in *instance) bool {
	for name := range f.abandoned {
		if strings.Contains(name, typeOf(in.at).String()) {
			return true
		}
	}
	return false
}

func (s *step) isTask() bool { return s.kind == kindGo || s.kind == kindServe }

// doubt records a possible violation. facts.mu is held.
func (f *facts) doubt(rule string, excuses []*step, format string, args ...any) {
	if len(f.doubts) >= 100 {
		return
	}
	f.doubts = append(f.doubts, doubt{rule, fmt.Sprintf(format, args...), excuses})
}

// firstWord returns the first word of the name of a step.
func firstWord(name string) string {
	for i, r := range name {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			return name[:i]
		}
	}
	return name
}

// eachDependency calls visit for the direct and indirect dependencies of an instance,
// eachDependent for its dependents.
func (in *instance) eachDependency(visit func(*instance)) {
	walk(in, visit, func(i *instance) []*instance { return i.deps })
}

func (in *instance) eachDependent(visit func(*instance)) {
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
