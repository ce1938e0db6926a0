// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"context"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// reg is one registration of an app with modules.
type reg struct {
	id             int
	kind           graph.Kind
	replaces       bool
	module         *registration.Module
	private, eager bool
	params         []need
	results        []registration.Key
	flat           bool               // it gives two members to each of its groups
	hook           []need             // the parameters of a hook, after the first result
	after, before  []registration.Key // order-only
	fate           fate
	cancel         context.CancelCauseFunc // of the build
	displaced      bool                    // found out by the reference
	replacements   []*reg                  // for a replacement
	seated         *registration.Module    // the module of a replaced node, for a replacement
}

type need struct {
	key            registration.Key
	optional, soft bool
}

// seat is a key where it is at home.
type seat struct {
	home *registration.Module
	key  registration.Key
}

// reference says what every function receives, from the definitions alone: it
// looks at all registrations again for each question.
type reference struct {
	regs     []*reg
	seats    map[seat]*reg // nil for what a replacement left out
	refused  bool          // registrations contradict each other
	dup      bool          // a key twice in one home
	values   map[*reg]string
	calls    []string
	unseated map[seat]bool // groups that a displaced constructor was a member of, and its replacement is not
}

func around(m *registration.Module) []*registration.Module {
	path := []*registration.Module{m}
	for ; m != nil; m = m.Parent {
		path = append(path, m.Parent)
	}
	return path
}

func (r *reg) home() *registration.Module {
	if r.replaces {
		return r.seated
	}
	if r.private {
		return r.module
	}
	at := slices.IndexFunc(around(r.module), func(m *registration.Module) bool { return m == nil || m.Private })
	return around(r.module)[at]
}

func (r *reg) gives(key registration.Key) bool { return slices.Contains(r.results, key) }

func newReference(regs []*reg) *reference {
	f := &reference{regs: regs, seats: map[seat]*reg{}, values: map[*reg]string{}, unseated: map[seat]bool{}}
	constructors := func(yield func(*reg, registration.Key), replaces bool) {
		for _, r := range regs {
			for _, key := range r.results {
				if r.kind == graph.KindConstructor && r.replaces == replaces {
					yield(r, key)
				}
			}
		}
	}
	constructors(func(r *reg, key registration.Key) {
		if s := (seat{r.home(), key}); key.Group == "" {
			f.dup = f.dup || f.seats[s] != nil
			if f.seats[s] == nil {
				f.seats[s] = r
			}
		}
	}, false)
	before := map[seat]*reg{}
	maps.Copy(before, f.seats)
	constructors(func(r *reg, key registration.Key) {
		if key.Group == "" {
			f.displace(before, r, key)
		}
	}, true)
	constructors(func(r *reg, key registration.Key) {
		covered := slices.ContainsFunc(regs, func(n *reg) bool { return slices.Contains(r.replacements, n) && n.gives(key) })
		if r.displaced && key.Group != "" && !covered {
			f.unseated[seat{r.home(), key}] = true
		}
	}, false)
	return f
}

// displace seats a replacement under a key.
func (f *reference) displace(before map[seat]*reg, r *reg, key registration.Key) {
	path := around(r.module)
	at := slices.IndexFunc(path, func(m *registration.Module) bool { return before[seat{m, key}] != nil })
	if at < 0 {
		f.refused = true
		return
	}
	s := seat{path[at], key}
	old := before[s]
	if f.seats[s] != nil && f.seats[s].replaces {
		f.refused = true
		return
	}
	f.refused = f.refused || f.privateInVain(r, s.home)
	r.seated = s.home
	old.replacements = append(old.replacements, r)
	if !old.displaced {
		old.displaced = true
		for _, k := range old.results {
			if k.Group == "" && f.seats[seat{s.home, k}] == old {
				f.seats[seat{s.home, k}] = nil
			}
		}
	}
	f.seats[s] = r
}

// privateInVain reports whether a replacement is private where what it replaces is not,
// and nothing else is for the same reason.
func (f *reference) privateInVain(r *reg, home *registration.Module) bool {
	own := *r
	own.replaces = false
	hidden := own.home()
	if slices.Contains(around(home), hidden) {
		return false
	}
	return r.private || !slices.ContainsFunc(f.regs, func(n *reg) bool {
		return n.kind == graph.KindConstructor && !n.replaces && len(n.results) > 0 && n.home() == hidden
	})
}

// versions returns the decorators of a key that is at home somewhere, as r sees
// it, outermost first.
func (f *reference) versions(r *reg, key registration.Key, home *registration.Module) []*reg {
	path := around(r.module)
	if key.Group == "" {
		path = path[:slices.Index(path, home)+1]
	}
	var all []*reg
	for _, m := range slices.Backward(path) {
		for _, d := range f.regs {
			if d == r {
				if m == r.module && d.kind == graph.KindDecorator && d.gives(key) {
					return all
				}
				continue
			}
			if d.kind == graph.KindDecorator && d.module == m && d.gives(key) {
				all = append(all, d)
			}
		}
	}
	return all
}

// filling is what fills a parameter.
type filling struct {
	from    *reg   // or nil
	members []*reg // of a group
	missing bool
	partial bool // a replacement left it out
}

func (f *reference) fill(r *reg, key registration.Key) filling {
	if key.Group != "" {
		return f.fillGroup(r, key)
	}
	for _, m := range around(r.module) {
		given, seated := f.seats[seat{m, key}]
		switch {
		case seated && given == nil:
			return filling{missing: true, partial: true}
		case seated:
			if all := f.versions(r, key, m); len(all) > 0 {
				given = all[len(all)-1]
			}
			return filling{from: given}
		}
	}
	return filling{missing: true}
}

func (f *reference) fillGroup(r *reg, key registration.Key) filling {
	if all := f.versions(r, key, nil); len(all) > 0 {
		return filling{from: all[len(all)-1]}
	}
	var g filling
	path := around(r.module)
	for _, m := range path {
		g.partial = g.partial || f.unseated[seat{m, key}]
	}
	for _, n := range f.regs {
		if n.kind == graph.KindConstructor && !n.displaced && n.gives(key) && slices.Contains(path, n.home()) {
			g.members = append(g.members, n)
		}
	}
	return g
}

// decoratesNothing reports whether a decorator has nothing to decorate.
func (f *reference) decoratesNothing(d *reg) bool {
	return slices.ContainsFunc(d.results, func(key registration.Key) bool {
		bare := *d
		bare.kind, bare.results = graph.KindInvoke, nil
		if key.Group == "" {
			return f.fill(&bare, key).missing
		}
		undecorated := reference{regs: slices.DeleteFunc(slices.Clone(f.regs), func(r *reg) bool { return r.kind == graph.KindDecorator })}
		return len(undecorated.fillGroup(&bare, key).members) == 0
	})
}

// deps returns what r needs, in order.
func (f *reference) deps(r *reg, soft bool) []*reg {
	var all []*reg
	for _, p := range slices.Concat(r.params, r.hook) {
		g := f.fill(r, p.key)
		if g.from != nil {
			all = append(all, g.from)
		}
		if soft || !p.soft {
			all = append(all, g.members...)
		}
	}
	return all
}

// predecessors returns the order-only predecessors of r.
func (f *reference) predecessors(r *reg) []*reg {
	var all []*reg
	for _, o := range f.regs {
		if o.displaced {
			continue
		}
		if o == r {
			for _, key := range o.after {
				all = append(all, f.versionsFor(o, key)...)
			}
		}
		for _, key := range o.before {
			if slices.Contains(f.versionsFor(o, key), r) {
				all = append(all, o)
			}
		}
	}
	return all
}

// versionsFor returns what gives a key where r sees it, and what r would receive.
func (f *reference) versionsFor(r *reg, key registration.Key) []*reg {
	for _, m := range around(r.module) {
		given, seated := f.seats[seat{m, key}]
		switch {
		case seated && given == nil:
			return nil
		case seated:
			return []*reg{given, f.fill(r, key).from}
		}
	}
	return nil
}

// closure returns what some registrations need, themselves included.
func (f *reference) closure(roots []*reg) []*reg {
	var all []*reg
	visit := func(*reg) {}
	visit = func(r *reg) {
		if !slices.Contains(all, r) {
			all = append(all, r)
			for _, d := range f.deps(r, false) {
				visit(d)
			}
		}
	}
	for _, r := range roots {
		visit(r)
	}
	return all
}

// fault returns what is wrong among some registrations, "" for nothing.
func (f *reference) fault(among []*reg) string {
	for _, r := range among {
		for _, p := range slices.Concat(r.params, r.hook) {
			switch g := f.fill(r, p.key); {
			case g.partial:
				return "partial-replacement"
			case g.missing && !p.optional:
				return "missing-dependency"
			}
		}
	}
	for _, r := range among { // folded where it follows
		for _, key := range slices.Concat(r.after, r.before) {
			if len(f.versionsFor(r, key)) == 0 {
				return "order-of-nothing"
			}
		}
	}
	state := map[*reg]int{}
	cyclic := false
	visit := func(*reg) {}
	visit = func(r *reg) {
		cyclic = cyclic || state[r] == 1
		if state[r] != 0 || !slices.Contains(among, r) {
			return
		}
		state[r] = 1
		for _, d := range slices.Concat(f.deps(r, true), f.predecessors(r)) {
			visit(d)
		}
		state[r] = 2
	}
	for _, r := range among {
		visit(r)
	}
	if cyclic {
		return "dependency-cycle"
	}
	return ""
}

func (f *reference) roots() []*reg {
	return slices.DeleteFunc(slices.Clone(f.regs), func(r *reg) bool {
		return r.displaced || r.kind != graph.KindInvoke && !r.eager
	})
}

// call plays the call of r's function, and of what comes before.
func (f *reference) call(r *reg, among []*reg) {
	if _, done := f.values[r]; done {
		return
	}
	for _, d := range f.predecessors(r) {
		if slices.Contains(among, d) {
			f.call(d, among)
		}
	}
	for _, d := range f.deps(r, false) {
		f.call(d, among)
	}
	v := trace(r.id, f.arguments(r, r.params))
	f.values[r] = v
	f.calls = append(f.calls, v)
	if r.hook != nil {
		f.calls = append(f.calls, "hook "+trace(r.id, append([]string{produced(v, 0)}, f.arguments(r, r.hook)...)))
	}
}

func (f *reference) arguments(r *reg, needs []need) []string {
	args := make([]string, len(needs))
	for i, p := range needs {
		args[i] = f.argument(r, p)
	}
	return args
}

func (f *reference) argument(r *reg, p need) string {
	g := f.fill(r, p.key)
	part := func(n *reg) string {
		v := produced(f.values[n], slices.Index(n.results, p.key))
		if n.flat && p.key.Group != "" {
			return v + " " + v + "'"
		}
		return v
	}
	switch {
	case p.key.Group != "" && g.from != nil:
		return "[" + part(g.from) + "]"
	case p.key.Group != "":
		var all []string
		for _, m := range g.members {
			if _, made := f.values[m]; made {
				all = append(all, part(m))
			}
		}
		return "[" + strings.Join(all, " ") + "]"
	case g.from != nil:
		return part(g.from)
	default:
		return ""
	}
}

// trace is what a function does, told by its arguments; long ones are cut.
func trace(id int, args []string) string {
	text := fmt.Sprintf("%d(%s)", id, strings.Join(args, ", "))
	if len(text) < 150 {
		return text
	}
	h := fnv.New64()
	_, _ = h.Write([]byte(text))
	return fmt.Sprintf("%d(%s ... %x)", id, text[:60], h.Sum64())
}

// produced is the value that a call gives under its i-th key. A decorator gives a
// group of one member.
func produced(call string, i int) string { return fmt.Sprintf("%s#%d", call, i) }
