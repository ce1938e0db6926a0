// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import "github.com/facet-go/facet/internal/registration"

// scope holds the private providers and the decorators of one module. The root scope
// holds all public providers.
type scope struct {
	parent     *scope // nil for the root scope
	module     *registration.Module
	decorators map[registration.Key][]int // in listing order

	providers map[registration.Key]int
	// replaced holds the providers that were replaced by a node that does not provide the
	// key.
	replaced map[registration.Key]int
}

func newScope(parent *scope, m *registration.Module) *scope {
	return &scope{parent: parent, module: m, providers: map[registration.Key]int{}, replaced: map[registration.Key]int{}}
}

// scopeOf returns the scope of a module.
func (c *Container) scopeOf(m *registration.Module) *scope {
	if m == nil {
		return c.rootScope
	}
	s := c.scopes[m]
	if s == nil {
		s = newScope(c.scopeOf(m.Parent), m)
		c.scopes[m] = s
	}
	return s
}

// resultScope returns the scope in which the results of a registration are visible.
func (c *Container) resultScope(spec *registration.Spec) *scope {
	if spec.Private {
		return c.scopeOf(spec.Module)
	}
	for m := spec.Module; m != nil; m = m.Parent {
		if m.Private {
			return c.scopeOf(m)
		}
	}
	return c.rootScope
}

// isWithin reports whether s is outer or one of its descendants, so that what is provided
// in outer is visible in s.
func (s *scope) isWithin(outer *scope) bool {
	for ; s != nil; s = s.parent {
		if s == outer {
			return true
		}
	}
	return false
}

// lookup returns the provider of a key that is visible in s, and the scope in which it is
// provided: the nearest.
//
// A replaced key shadows outer scopes, so that a consumer never silently receives a
// different value.
func (s *scope) lookup(key registration.Key) (node int, home *scope, ok bool) {
	for ; s != nil; s = s.parent {
		if node, ok := s.providers[key]; ok {
			return node, s, true
		}
		if _, ok := s.replaced[key]; ok {
			break
		}
	}
	return 0, nil, false
}

// lookupReplaced is lookup that also finds replaced providers.
func (s *scope) lookupReplaced(key registration.Key) (node int, home *scope, ok bool) {
	for ; s != nil; s = s.parent {
		if node, ok := s.providers[key]; ok {
			return node, s, true
		}
		if node, ok := s.replaced[key]; ok {
			return node, s, true
		}
	}
	return 0, nil, false
}

// lastDecorator returns the decorator of a key that is applied last for consumers in s.
// home is the scope in which the key is provided.
func (s *scope) lastDecorator(key registration.Key, home *scope) (node int, ok bool) {
	for ; s != nil; s = s.parent {
		if list := s.decorators[key]; len(list) > 0 {
			return list[len(list)-1], true
		}
		if s == home {
			break
		}
	}
	return 0, false
}

func (s *scope) addDecorator(key registration.Key, node int) {
	if s.decorators == nil {
		s.decorators = map[registration.Key][]int{}
	}
	s.decorators[key] = append(s.decorators[key], node)
}

// previousDecorator returns the decorator that is applied before a decorator in s, if
// there is one.
func (s *scope) previousDecorator(decorator int, key registration.Key, home *scope) (node int, ok bool) {
	previous := -1
	for _, d := range s.decorators[key] {
		if d == decorator {
			break
		}
		previous = d
	}
	switch {
	case previous >= 0:
		return previous, true
	case s == home:
		return 0, false
	default:
		return s.parent.lastDecorator(key, home)
	}
}
