// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"github.com/facet-go/facet/provide"
)

// world is what a module adds to what is visible around it: what is private to it,
// and what it decorates. That of the app itself holds all that is public.
type world struct {
	around     *world // nil for that of the app
	module     *provide.Module
	decorators map[provide.Key][]int // in listing order

	given     byKey // the node that gives a key
	displaced byKey // the node that gave it, and was replaced by one that does not
}

// worldOf returns the world of a module, which is made on demand.
func (c *Container) worldOf(m *provide.Module) *world {
	if m == nil {
		return c.app
	}
	w := c.worlds[m]
	if w == nil {
		w = &world{around: c.worldOf(m.Parent), module: m}
		c.worlds[m] = w
	}
	return w
}

// home returns the world in which, and below which, what a node gives is seen.
func (c *Container) home(s *provide.Spec) *world {
	if s.Private {
		return c.worldOf(s.Module)
	}
	for m := s.Module; m != nil; m = m.Parent {
		if m.Private {
			return c.worldOf(m)
		}
	}
	return c.app
}

// sees tells whether what is at home in another world is visible in w.
func (w *world) sees(home *world) bool {
	for ; w != nil; w = w.around {
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
func (w *world) lookup(key provide.Key) (node int, home *world, ok bool) {
	for ; w != nil; w = w.around {
		if w.given.len()+w.displaced.len() == 0 {
			continue // most modules; to look into no map takes as long as into a small one
		}
		if node, ok := w.given.get(key); ok {
			return node, w, true
		}
		if _, ok := w.displaced.get(key); ok {
			break
		}
	}
	return 0, nil, false
}

// listed is lookup that also finds what a replaced constructor gave.
func (w *world) listed(key provide.Key) (node int, home *world, ok bool) {
	for ; w != nil; w = w.around {
		if node, ok := w.given.get(key); ok {
			return node, w, true
		}
		if node, ok := w.displaced.get(key); ok {
			return node, w, true
		}
	}
	return 0, nil, false
}

// decorated returns the last decorator of a key on the way from w to the world
// where the key is at home.
func (w *world) decorated(key provide.Key, home *world) (node int, ok bool) {
	for ; w != nil; w = w.around {
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

// decorates files a decorator of a key.
func (w *world) decorates(key provide.Key, node int) {
	if w.decorators == nil {
		w.decorators = map[provide.Key][]int{}
	}
	w.decorators[key] = append(w.decorators[key], node)
}

// before returns the decorator whose product a decorator in w changes further, if
// there is one.
func (w *world) before(decorator int, key provide.Key, home *world) (node int, ok bool) {
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
		return w.around.decorated(key, home)
	}
}
