// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

import (
	"fmt"
	"reflect"

	"github.com/facet-go/facet/graph"
)

// Cleanup is the option provide.Cleanup.
func Cleanup() Option { return option{"Cleanup()", func(c *config) { c.cleanup = true }} }

// readCleanup reads the last of n results as the cleanup of the component, if it is one,
// and returns the number of the others. Without the option it is a problem: nothing would
// call the function.
func (r *reader) readCleanup(n int) int {
	t := r.spec.Func.Type()
	isCleanup := n > 1 && isCleanupType(t.Out(n-1)) && tagAt(r.config.results, n-1) == ""
	switch {
	case isCleanup && r.config.cleanup:
		r.spec.CleanupResult = n - 1
		return n - 1
	case r.config.cleanup:
		r.addProblem("bad-option", "Cleanup() needs a func() or func() error after what the constructor provides, as its last result but an error; leave it out")
	case isCleanup && r.spec.Kind == graph.KindConstructor && r.config.name == "" && r.config.group == "":
		r.resultProblem("cleanup-result", n-1, nil, fmt.Sprintf(
			"nothing would call the %v, which is a cleanup in other libraries; add provide.Cleanup(), and the stop calls it, or provide a named type if it is a value", t.Out(n-1)))
	}
	return n
}

func isCleanupType(t reflect.Type) bool {
	return t == reflect.TypeFor[func()]() || t == reflect.TypeFor[func() error]()
}

// Cleanup returns the cleanup among the results of a constructor; nil if there is none.
func (s *Spec) Cleanup(results []reflect.Value) func() error {
	if s.CleanupResult == 0 {
		return nil
	}
	switch fn := results[s.CleanupResult].Interface().(type) {
	case func() error:
		return fn
	case func():
		if fn != nil {
			return func() error { fn(); return nil }
		}
	}
	return nil
}
