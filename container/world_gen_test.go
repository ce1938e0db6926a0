// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"fmt"
	"reflect"

	"pgregory.net/rapid"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// generator makes up worlds. Most of what it makes can be built: constructors
// ask for what earlier ones give, and give what is not given yet. Now and then
// it does neither, which makes missing dependencies, cycles and duplicates.
type generator struct {
	t        *rapid.T
	given    map[registration.Key]bool
	keys     []registration.Key        // the keys of given without a group, in order
	groups   []registration.Key        // those with one
	shaky    []registration.Key        // keys that might be broken
	eaten    map[registration.Key]bool // groups that an earlier constructor collects
	wild     bool                      // rarely is possible
	reckless bool                      // the constructor that is being drawn asks for anything
}

func drawWorld(t *rapid.T) *world {
	g := newGenerator(t)
	g.wild = g.chance("wild", 45)
	return g.world()
}

func newGenerator(t *rapid.T) *generator {
	return &generator{t: t, given: map[registration.Key]bool{}, eaten: map[registration.Key]bool{}}
}

func (g *generator) world() *world {
	w := &world{}
	for range g.number("constructors", 1, 12) {
		w.ctors = append(w.ctors, g.constructor(len(w.ctors)))
	}
	for range g.number("invokes", 1, 3) {
		w.ctors = append(w.ctors, g.invoke(len(w.ctors)))
	}
	w.ctors = rapid.Permutation(w.ctors).Draw(g.t, "registration order")
	return w
}

// number is evenly distributed, unlike rapid's numbers, which tend to be small.
// Shrinking makes it low.
func (g *generator) number(what string, low, high int) int {
	return low + g.bits(what)*(high-low+1)/32
}

// chance is true in so many of a hundred cases. Shrinking makes it false.
func (g *generator) chance(what string, percent int) bool {
	return g.bits(what)*100/32 >= 100-percent
}

func (g *generator) bits(what string) int {
	n := 0
	for range 5 {
		n *= 2
		if rapid.Bool().Draw(g.t, what) {
			n++
		}
	}
	return n
}

// rarely is chance in wild worlds, and false in others.
func (g *generator) rarely(what string, percent int) bool {
	return g.wild && g.chance(what, percent)
}

func (g *generator) constructor(id int) *ctor {
	c := &ctor{id: id}
	g.reckless = false
	if g.chance("value", 12) {
		c.kind = graph.KindValue
		c.results = []result{{key: registration.Key{Type: g.pickType()}}}
	} else {
		c.params = g.params(3)
		c.variadic = g.chance("variadic", 15)
		c.results = g.results()
		c.hasErr = g.chance("error result", 40)
		if c.hasErr && g.chance("fails", 12) {
			c.err = fmt.Errorf("boom %d", id)
		}
		c.eager = g.chance("eager", 10)
	}
	g.options(c)
	for _, gift := range c.gifts() {
		if g.reckless && gift.key.Group == "" {
			g.shaky = append(g.shaky, gift.key)
		}
		switch {
		case g.given[gift.key]:
		case gift.key.Group != "":
			g.groups = append(g.groups, gift.key)
		default:
			g.keys = append(g.keys, gift.key)
		}
		g.given[gift.key] = true
	}
	return c
}

func (g *generator) invoke(id int) *ctor {
	c := &ctor{id: id, kind: graph.KindInvoke, params: g.params(4), variadic: g.chance("variadic", 10)}
	if g.chance("results of an invoke", 10) {
		c.results = []result{{key: registration.Key{Type: g.pickType()}}}
	}
	c.hasErr = g.chance("error result", 30)
	if c.hasErr && g.chance("fails", 10) {
		c.err = fmt.Errorf("boom %d", id)
	}
	return c
}

// options draws options that suit the results, and sees to it that the keys are
// fresh, save rarely.
func (g *generator) options(c *ctor) {
	structs := c.results[0].fields != nil
	single := len(c.results) == 1 && !structs
	if single && !c.results[0].flatten && g.chance("as", 35) {
		g.as(c)
	}
	switch {
	case structs:
	case single && c.results[0].flatten:
		c.group = g.pickGroup()
	case g.chance("group", 35):
		c.group = g.pickGroup()
	case g.chance("name", 25):
		c.name = g.pickName()
	}
	g.refresh(c)
}

func (g *generator) as(c *ctor) {
	t := c.results[0].key.Type
	for _, i := range []reflect.Type{readerType, writerType} {
		if t.Implements(i) && g.chance("as", 70) {
			c.as = append(c.as, i)
		}
	}
	if len(c.as) > 0 && t.Kind() != reflect.Interface {
		c.self = g.chance("self", 30)
	}
}

// refresh renames keys that have a provider, and moves those that an earlier
// constructor collects to another group.
func (g *generator) refresh(c *ctor) {
	for try := 0; g.clashes(c) && !g.rarely("clash", 20); try++ {
		fresh := fmt.Sprintf("n%d_%d", c.id, try)
		switch {
		case c.group != "":
			c.group = fresh
		case c.results[0].fields == nil:
			c.name = fresh
		default:
			renameAll(c.results, fresh)
		}
	}
}

func (g *generator) clashes(c *ctor) bool {
	seen := map[registration.Key]bool{}
	for _, gift := range c.gifts() {
		k := gift.key
		if k.Group != "" && g.eaten[k] || k.Group == "" && (g.given[k] || seen[k]) {
			return true
		}
		seen[k] = true
	}
	return false
}

// renameAll gives every field of result structs its own name or group.
func renameAll(rs []result, fresh string) {
	for i := range rs {
		r := &rs[i]
		own := fmt.Sprintf("%s_%d", fresh, i)
		switch {
		case r.fields != nil:
			renameAll(r.fields, own)
		case r.key.Group != "":
			r.key.Group = own
		default:
			r.key.Name = own
		}
	}
}

func (g *generator) results() []result {
	if g.chance("flatten", 8) {
		return []result{{key: registration.Key{Type: g.pickType()}, flatten: true, size: g.number("size", 0, 3)}}
	}
	if g.chance("result struct", 35) {
		return []result{{fields: g.fields(2)}}
	}
	if g.chance("two results", 20) {
		return []result{{fields: g.fields(1)}, {fields: g.fields(1)}}
	}
	n := g.number("results", 1, 2)
	var rs []result
	for i, t := range rapid.Permutation(pool).Draw(g.t, "types")[:n] {
		if i == 0 || !g.given[registration.Key{Type: t}] {
			rs = append(rs, result{key: registration.Key{Type: t}})
		}
	}
	return rs
}

func (g *generator) fields(depth int) []result {
	var rs []result
	for range g.number("fields", 1, 3) {
		r := result{key: registration.Key{Type: g.pickType()}}
		switch {
		case depth > 1 && g.chance("nested", 15):
			r = result{fields: g.fields(depth - 1)}
		case g.chance("grouped", 40):
			r.key.Group = g.pickGroup()
			r.flatten = g.chance("flatten", 30)
			r.size = g.number("size", 0, 2)
		case g.chance("named", 30):
			r.key.Name = g.pickName()
		}
		rs = append(rs, r)
	}
	return rs
}

func (g *generator) params(most int) []param {
	var ps []param
	for range g.number("parameters", 0, most) {
		if g.chance("parameter struct", 50) {
			ps = append(ps, g.paramStruct(2))
		} else if p, ok := g.param(false); ok {
			ps = append(ps, p)
		}
	}
	return ps
}

func (g *generator) paramStruct(depth int) param {
	p := param{fields: []param{}, ignoreUnexported: g.chance("unexported", 10)}
	for range g.number("fields", 0, 3) {
		if depth > 1 && g.chance("nested", 20) {
			p.fields = append(p.fields, g.paramStruct(depth-1))
		} else if f, ok := g.param(true); ok {
			p.fields = append(p.fields, f)
		}
	}
	return p
}

// param draws one parameter. Outside of a struct it has no tags.
func (g *generator) param(tags bool) (param, bool) {
	if g.chance("scoped", 7) {
		return param{key: registration.Key{Type: handleType}}, true
	}
	if tags && g.chance("group", 35) {
		p := param{key: registration.Key{Type: g.pickType(), Group: g.pickGroup()}, soft: g.chance("soft", 30)}
		if len(g.groups) > 0 && g.chance("given group", 80) {
			p.key = g.pickKey(g.groups)
		}
		g.eaten[p.key] = true
		return p, true
	}
	p := param{optional: tags && (g.chance("optional", 25) || len(g.shaky) > 0 && g.chance("optional", 40))}
	var known []registration.Key
	for _, k := range g.keys {
		if tags || k.Name == "" {
			known = append(known, k)
		}
	}
	switch {
	case p.optional && len(g.shaky) > 0 && g.chance("shaky", 80):
		p.key = g.pickKey(g.shaky)
	case p.optional && g.chance("anything", 40), g.rarely("anything", 16):
		g.reckless = g.reckless || !p.optional
		p.key = registration.Key{Type: g.pickType()}
		if tags && g.chance("named", 30) {
			p.key.Name = g.pickName()
		}
	case len(known) == 0:
		return p, false
	default:
		p.key = g.pickKey(known)
	}
	return p, true
}

func (g *generator) pickType() reflect.Type {
	return pool[g.number("type", 0, len(pool)-1)]
}

func (g *generator) pickKey(keys []registration.Key) registration.Key {
	return keys[g.number("key", 0, len(keys)-1)]
}

func (g *generator) pickName() string {
	return []string{"a", "b"}[g.number("which name", 0, 1)]
}

func (g *generator) pickGroup() string {
	return []string{"g", "h"}[g.number("which group", 0, 1)]
}
