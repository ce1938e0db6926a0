// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"github.com/facet-go/facet/provide"
)

// scope is what a module adds to what is visible around it: what is private to it,
// and what it decorates. That of the app itself holds all that is public.
type scope struct {
	parent     *scope // nil for that of the app
	module     *provide.Module
	decorators map[provide.Key][]int // in listing order

	providers providerMap // the node that gives a key
	replaced  providerMap // the node that gave it, and was replaced by one that does not
}

// scopeOf returns the world of a module, which is made on demand.
func (c *Container) scopeOf(m *provide.Module) *scope {
	if m == nil {
		return c.rootScope
	}
	w := c.scopes[m]
	if w == nil {
		w = &scope{parent: c.scopeOf(m.Parent), module: m}
		c.scopes[m] = w
	}
	return w
}

// resultScope returns the world in which, and below which, what a node gives is seen.
func (c *Container) resultScope(s *provide.Spec) *scope {
	if s.Private {
		return c.scopeOf(s.Module)
	}
	for m := s.Module; m != nil; m = m.Parent {
		if m.Private {
			return c.scopeOf(m)
		}
	}
	return c.rootScope
}

// isWithin tells whether what is at home in another world is visible in w.
func (w *scope) isWithin(home *scope) bool {
	for ; w != nil; w = w.parent {
		if w == home {
			return true
		}
	}
	return false
}

// lookup returns the node that gives a key to what is in w, and the world where
// that is at home: the nearest.
//
// What a replaced constructor gave hides what is around it: who asked for that must
// not be given another value without a word.
func (w *scope) lookup(key provide.Key) (node int, home *scope, ok bool) {
	for ; w != nil; w = w.parent {
		if w.providers.len()+w.replaced.len() == 0 {
			continue // most modules; to look into no map takes as long as into a small one
		}
		if node, ok := w.providers.get(key); ok {
			return node, w, true
		}
		if _, ok := w.replaced.get(key); ok {
			break
		}
	}
	return 0, nil, false
}

// lookupReplaced is lookup that also finds what a replaced constructor gave.
func (w *scope) lookupReplaced(key provide.Key) (node int, home *scope, ok bool) {
	for ; w != nil; w = w.parent {
		if node, ok := w.providers.get(key); ok {
			return node, w, true
		}
		if node, ok := w.replaced.get(key); ok {
			return node, w, true
		}
	}
	return 0, nil, false
}

// lastDecorator returns the last decorator of a key on the way from w to the world
// where the key is at home.
func (w *scope) lastDecorator(key provide.Key, home *scope) (node int, ok bool) {
	for ; w != nil; w = w.parent {
		if w.decorators != nil {
			if list := w.decorators[key]; len(list) > 0 {
				return list[len(list)-1], true
			}
		}
		if w == home {
			break
		}
	}
	return 0, false
}

// addDecorator files a decorator of a key.
func (w *scope) addDecorator(key provide.Key, node int) {
	if w.decorators == nil {
		w.decorators = map[provide.Key][]int{}
	}
	w.decorators[key] = append(w.decorators[key], node)
}

// previousDecorator returns the decorator whose product a decorator in w changes further, if
// there is one.
func (w *scope) previousDecorator(decorator int, key provide.Key, home *scope) (node int, ok bool) {
	previous := -1
	for _, d := range w.decorators[key] {
		if d == decorator {
			break
		}
		previous = d
	}
	switch {
	case previous >= 0:
		return previous, true
	case w == home:
		return 0, false
	default:
		return w.parent.lastDecorator(key, home)
	}
}
