// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

func populated(what string, target any, want string) mistake {
	return mistake{what, func(at graph.Place) (*registration.Spec, []*graph.Problem) {
		return registration.Populate(target, at)
	}, []string{want}}
}

func wrongTargets() []mistake {
	return []mistake{
		populated("I populate nil", nil, "nil-target"),
		populated("I populate a nil pointer", (*DB)(nil), "nil-target"),
		populated("I populate a value", DB{}, "not-a-pointer"),
		populated("I populate with a function", func(*DB) {}, "not-a-pointer"),
		populated("I populate an error", new(error), "error-target"),
		populated("I populate an error of mine", new(*NotFound), "error-target"),
		populated("I populate a result struct", new(baseOut), "out-as-parameter"),
		populated("I populate In", new(provide.In), "bare-in"),
		populated("I populate a pointer to a parameter struct", new(*Stores), "pointer-to-in"),
		populated("I populate a struct with a bad tag", &struct {
			provide.In
			Route Route `optional:"yes"`
		}{}, "bad-tag"),
		populated("I populate an unexported field", &struct {
			provide.In
			db *DB
		}{}, "unexported-field"),
	}
}
