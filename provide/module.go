// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import "sync/atomic"

// Module is a named part of an app, in which constructors are registered. Whoever
// registers sets it; it must not change once a container has been made of the
// Specs, and Name and Parent must not once Path was called.
type Module struct {
	Name     string
	Parent   *Module // nil for a part of the app itself
	Parallel bool    // its components are one parallel group
	Private  bool    // all that it provides is seen only in it and below

	path atomic.Pointer[string] // nil until it is asked for
}

// Path returns the names of the module and of those around it, joined by dots; ""
// for nil, which is the app itself. It is put together once.
func (m *Module) Path() string {
	switch {
	case m == nil:
		return ""
	case m.Parent == nil:
		return m.Name
	}
	if path := m.path.Load(); path != nil {
		return *path
	}
	path := m.Parent.Path() + "." + m.Name
	m.path.Store(&path)
	return path
}

// ParallelGroup returns the path of the nearest module, from this one outwards,
// that is a parallel group; "" if there is none.
func (m *Module) ParallelGroup() string {
	for ; m != nil; m = m.Parent {
		if m.Parallel {
			return m.Path()
		}
	}
	return ""
}
