// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

import "sync/atomic"

// Module is a named part of an app that holds registrations. The registrar sets its
// fields. They must not change after a container is made of the Specs, and Name and
// Parent must not change after the first call of Path.
type Module struct {
	Name     string
	Parent   *Module // nil for a module at the top level
	Parallel bool    // its components are one parallel group
	Private  bool    // its results are visible only in it and its submodules

	path atomic.Pointer[string] // nil until the first call of Path
}

// Path returns the names of the module's ancestors and of the module, joined by dots.
// It is "" for nil, which is the app itself. Path is safe for concurrent use.
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

// ParallelGroup returns the path of the nearest parallel module among this one and its
// ancestors, or "".
func (m *Module) ParallelGroup() string {
	for ; m != nil; m = m.Parent {
		if m.Parallel {
			return m.Path()
		}
	}
	return ""
}
