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
	uncalled = iota // what would give it as a constructor is supplied as a value
	sameType        // under another name, in a group, or hidden by As
	implements
	pointer // to it, or what it points to
	sameName
	almostImplements
	classes
)

// likeness says how close a result comes to a key that is wanted.
type likeness struct {
	class int
	lacks int               // what it takes, within the class
	tell  func() graph.Near // nil if they are unrelated
}

// instead has the likeness propose something else, if the result could be asked for
// as it is.
func (l likeness) instead(change func(proposed string) string) likeness {
	if tell := l.tell; tell != nil && l.class >= sameType && l.class <= pointer {
		l.tell = func() graph.Near {
			miss := tell()
			miss.Change = change(miss.Change)
			return miss
		}
	}
	return l
}

// near says how a result of n differs from the key that is wanted, and what
// would make them meet.
func (n *node) near(want provide.Key, r provide.Result, field bool) likeness {
	have := r.Key
	plain := have.Name == want.Name && have.Group == want.Group
	is := func(class int, tell func() graph.Near) likeness {
		return likeness{class: class, tell: func() graph.Near {
			miss := tell()
			miss.Place = n.sourceOrPlace()
			return miss
		}}
	}
	switch {
	case have.Type == want.Type:
		return is(sameType, func() graph.Near { return n.otherKey(want, have, field) })
	case have.Group != "" && want.Type.Kind() == reflect.Slice && have.Type == want.Type.Elem():
		return is(sameType, func() graph.Near { return inGroup(have, field) })
	case plain && n.ownType(r) == want.Type:
		return is(sameType, func() graph.Near {
			return graph.Near{
				Text:   short(want.Type) + " is provided as " + short(have.Type) + " only",
				Change: "add provide.Self() beside its provide.As" + n.listed(),
			}
		})
	case plain && n.Kind == graph.KindValue && returns(have.Type, want.Type):
		return is(uncalled, func() graph.Near {
			return graph.Near{
				Text:   short(have.Type) + " is supplied as a value, and would give " + short(want.Type) + " as a constructor",
				Change: "list it with facet.Provide" + n.listed(),
			}
		})
	case plain && (pointsTo(have.Type, want.Type) || pointsTo(want.Type, have.Type)):
		return is(pointer, func() graph.Near {
			change := "ask for " + short(have.Type)
			if have.Type.Kind() != reflect.Interface { // hardly anybody wants a pointer to one
				change += ", or provide " + short(want.Type)
			}
			return graph.Near{Text: short(have.Type) + " is provided", Change: change}
		})
	case want.Type.Kind() == reflect.Interface && have.Group == "" && have.Type.Implements(want.Type):
		return is(implements, func() graph.Near { return n.implementation(want, have, field) })
	case plain && have.Type.String() == want.Type.String():
		return is(sameName, func() graph.Near {
			return graph.Near{
				Text:   graph.TypeName(have.Type) + " is provided",
				Change: "it is another type than " + graph.TypeName(want.Type) + "; look at the imports",
			}
		})
	case plain && want.Type.Kind() == reflect.Interface:
		return n.almost(want.Type, have.Type, is)
	default:
		return likeness{}
	}
}

// implementation is the near miss of what implements the interface that is wanted.
func (n *node) implementation(want, have provide.Key, field bool) graph.Near {
	text := short(have.Type) + " implements " + short(want.Type)
	switch have.Name {
	case want.Name:
		return graph.Near{Text: text, Change: n.provideAs(want.Type)}
	case "":
		return graph.Near{Text: text + ", and is provided without a name", Change: n.provideAs(want.Type) + fmt.Sprintf(", with provide.Name(%q)", want.Name)}
	default:
		return graph.Near{
			Text:   fmt.Sprintf("%s, and is provided under the name %q", text, have.Name),
			Change: n.provideAs(want.Type) + fmt.Sprintf(", and ask for it with `name:%q`", have.Name) + inStruct(field),
		}
	}
}

// almost is the likeness of a type that implements an interface but for its pointer
// receivers, or is named like it. Which methods the latter lacks is not told here: a
// linker keeps all exported methods of a program that asks reflection for them.
func (n *node) almost(want, have reflect.Type, is func(int, func() graph.Near) likeness) likeness {
	byPointer := provide.PointerImplements(have, want)
	if !byPointer && !alike(have, want) {
		return likeness{}
	}
	l := is(almostImplements, func() graph.Near {
		name := short(have)
		if byPointer {
			return graph.Near{
				Text:   fmt.Sprintf("%s has methods with pointer receivers: *%s implements %s", name, name, short(want)),
				Change: fmt.Sprintf("provide *%s, and %s", name, n.provideAs(want)),
			}
		}
		change := n.provideAs(want) + "; the error of that names the method that is missing"
		if n.Kind == graph.KindValue {
			change = n.provideAs(want) + "; the compiler names the method that is missing"
		}
		return graph.Near{Text: fmt.Sprintf("%s does not implement %s, and is named like it", name, short(want)), Change: change}
	})
	if !byPointer {
		l.lacks = 1
	}
	return l
}

// alike reports whether the name of one type is in that of another, whatever their
// packages: Users and PostgresUsers.
func alike(a, b reflect.Type) bool { return namedAlike(lowerName(a), lowerName(b)) }

// returns tells whether a type is that of a function that returns t.
func returns(f, t reflect.Type) bool {
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

// otherKey is the near miss of the same type under another key.
func (n *node) otherKey(want, have provide.Key, field bool) graph.Near {
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
			Change: fmt.Sprintf("ask for it without a name, or add provide.Name(%q)%s", want.Name, n.listed()),
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

// provideAs says how to provide a result as the interface t.
func (n *node) provideAs(t reflect.Type) string {
	if n.Kind == graph.KindValue {
		return fmt.Sprintf("supply it with facet.Value[%s]%s", short(t), n.listed())
	}
	return fmt.Sprintf("add provide.As[%s]()%s", short(t), n.listed())
}

// listed names the line to change.
func (n *node) listed() string {
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

func short(t reflect.Type) string { return graph.ShortName(graph.TypeName(t)) }

func (n *node) sourceOrPlace() graph.Place {
	if p := n.Source(); !p.IsZero() {
		return p
	}
	return n.Place
}
