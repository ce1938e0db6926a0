// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"reflect"
	"slices"

	"pgregory.net/rapid"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

// ordering is After and Before of one type.
type ordering struct {
	after, before func(name ...string) provide.Option
}

func orderingOf[T any]() ordering { return ordering{provide.After[T], provide.Before[T]} }

var orderOptions = map[reflect.Type]ordering{
	pool[0]: orderingOf[*alpha](), pool[1]: orderingOf[*beta](), pool[2]: orderingOf[*gamma](), pool[3]: orderingOf[*delta](),
	pool[4]: orderingOf[text](), pool[5]: orderingOf[reader](), pool[6]: orderingOf[writer](),
}

func nameOf(k registration.Key) []string {
	if k.Name == "" {
		return nil
	}
	return []string{k.Name}
}

// drawOrder returns the world with order-only edges. Most of them agree with each
// other and with the dependencies: earlier constructors come first.
func drawOrder(t *rapid.T, w *world) *world {
	g := &generator{t: t}
	var targets []gift
	owners := map[registration.Key]int{} // ids
	for _, c := range w.ctors {
		for _, gift := range c.gifts() {
			if _, twice := owners[gift.key]; gift.key.Group == "" && !twice {
				owners[gift.key] = c.id
				targets = append(targets, gift)
			}
		}
	}
	ordered, contrary := &world{}, g.chance("contrary", 25)
	for _, c := range w.ctors {
		twin := *c
		ordered.ctors = append(ordered.ctors, &twin)
		if c.kind != graph.KindConstructor || len(targets) == 0 || !g.chance("ordered", 50) {
			continue
		}
		for range g.number("edges", 1, 3) {
			key := targets[g.number("target", 0, len(targets)-1)].key
			before := owners[key] > c.id
			switch {
			case contrary && g.chance("against", 20):
				before = !before
			case owners[key] == c.id:
				continue
			case contrary && g.chance("unprovided", 8):
				key.Name = "unprovided"
			}
			twin.orderBy(key, before)
		}
	}
	return ordered
}

// orderBy adds an order-only edge, unless there is one by that key.
func (c *ctor) orderBy(key registration.Key, before bool) {
	switch {
	case slices.Contains(c.after, key), slices.Contains(c.before, key):
	case before:
		c.before = append(c.before, key)
	default:
		c.after = append(c.after, key)
	}
}

// predecessors returns the order-only predecessors of c, each once.
func (o *oracle) predecessors(c *ctor) []*ctor {
	var all []*ctor
	for _, other := range o.w.ctors {
		gives := func(to *ctor) func(registration.Key) bool {
			return func(k registration.Key) bool { return len(o.givers[k]) > 0 && o.givers[k][0] == to }
		}
		if slices.ContainsFunc(c.after, gives(other)) || slices.ContainsFunc(other.before, gives(c)) {
			all = append(all, other)
		}
	}
	return all
}

// lost reports whether one of the ids is ordered by a key without a provider.
func (o *oracle) lost(ids map[int]bool) bool {
	unprovided := func(k registration.Key) bool { return len(o.givers[k]) == 0 }
	return slices.ContainsFunc(o.w.ctors, func(c *ctor) bool {
		return ids[c.id] && (slices.ContainsFunc(c.after, unprovided) || slices.ContainsFunc(c.before, unprovided))
	})
}

// ids returns those of all constructors.
func (w *world) ids() map[int]bool {
	all := map[int]bool{}
	for _, c := range w.ctors {
		all[c.id] = true
	}
	return all
}
