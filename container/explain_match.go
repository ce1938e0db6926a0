// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"fmt"
	"reflect"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// Kinds of matches, the most likely first.
const (
	constructorAsValue = iota // a value that is a constructor of the missing type
	sameType                  // under another name, in a group, or hidden by As
	implements
	pointer    // to the missing type, or the type that it points to
	assignable // to the missing type, or the other way round
	sameName
	nearlyImplements
	matchKinds
)

// match rates how similar a provided result is to a missing key.
type match struct {
	kind     int
	distance int               // orders matches of one kind
	describe func() graph.Near // nil if the result and the key have nothing in common
}

// withAdvice replaces the advice of a match whose result a consumer could use as it is.
func (m match) withAdvice(advice func(old string) string) match {
	if describe := m.describe; describe != nil && m.kind >= sameType && m.kind <= pointer {
		m.describe = func() graph.Near {
			near := describe()
			near.Change = advice(near.Change)
			return near
		}
	}
	return m
}

// match compares a result of n with a missing key.
func (n *node) match(want registration.Key, r registration.Result, hasField bool) match {
	have := r.Key
	sameTags := have.Name == want.Name && have.Group == want.Group
	matches := func(kind int, describe func() graph.Near) match {
		return match{kind: kind, describe: func() graph.Near {
			near := describe()
			near.Place = n.sourceOrPlace()
			return near
		}}
	}
	switch {
	case have.Type == want.Type:
		return matches(sameType, func() graph.Near { return n.describeOtherKey(want, have, hasField) })
	case have.Group != "" && want.Type.Kind() == reflect.Slice && have.Type == want.Type.Elem():
		return matches(sameType, func() graph.Near { return describeMember(have, hasField) })
	case sameTags && n.ownType(r) == want.Type:
		return matches(sameType, func() graph.Near {
			return graph.Near{
				Text:   shortType(want.Type) + " is provided as " + shortType(have.Type) + " only",
				Change: "add provide.Self() to its provide.As" + n.atPlace(),
			}
		})
	case sameTags && n.Kind == graph.KindValue && returnsType(have.Type, want.Type):
		return matches(constructorAsValue, func() graph.Near {
			return graph.Near{
				Text:   shortType(have.Type) + " is supplied as a value, and would provide " + shortType(want.Type) + " as a constructor",
				Change: "list it with facet.Provide" + n.atPlace(),
			}
		})
	case sameTags && (pointsTo(have.Type, want.Type) || pointsTo(want.Type, have.Type)):
		return matches(pointer, func() graph.Near { return describePointer(want.Type, have.Type) })
	case sameTags && areSimilarForms(have.Type, want.Type):
		return matches(assignable, func() graph.Near { return describeForm(want.Type, have.Type) })
	case want.Type.Kind() == reflect.Interface && have.Group == "" && have.Type.Implements(want.Type):
		return matches(implements, func() graph.Near { return n.describeImplementation(want, have, hasField) })
	case sameTags && have.Type.String() == want.Type.String() && graph.TypeName(have.Type) != graph.TypeName(want.Type):
		return matches(sameName, func() graph.Near {
			return graph.Near{
				Text:   graph.TypeName(have.Type) + " is provided",
				Change: "it is another type than " + graph.TypeName(want.Type) + "; compare the imports",
			}
		})
	case sameTags && want.Type.Kind() == reflect.Interface:
		return n.matchNearly(want.Type, have.Type, matches)
	default:
		return match{}
	}
}

// matchNearly matches a type that implements an interface only by its pointer, or has a
// similar name. It does not list the missing methods of the latter: a linker keeps all
// exported methods of a program that asks reflection for them.
func (n *node) matchNearly(want, have reflect.Type, matches func(int, func() graph.Near) match) match {
	byPointer := registration.PointerImplements(have, want)
	if !byPointer && !areSimilarNames(lowerName(have), lowerName(want)) {
		return match{}
	}
	m := matches(nearlyImplements, func() graph.Near {
		name := shortType(have)
		if byPointer {
			return graph.Near{
				Text:   fmt.Sprintf("%s has methods with pointer receivers: *%s implements %s", name, name, shortType(want)),
				Change: fmt.Sprintf("provide *%s, and %s", name, n.provideAs(want)),
			}
		}
		change := n.provideAs(want) + "; its error names the missing method"
		if n.Kind == graph.KindValue {
			change = n.provideAs(want) + "; the compiler names the missing method"
		}
		return graph.Near{Text: fmt.Sprintf("%s does not implement %s, but has a similar name", name, shortType(want)), Change: change}
	})
	if !byPointer {
		m.distance = 1
	}
	return m
}

// describeImplementation describes a type that implements the missing interface.
func (n *node) describeImplementation(want, have registration.Key, hasField bool) graph.Near {
	text := shortType(have.Type) + " implements " + shortType(want.Type)
	switch have.Name {
	case want.Name:
		return graph.Near{Text: text, Change: n.provideAs(want.Type)}
	case "":
		return graph.Near{Text: text + ", and is provided without a name", Change: n.provideAs(want.Type) + fmt.Sprintf(", with provide.Name(%q)", want.Name)}
	default:
		return graph.Near{
			Text:   fmt.Sprintf("%s, and is provided under the name %q", text, have.Name),
			Change: n.provideAs(want.Type) + fmt.Sprintf(", and ask for it with `name:%q`", have.Name) + tagHint(hasField),
		}
	}
}

// describeOtherKey describes the missing type under another name or in a group.
func (n *node) describeOtherKey(want, have registration.Key, hasField bool) graph.Near {
	switch {
	case have.Group != "":
		return describeMember(have, hasField)
	case have.Name != "":
		return graph.Near{
			Text:   fmt.Sprintf("%s is provided under the name %q", shortType(have.Type), have.Name),
			Change: fmt.Sprintf("ask for it with `name:%q`", have.Name) + tagHint(hasField),
		}
	default:
		return graph.Near{
			Text:   shortType(have.Type) + " is provided without a name",
			Change: fmt.Sprintf("ask for it without a name, or add provide.Name(%q)%s", want.Name, n.atPlace()),
		}
	}
}

func describeMember(have registration.Key, hasField bool) graph.Near {
	return graph.Near{
		Text:   fmt.Sprintf("%s is provided in the group %q", shortType(have.Type), have.Group),
		Change: fmt.Sprintf("ask for a []%s with `group:%q`", shortType(have.Type), have.Group) + tagHint(hasField),
	}
}

func describePointer(want, have reflect.Type) graph.Near {
	change := "ask for " + shortType(have)
	if have.Kind() != reflect.Interface { // a pointer to an interface is a mistake
		change += ", or provide " + shortType(want)
	}
	return graph.Near{Text: shortType(have) + " is provided", Change: change}
}

// tagHint says where a tag is written, to a consumer with a plain parameter.
func tagHint(hasField bool) string {
	if hasField {
		return ""
	}
	return " on a field of a struct that embeds facet.In"
}

// provideAs says how to provide a result as the interface t.
func (n *node) provideAs(t reflect.Type) string {
	if n.Kind == graph.KindValue {
		return fmt.Sprintf("supply it with facet.Value[%s]%s", shortType(t), n.atPlace())
	}
	return fmt.Sprintf("add provide.As[%s]()%s", shortType(t), n.atPlace())
}

// ownType returns the type of a result before As, or nil if it is not known.
func (n *node) ownType(r registration.Result) reflect.Type {
	var t reflect.Type
	switch {
	case n.Kind == graph.KindValue:
		t = n.Value.Type()
	case r.Arg >= n.Func.Type().NumOut():
		return nil // of a broken constructor
	default:
		t = n.Func.Type().Out(r.Arg)
	}
	if len(r.Field) > 0 {
		t = t.FieldByIndex(r.Field).Type
	}
	return t
}

// returnsType reports whether f is the type of a function that returns t.
func returnsType(f, t reflect.Type) bool {
	if f.Kind() != reflect.Func {
		return false
	}
	for i := range f.NumOut() {
		if f.Out(i) == t {
			return true
		}
	}
	return false
}

func pointsTo(p, t reflect.Type) bool { return p.Kind() == reflect.Pointer && p.Elem() == t }

// formOf returns a func, channel or slice type without its name and direction, or nil for
// another type. Types of one form are often meant to be the same.
func formOf(t reflect.Type) reflect.Type {
	switch t.Kind() {
	case reflect.Func:
		in, out := make([]reflect.Type, t.NumIn()), make([]reflect.Type, t.NumOut())
		for i := range in {
			in[i] = t.In(i)
		}
		for i := range out {
			out[i] = t.Out(i)
		}
		return reflect.FuncOf(in, out, t.IsVariadic())
	case reflect.Chan:
		return reflect.ChanOf(reflect.BothDir, t.Elem())
	case reflect.Slice:
		return reflect.SliceOf(t.Elem())
	default:
		return nil
	}
}

// areSimilarForms reports whether two types differ only by a name or the direction of a
// channel, so that a value of one can be used as the other.
func areSimilarForms(have, want reflect.Type) bool {
	form := formOf(have)
	return form != nil && form == formOf(want) && (have.AssignableTo(want) || want.AssignableTo(have))
}

// describeForm describes a type that differs from the missing one only by its form.
func describeForm(want, have reflect.Type) graph.Near {
	text := shortType(have) + " is provided"
	if have.AssignableTo(want) {
		text += ", and can be assigned to " + shortType(want)
	}
	return graph.Near{
		Text:   text + "; keys are exact types",
		Change: fmt.Sprintf("ask for %s, or provide %s: let the constructor return that type", shortType(have), shortType(want)),
	}
}
