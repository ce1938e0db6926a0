// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

// How likely a near miss is what was meant.
const (
	sameType = iota // under another name, in a group, or hidden by As
	implements
	pointer // to it, or what it points to
	sameName
	classes
)

// shown bounds the near misses of one problem.
const shown = 5

// nearMisses lists what almost is the missing key, the likeliest first. The key
// is asked for by a plain parameter or by a field, which can have tags. What asks
// for it cannot be what gives it.
func (c *Container) nearMisses(m *missing, field bool) []graph.Near {
	return c.rank(m, append(c.leftOut(m.key), c.special(m)...), func(n *node, r provide.Result) (int, graph.Near) { return n.near(m.key, r, field) })
}

// leftOut lists what would give a key and was left out by a condition.
func (c *Container) leftOut(key provide.Key) []graph.Near {
	var near []graph.Near
	for _, s := range c.skipped {
		if slices.ContainsFunc(s.Results, func(r provide.Result) bool { return r.Key == key }) {
			near = append(near, graph.Near{
				Text: fmt.Sprintf("%s gives %v, and was left out by facet.If", s.Name(), key), Place: s.Place,
				Change: "make its condition true, or list it without facet.If",
			})
		}
	}
	return near
}

// rank lists what near finds among all results, behind what comes first.
func (c *Container) rank(m *missing, first []graph.Near, look func(*node, provide.Result) (class int, miss graph.Near)) []graph.Near {
	var near [classes][]graph.Near
	near[sameType] = first
	asks := make(map[int]bool, len(m.by))
	for _, h := range m.by {
		asks[h.node] = true
	}
	for _, n := range c.nodes {
		if asks[n.index] || n.replacedBy != nil || n.Kind == graph.KindDecorator {
			continue
		}
		for _, r := range n.Results {
			class, miss := look(n, r)
			if miss.Text != "" && len(m.by) > 0 && !c.nodes[m.by[0].node].world.sees(n.home) {
				miss.Text, miss.Change = c.elsewhere(m, n, r, miss)
			}
			if miss.Text != "" && len(near[class]) < shown && !slices.Contains(near[class], miss) {
				near[class] = append(near[class], miss)
			}
		}
		if len(near[sameType]) == shown {
			break // nothing is likelier
		}
	}
	all := slices.Concat(near[:]...)
	return all[:min(len(all), shown)]
}

// elsewhere rewrites the near miss of a result that is private to a module in which
// the consumer is not.
func (c *Container) elsewhere(m *missing, n *node, r provide.Result, miss graph.Near) (text, change string) {
	privately := fmt.Sprintf(" privately in module %q", n.home.module.Path())
	if r.Key != m.key {
		return miss.Text + "," + privately, miss.Change + ", and have both in one module"
	}
	option := "provide.Private()"
	if !n.Private {
		option = "facet.Private()"
	}
	switch by := c.nodes[m.by[0].node]; {
	case by.index == c.call:
		change = "remove " + option + " there; a call is given what is seen outside of modules"
	case by.Kind == graph.KindDecorator:
		change = "list the decorator in that module, or remove " + option + " there"
	case by.Replaces && slices.ContainsFunc(by.Results, func(r provide.Result) bool { return r.Key == m.key }):
		change = "list the replacement in that module, or remove " + option + " there"
	default:
		change = "list the consumer in that module, or remove " + option + " there"
	}
	return r.Key.String() + " is provided" + privately, change
}

// special is the near miss of what a container cannot give in the way in which
// it is asked for.
func (c *Container) special(m *missing) []graph.Near {
	want := m.key.Type
	for t := range c.scoped {
		if pointsTo(t, want) {
			return []graph.Near{{Text: short(t) + " is made for each constructor that asks for it", Change: "ask for " + short(t)}}
		}
	}
	if want != reflect.TypeFor[context.Context]() {
		return nil
	}
	var near []graph.Near
	ofCall := func(h hop) bool { return h.node == c.call }
	if slices.ContainsFunc(m.by, ofCall) {
		near = append(near, graph.Near{
			Text:   "a function that is called is given the context of the call first",
			Change: "make it the first parameter",
		})
	}
	if !slices.ContainsFunc(m.by, func(h hop) bool { return !ofCall(h) }) {
		return near
	}
	return append(near, graph.Near{
		Text:   "hooks and tasks are given a context of their own",
		Change: "take the one of the hook, or ask for *facet.Lifecycle and use its Context method",
	})
}

// near says how a result of n differs from the key that is wanted, and what
// would make them meet. No text means that they are unrelated.
func (n *node) near(want provide.Key, r provide.Result, field bool) (class int, miss graph.Near) {
	have := r.Key
	plain := have.Name == want.Name && have.Group == want.Group
	switch {
	case have.Type == want.Type:
		class, miss = sameType, otherKey(want, have, field)
	case have.Group != "" && want.Type.Kind() == reflect.Slice && have.Type == want.Type.Elem():
		class, miss = sameType, inGroup(have, field)
	case plain && n.ownType(r) == want.Type:
		class, miss = sameType, graph.Near{
			Text:   short(want.Type) + " is provided as " + short(have.Type) + " only",
			Change: "add provide.Self() beside its provide.As",
		}
	case plain && want.Type.Kind() == reflect.Interface && have.Type.Implements(want.Type):
		class, miss = implements, graph.Near{Text: short(have.Type) + " implements " + short(want.Type), Change: n.provideAs(want.Type)}
	case plain && (pointsTo(have.Type, want.Type) || pointsTo(want.Type, have.Type)):
		class, miss = pointer, graph.Near{Text: short(have.Type) + " is provided", Change: "ask for " + short(have.Type)}
	case plain && have.Type.String() == want.Type.String():
		class, miss = sameName, graph.Near{
			Text:   graph.TypeName(have.Type) + " is provided",
			Change: "it is another type than " + graph.TypeName(want.Type) + "; look at the imports",
		}
	default:
		return 0, graph.Near{}
	}
	miss.Place = n.sourceOrPlace()
	return class, miss
}

// otherKey is the near miss of the same type under another key.
func otherKey(want, have provide.Key, field bool) graph.Near {
	switch {
	case have.Group != "":
		return inGroup(have, field)
	case have.Name != "":
		return graph.Near{
			Text:   fmt.Sprintf("%s is provided under the name %q", short(have.Type), have.Name),
			Change: fmt.Sprintf("ask for it with `name:%q`", have.Name) + inStruct(field),
		}
	default:
		return graph.Near{
			Text:   short(have.Type) + " is provided without a name",
			Change: fmt.Sprintf("ask for it without a name, or add provide.Name(%q) to its Provide", want.Name),
		}
	}
}

func inGroup(have provide.Key, field bool) graph.Near {
	return graph.Near{
		Text:   fmt.Sprintf("%s is provided in the group %q", short(have.Type), have.Group),
		Change: fmt.Sprintf("ask for a []%s with `group:%q`", short(have.Type), have.Group) + inStruct(field),
	}
}

// inStruct tells where tags go, to who asks by a plain parameter.
func inStruct(field bool) string {
	if field {
		return ""
	}
	return " on a field of a struct that embeds facet.In"
}

func (n *node) provideAs(t reflect.Type) string {
	if n.Kind == graph.KindValue {
		return fmt.Sprintf("supply it with facet.Value[%s]", short(t))
	}
	return fmt.Sprintf("add provide.As[%s]() to its Provide", short(t))
}

// ownType returns the type of a result before As.
func (n *node) ownType(r provide.Result) reflect.Type {
	t := n.signature().Out(r.Arg)
	if len(r.Field) > 0 {
		t = t.FieldByIndex(r.Field).Type
	}
	return t
}

func pointsTo(p, t reflect.Type) bool { return p.Kind() == reflect.Pointer && p.Elem() == t }

func short(t reflect.Type) string { return graph.ShortName(graph.TypeName(t)) }

func (n *node) sourceOrPlace() graph.Place {
	if p := n.Source(); !p.IsZero() {
		return p
	}
	return n.Place
}
