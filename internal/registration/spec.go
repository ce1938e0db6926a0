// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

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

// Spec is what one registration needs and provides. It does not change after it is
// registered and may be shared.
type Spec struct {
	Kind    graph.Kind
	Func    reflect.Value // the constructor, decorator or invoked function; invalid for a value
	Title   string        // replaces the name of Func if facet made Func; "" otherwise
	Value   reflect.Value // of KindValue, with its static type
	Params  []Param       // in signature order, with the fields of parameter structs; then the parameters of Hooks
	Results []Result      // in signature order; a result with two keys has two entries
	HasErr  bool          // the last result of Func is an error
	Context bool          // the first parameter of Func is a context from the caller and not in Params
	Broken  bool          // the registration has problems; Params and Results hold what could be read
	// Detached reports that the results are visible only to parameters that are wired to
	// this Spec. Package adapt documents it.
	Detached bool
	Place    graph.Place // of the registration
	Module   *Module     // the module of the registration, or nil; the registrar sets it
	// Replaces reports that the constructor or value replaces the providers of its
	// keys; the registrar sets it.
	Replaces bool

	// The options of the registration.
	Eager   bool
	Private bool // the results are visible only in Module and its submodules

	Parallel     string // the tag of the parallel group, or ""
	After        []Key  // order-only edges, in the order given
	Before       []Key
	StartTimeout time.Duration // for each start hook; 0 is no timeout
	StopTimeout  time.Duration // for each stop hook; 0 is no timeout
	Hooks        []Hook        // of OnStart and OnStop, in the order given
	Services     []Methods     // of Service, one for each result that has such a method

	CleanupResult int // position of the result that is a cleanup, or 0

	LastCounts bool     // of a value: it replaces an earlier one of its type; the registrar heeds it
	Receives   Receives // what the app takes from the results; the registrar sets it
}

// Receives is what the app takes from the results of an invoked function.
type Receives uint8

// What an app takes.
const (
	ReceivesNothing  Receives = iota
	ReceivesLog               // a func(observe.Event)
	ReceivesSettings          // a facet.Settings
)

// HasHooks reports whether there is something to register when the function has returned.
func (s *Spec) HasHooks() bool {
	return len(s.Hooks)+len(s.Services)+s.CleanupResult > 0 || s.Receives != ReceivesNothing
}

// Key identifies a value: a type, and a name or a group.
type Key struct {
	Type  reflect.Type // of a group: the type of one member
	Name  string
	Group string
}

// Graph returns the key as plain data.
func (k Key) Graph() graph.Key {
	return graph.Key{Type: graph.TypeName(k.Type), Name: k.Name, Group: k.Group}
}

// String returns the key in the notation of code.
func (k Key) String() string { return k.Graph().String() }

// Param is one value that a function needs.
type Param struct {
	Key      Key
	Field    []int        // the field indexes through parameter structs; nil for a plain parameter and for Arg -1
	Slice    reflect.Type // of a group: the type of the slice
	Arg      int32        // position of the parameter, from 0; -1 if only Hooks need it
	Optional bool
	Soft     bool
	Parallel string // the parallel group that the providers of this parameter join, or ""
}

// Result is one key that a constructor provides, or one key that a decorator provides a
// new version of.
type Result struct {
	Key     Key
	Arg     int   // position of the result, from 0
	Field   []int // the field indexes through result structs; nil for a plain result
	Flatten bool  // the result is a slice; each element is a member of the group
	Whole   bool  // of a decorator: the result is a slice that holds the whole group
}

// ID returns the title, or else the full name of the function, or else the name of the
// type of a value.
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

// Name returns the short form of ID.
func (s *Spec) Name() string { return graph.ShortName(s.ID()) }

// Source returns the place of the function's declaration. For a function that facet
// made it returns the place of the registration, and for a value the zero Place.
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

// Where describes the position of a parameter: "parameter 2", "parameter 1, field DB",
// or for [Populate] "target" or "field DB". For a parameter of hooks only, it names the
// first hook that needs it: "parameter 2 of OnStop sql.(*DB).Close".
func (s *Spec) Where(p Param) string {
	switch {
	case p.Arg >= 0 && s.Title != "":
		return targetWhere(s.Func.Type().In(int(p.Arg)), p.Field)
	case p.Arg >= 0:
		return where("parameter", s.Func.Type().In(int(p.Arg)), int(p.Arg), p.Field)
	}
	for _, h := range s.Hooks {
		for _, a := range h.Args {
			if a.Source == HookParam && s.Params[a.Param].isSameRequest(p) {
				return h.where(a.At, a.Path)
			}
		}
	}
	return ""
}

// where describes a position in a signature, with the path through structs.
func where(word string, t reflect.Type, arg int, field []int) string {
	text := fmt.Sprintf("%s %d", word, arg+1)
	if len(field) > 0 {
		text += ", " + fieldPath(t, field)
	}
	return text
}

// targetWhere describes a parameter of a populated target of type t.
func targetWhere(t reflect.Type, field []int) string {
	if len(field) == 0 {
		return "target"
	}
	return fieldPath(t, field)
}

// fieldPath describes the path through structs to a field: "field DB.Replica".
func fieldPath(t reflect.Type, field []int) string {
	names := make([]string, len(field))
	for i, index := range field {
		f := t.Field(index)
		names[i], t = f.Name, f.Type
	}
	return "field " + strings.Join(names, ".")
}

// Wiring names the providers of parameters, by their position in Params. A nil provider,
// and a Spec without an entry, lets the container find them.
type Wiring map[*Spec][]*Spec
