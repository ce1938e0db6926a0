// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"slices"
	"strconv"

	"pgregory.net/rapid"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// moduleGenerator makes up apps with modules. Most can be built: what is asked
// for is mostly given by something that was drawn before.
type moduleGenerator struct {
	*generator
	plain, groups []registration.Key
	modules       []*registration.Module // the app, as nil, first
	regs          []*reg
}

func drawModules(t *rapid.T) []*reg {
	g := &moduleGenerator{generator: newGenerator(t)}
	g.plain, g.groups = moduleKeys()
	g.modules = []*registration.Module{nil}
	g.wild = g.chance("wild", 30)
	for i := range g.number("modules", 0, 4) {
		m := &registration.Module{Name: "m" + strconv.Itoa(i), Parent: g.module(), Private: g.chance("private module", 20)}
		if len(around(m)) <= 4 {
			g.modules = append(g.modules, m)
		}
	}
	for range g.number("constructors", 2, 12) {
		g.constructor()
	}
	for range g.number("decorators", 0, 5) {
		g.decorator()
	}
	for range g.number("replacements", 0, 2) {
		g.replacement()
	}
	for range g.number("invokes", 1, 4) {
		r := g.add(&reg{kind: graph.KindInvoke, module: g.module()})
		r.params = g.needs(r, 4)
	}
	if g.chance("permute", 40) {
		g.regs = rapid.Permutation(g.regs).Draw(t, "listing order")
	}
	return g.regs
}

func (g *moduleGenerator) module() *registration.Module {
	return rapid.SampledFrom(g.modules).Draw(g.t, "module")
}

func (g *moduleGenerator) add(r *reg) *reg {
	r.id = len(g.regs)
	g.regs = append(g.regs, r)
	return r
}

// visible returns the keys that are given so far where a module sees them.
func (g *moduleGenerator) visible(m *registration.Module, group bool) []registration.Key {
	var keys []registration.Key
	for _, r := range g.regs {
		if r.kind != graph.KindConstructor || r.replaces || !slices.Contains(around(m), r.home()) {
			continue
		}
		for _, key := range r.results {
			if (key.Group != "") == group && !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

func (g *moduleGenerator) needs(r *reg, most int) []need {
	var all []need
	for range g.number("needs", 0, most) {
		var n need
		visible := g.visible(r.module, false)
		switch {
		case g.chance("group", 25):
			n.key, n.soft = rapid.SampledFrom(g.groups).Draw(g.t, "group"), g.chance("soft", 25)
			if r.gives(n.key) {
				continue
			}
		case len(visible) == 0 || g.wild && g.chance("any", 15):
			n.key, n.optional = rapid.SampledFrom(g.plain).Draw(g.t, "any key"), !g.wild
		default:
			n.key, n.optional = rapid.SampledFrom(visible).Draw(g.t, "key"), g.chance("optional", 15)
		}
		if r.kind != graph.KindConstructor || !r.gives(n.key) {
			all = append(all, n)
		}
	}
	return all
}

func (g *moduleGenerator) constructor() {
	r := &reg{kind: graph.KindConstructor, module: g.module(), private: g.chance("private", 35), eager: g.chance("eager", 10)}
	for range g.number("results", 1, 2) {
		key := rapid.SampledFrom(slices.Concat(g.plain, g.groups)).Draw(g.t, "result")
		taken := slices.ContainsFunc(g.regs, func(o *reg) bool { return o.gives(key) && o.home() == r.home() })
		if !r.gives(key) && (key.Group != "" || !taken || g.wild && g.chance("twice", 5)) {
			r.results = append(r.results, key)
		}
	}
	if len(r.results) > 0 {
		r.params = g.needs(r, 3)
		r.flat = g.chance("flatten", 20) && slices.ContainsFunc(r.results, func(key registration.Key) bool { return key.Group != "" })
		if r.results[0].Group == "" && g.chance("hook", 20) {
			r.hook = g.needs(r, 2)
		}
		r.after, r.before = g.orders(r, nil), nil
		r.before = g.orders(r, r.after)
		g.add(r)
	}
}

// orders draws a key that r is ordered after or before.
func (g *moduleGenerator) orders(r *reg, but []registration.Key) []registration.Key {
	keys := g.visible(r.module, false)
	switch {
	case g.wild && g.chance("order by any", 4):
		keys = g.plain
	case len(keys) == 0 || !g.chance("order", 12):
		return nil
	}
	key := rapid.SampledFrom(keys).Draw(g.t, "ordered by")
	if r.gives(key) || slices.Contains(but, key) {
		return nil
	}
	return []registration.Key{key}
}

func (g *moduleGenerator) decorator() {
	r := &reg{kind: graph.KindDecorator, module: g.module()}
	candidates := slices.Concat(g.visible(r.module, false), g.visible(r.module, true))
	if len(candidates) == 0 {
		return
	}
	for range g.number("decorated", 1, 2) {
		key := rapid.SampledFrom(candidates).Draw(g.t, "decorated")
		if r.gives(key) {
			continue
		}
		r.results = append(r.results, key)
		if g.chance("of the old", 80) {
			r.params = append(r.params, need{key: key})
		}
	}
	if g.chance("needs more", 25) {
		r.params = append(r.params, g.needs(r, 2)...)
	}
	g.add(r)
}

func (g *moduleGenerator) replacement() {
	r := &reg{kind: graph.KindConstructor, replaces: true, module: g.module(), eager: g.chance("eager", 10)}
	candidates := g.visible(r.module, false)
	if len(candidates) == 0 {
		return
	}
	r.results = []registration.Key{rapid.SampledFrom(candidates).Draw(g.t, "replaced")}
	if g.chance("cover all", 80) {
		for _, m := range around(r.module) {
			at := slices.IndexFunc(g.regs, func(o *reg) bool {
				return o.kind == graph.KindConstructor && !o.replaces && o.home() == m && o.gives(r.results[0])
			})
			if at >= 0 {
				r.results = slices.Clone(g.regs[at].results)
				break
			}
		}
	}
	if g.chance("needs", 40) {
		r.params = g.needs(r, 2)
	}
	g.add(r)
}
