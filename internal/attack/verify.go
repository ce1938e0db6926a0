// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
)

// recordAbandonedIn records the steps that an error of facet reports as abandoned. It
// calls no method of a user's error.
func (f *facts) recordAbandonedIn(err error) {
	for todo, left := []error{err}, 1000; len(todo) > 0 && left > 0; left-- {
		next := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		switch e := next.(type) { //nolint:errorlint // walks the tree itself
		case *facet.HookError:
			if e != nil && e.Abandoned {
				f.recordAbandoned(e)
			}
		case *facet.ConstructError:
			if e != nil && e.Abandoned {
				f.mu.Lock()
				f.abandoned[constructorWord], f.abandoned[e.Component] = true, true
				f.mu.Unlock()
			}
		case *facet.Failure:
			todo = append(append(todo, e.Cause), e.Later...)
		}
	}
}

func (f *facts) recordAbandoned(e *facet.HookError) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if e.Phase == hooks.PhaseStart && e.Elapsed < f.grace*9/10 {
		f.doubt("abandoned-early", nil, "%s was abandoned after %v", e.Hook, e.Elapsed)
	}
	if e.Phase == hooks.PhaseCleanup {
		f.abandoned[cleanupWord] = true
		return
	}
	f.abandoned[firstWord(e.Hook)] = true
}

// cleanupWord stands for all cleanups, which have no names, and constructorWord for
// all constructors that failed: their time includes the methods of their errors.
const (
	cleanupWord     = "cleanup"
	constructorWord = "constructor"
)

// verify returns the first violation of a rule, after the end of the life.
func (f *facts) verify() *finding {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, d := range f.doubts {
		excused := false
		for _, s := range d.excuses {
			excused = excused || f.isAbandoned(s)
		}
		if !excused {
			return &finding{rule: d.rule, text: d.text + "\nabandoned in this life: " + strings.Join(slices.Sorted(maps.Keys(f.abandoned)), ", ")}
		}
	}
	for _, in := range f.instances {
		for _, s := range in.steps {
			if rule, wrong := s.count(); wrong {
				return &finding{rule: rule, text: s.String() + ": " + s.counts()}
			}
		}
	}
	return nil
}

// count returns the rule that a step's calls violate at the end of a life.
func (s *step) count() (rule string, violated bool) {
	switch s.kind {
	case kindPair:
		return "stop-exactly-once", s.up && s.stops != 1 || !s.up && s.stops > 0
	case kindCleanup:
		return "cleanup-exactly-once", !s.late && s.stops != 1
	case kindGo, kindServe:
		return "task-exactly-once", s.late && s.starts != 1 && !s.repeatable
	default:
		return "", false
	}
}

func (s *step) counts() string {
	return fmt.Sprintf("%d starts, %d of which returned, up: %t, %d stops, %d of which returned", s.starts, s.started, s.up, s.stops, s.stopped)
}
