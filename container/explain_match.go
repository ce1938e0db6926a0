// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"fmt"
	"reflect"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

// How likely a near miss is what was meant.
const (
	constructorAsValue = iota // what would give it as a constructor is supplied as a value
	sameType                  // under another name, in a group, or hidden by As
	implements
	pointer // to it, or what it points to
	sameName
	nearlyImplements
	matchKinds
)

// match says how close a result comes to a key that is wanted.
type match struct {
	kind     int
	distance int               // what it takes, within the class
	describe func() graph.Near // nil if they are unrelated
}

// withAdvice has the likeness propose something else, if the result could be asked for
// as it is.
func (l match) withAdvice(change func(proposed string) string) match {
	if tell := l.describe; tell != nil && l.kind >= sameType && l.kind <= pointer {
		l.describe = func() graph.Near {
			miss := tell()
			miss.Change = change(miss.Change)
			return miss
		}
	}
	return l
}

// match says how a result of n differs from the key that is wanted, and what
// would make them meet.
func (n *node) match(want provide.Key, r provide.Result, field bool) match {
	have := r.Key
	plain := have.Name == want.Name && have.Group == want.Group
	is := func(class int, tell func() graph.Near) match {
		return match{kind: class, describe: func() graph.Near {
			miss := tell()
			miss.Place = n.sourceOrPlace()
			return miss
		}}
	}
	switch {
	case have.Type == want.Type:
		return is(sameType, func() graph.Near { return n.explainOtherKey(want, have, field) })
	case have.Group != "" && want.Type.Kind() == reflect.Slice && have.Type == want.Type.Elem():
		return is(sameType, func() graph.Near { return explainGroupMember(have, field) })
	case plain && n.ownType(r) == want.Type:
		return is(sameType, func() graph.Near {
			return graph.Near{
				Text:   shortType(want.Type) + " is provided as " + shortType(have.Type) + " only",
				Change: "add provide.Self() beside its provide.As" + n.atPlace(),
			}
		})
	case plain && n.Kind == graph.KindValue && isConstructorOf(have.Type, want.Type):
		return is(constructorAsValue, func() graph.Near {
			return graph.Near{
				Text:   shortType(have.Type) + " is supplied as a value, and would give " + shortType(want.Type) + " as a constructor",
				Change: "list it with facet.Provide" + n.atPlace(),
			}
		})
	case plain && (pointsTo(have.Type, want.Type) || pointsTo(want.Type, have.Type)):
		return is(pointer, func() graph.Near {
			change := "ask for " + shortType(have.Type)
			if have.Type.Kind() != reflect.Interface { // hardly anybody wants a pointer to one
				change += ", or provide " + shortType(want.Type)
			}
			return graph.Near{Text: shortType(have.Type) + " is provided", Change: change}
		})
	case want.Type.Kind() == reflect.Interface && have.Group == "" && have.Type.Implements(want.Type):
		return is(implements, func() graph.Near { return n.explainImplementation(want, have, field) })
	case plain && have.Type.String() == want.Type.String():
		return is(sameName, func() graph.Near {
			return graph.Near{
				Text:   graph.TypeName(have.Type) + " is provided",
				Change: "it is another type than " + graph.TypeName(want.Type) + "; look at the imports",
			}
		})
	case plain && want.Type.Kind() == reflect.Interface:
		return n.nearMatch(want.Type, have.Type, is)
	default:
		return match{}
	}
}

// explainImplementation is the near miss of what implements the interface that is wanted.
func (n *node) explainImplementation(want, have provide.Key, field bool) graph.Near {
	text := shortType(have.Type) + " implements " + shortType(want.Type)
	switch have.Name {
	case want.Name:
		return graph.Near{Text: text, Change: n.provideAs(want.Type)}
	case "":
		return graph.Near{Text: text + ", and is provided without a name", Change: n.provideAs(want.Type) + fmt.Sprintf(", with provide.Name(%q)", want.Name)}
	default:
		return graph.Near{
			Text:   fmt.Sprintf("%s, and is provided under the name %q", text, have.Name),
			Change: n.provideAs(want.Type) + fmt.Sprintf(", and ask for it with `name:%q`", have.Name) + tagHint(field),
		}
	}
}

// nearMatch is the likeness of a type that implements an interface but for its pointer
// receivers, or is named like it. Which methods the latter lacks is not told here: a
// linker keeps all exported methods of a program that asks reflection for them.
func (n *node) nearMatch(want, have reflect.Type, is func(int, func() graph.Near) match) match {
	byPointer := provide.PointerImplements(have, want)
	if !byPointer && !haveSimilarNames(have, want) {
		return match{}
	}
	l := is(nearlyImplements, func() graph.Near {
		name := shortType(have)
		if byPointer {
			return graph.Near{
				Text:   fmt.Sprintf("%s has methods with pointer receivers: *%s implements %s", name, name, shortType(want)),
				Change: fmt.Sprintf("provide *%s, and %s", name, n.provideAs(want)),
			}
		}
		change := n.provideAs(want) + "; the error of that names the method that is missing"
		if n.Kind == graph.KindValue {
			change = n.provideAs(want) + "; the compiler names the method that is missing"
		}
		return graph.Near{Text: fmt.Sprintf("%s does not implement %s, and is named like it", name, shortType(want)), Change: change}
	})
	if !byPointer {
		l.distance = 1
	}
	return l
}

// haveSimilarNames reports whether the name of one type is in that of another, whatever their
// packages: Users and PostgresUsers.
func haveSimilarNames(a, b reflect.Type) bool { return areSimilarNames(lowerName(a), lowerName(b)) }

// isConstructorOf tells whether a type is that of a function that returns t.
func isConstructorOf(f, t reflect.Type) bool {
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

// explainOtherKey is the near miss of the same type under another key.
func (n *node) explainOtherKey(want, have provide.Key, field bool) graph.Near {
	switch {
	case have.Group != "":
		return explainGroupMember(have, field)
	case have.Name != "":
		return graph.Near{
			Text:   fmt.Sprintf("%s is provided under the name %q", shortType(have.Type), have.Name),
			Change: fmt.Sprintf("ask for it with `name:%q`", have.Name) + tagHint(field),
		}
	default:
		return graph.Near{
			Text:   shortType(have.Type) + " is provided without a name",
			Change: fmt.Sprintf("ask for it without a name, or add provide.Name(%q)%s", want.Name, n.atPlace()),
		}
	}
}

func explainGroupMember(have provide.Key, field bool) graph.Near {
	return graph.Near{
		Text:   fmt.Sprintf("%s is provided in the group %q", shortType(have.Type), have.Group),
		Change: fmt.Sprintf("ask for a []%s with `group:%q`", shortType(have.Type), have.Group) + tagHint(field),
	}
}

// tagHint tells where tags go, to who asks by a plain parameter.
func tagHint(field bool) string {
	if field {
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

// atPlace names the line to change.
func (n *node) atPlace() string {
	if n.Place.IsZero() {
		return " where it is listed"
	}
	return fmt.Sprintf(" at %v", n.Place)
}

// ownType returns the type of a result before As.
func (n *node) ownType(r provide.Result) reflect.Type {
	var t reflect.Type
	switch {
	case n.Kind == graph.KindValue:
		t = n.Value.Type()
	case r.Arg >= n.Func.Type().NumOut():
		return nil // of a broken constructor: it is only guessed
	default:
		t = n.Func.Type().Out(r.Arg)
	}
	if len(r.Field) > 0 {
		t = t.FieldByIndex(r.Field).Type
	}
	return t
}

func pointsTo(p, t reflect.Type) bool { return p.Kind() == reflect.Pointer && p.Elem() == t }

func shortType(t reflect.Type) string { return graph.ShortName(graph.TypeName(t)) }

func (n *node) sourceOrPlace() graph.Place {
	if p := n.Source(); !p.IsZero() {
		return p
	}
	return n.Place
}
