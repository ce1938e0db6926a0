// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"go.uber.org/dig"

	"github.com/facet-go/facet/graph"
)

// In makes a struct that embeds it a parameter struct: its fields are the
// parameters. It is dig.In.
type In = dig.In

// Out makes a struct that embeds it a result struct: its fields are the
// results. It is dig.Out.
type Out = dig.Out

// Spec is what one registration needs and gives. It never changes once read and
// may be shared.
type Spec struct {
	Kind    graph.Kind
	Func    reflect.Value // the constructor, decorator or invoked function; invalid for a value
	Value   reflect.Value // of KindValue, with its static type
	Params  []Param       // in order, fields of parameter structs in theirs; behind them what Hooks ask for
	Results []Result      // in order; a result under two keys stands twice
	HasErr  bool          // the last result of Func is an error
	Context bool          // the first parameter of Func is a context that the caller gives, and none of Params
	Broken  bool          // something is wrong with it; Params and Results are what could be read
	Place   graph.Place   // of the registration
	Module  *Module       // around it, nil for none; set by the registrar
	// Replaces says that the constructor or value takes the place of whoever gives
	// its keys; set by the registrar.
	Replaces bool

	// What the options say.
	Eager   bool
	Private bool // the results are seen only in Module and below

	*Extra // never nil
}

// Extra is what few registrations have.
type Extra struct {
	Title        string // stands for the name of Func if facet made it; "" otherwise
	Parallel     string // tag of the parallel group; "" is none
	After        []Key  // order-only edges, in the order given
	Before       []Key
	StartTimeout time.Duration // for each start hook; 0 is none
	StopTimeout  time.Duration // for each stop hook; 0 is none
	Hooks        []Hook        // of OnStart and OnStop, in the order given
	Services     []Methods     // of Service, by result; only those that have a method
}

// Key is what a value is asked for by: its type, and a name or a group.
type Key struct {
	Type  reflect.Type // for a group the type of one member
	Name  string
	Group string
}

// Graph returns the key as plain data.
func (k Key) Graph() graph.Key {
	return graph.Key{Type: graph.TypeName(k.Type), Name: k.Name, Group: k.Group}
}

// String returns the key as a reader of code would write it.
func (k Key) String() string { return k.Graph().String() }

// Param is one thing that a function asks for.
type Param struct {
	Key      Key
	Field    []int        // the way through parameter structs, nil for none and with Arg -1
	Slice    reflect.Type // of a group: the slice type that is asked for
	Arg      int32        // position of the parameter, from 0; -1 if only Hooks ask for it
	Optional bool
	Soft     bool
	Parallel string // the group that the consumer puts the provider(s) of this parameter in; "" is none
}

// Result is one key that a constructor gives, or that a decorator gives a new
// version of.
type Result struct {
	Key     Key
	Arg     int   // position of the result, from 0
	Field   []int // the way through result structs, nil for none
	Flatten bool  // the result is a slice; each element is a member of the group
	Whole   bool  // of a decorator: the result is a slice, the whole group
}

// ID returns the full name of the function or its title, or the name of the type of
// a value.
func (s *Spec) ID() string {
	switch {
	case s.Kind == graph.KindValue:
		return graph.TypeName(s.Value.Type())
	case s.Title != "":
		return s.Title
	default:
		return graph.FuncName(s.Func.Pointer())
	}
}

// Name returns ID cut down for people.
func (s *Spec) Name() string { return graph.ShortName(s.ID()) }

// Source returns the place where the function is declared, or of the registration
// if facet made the function; none for a value.
func (s *Spec) Source() graph.Place {
	switch {
	case !s.Func.IsValid():
		return graph.Place{}
	case s.Title != "":
		return s.Place
	default:
		return graph.FuncPlace(s.Func.Pointer())
	}
}

// Where describes a parameter: "parameter 2", "parameter 1, field DB", "target" or
// "field DB" of [Populate], and "parameter 2 of OnStop sql.(*DB).Close" for the
// first hook that asks for it.
func (s *Spec) Where(p Param) string {
	switch {
	case p.Arg >= 0 && s.Title != "":
		return targetWhere(s.Func.Type().In(int(p.Arg)), p.Field)
	case p.Arg >= 0:
		return where("parameter", s.Func.Type().In(int(p.Arg)), int(p.Arg), p.Field)
	}
	for _, h := range s.Hooks {
		for _, a := range h.Args {
			if a.Source == HookParam && s.Params[a.Param].same(p) {
				return h.where(a.At, a.Path)
			}
		}
	}
	return ""
}

// where describes a position in a signature, with the way through structs.
func where(word string, t reflect.Type, arg int, field []int) string {
	text := fmt.Sprintf("%s %d", word, arg+1)
	if len(field) > 0 {
		text += ", " + fieldPath(t, field)
	}
	return text
}

// targetWhere describes what a target of type t is filled with.
func targetWhere(t reflect.Type, field []int) string {
	if len(field) == 0 {
		return "target"
	}
	return fieldPath(t, field)
}

// fieldPath describes the way through structs to a field: "field DB.Replica".
func fieldPath(t reflect.Type, field []int) string {
	names := make([]string, len(field))
	for i, index := range field {
		f := t.Field(index)
		names[i], t = f.Name, f.Type
	}
	return "field " + strings.Join(names, ".")
}
