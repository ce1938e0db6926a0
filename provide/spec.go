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
	Func    reflect.Value // the constructor or invoked function; invalid for a value
	Value   reflect.Value // of KindValue, with its static type
	Params  []Param       // in order, fields of parameter structs in theirs
	Results []Result      // in order; a result under two keys stands twice
	HasErr  bool          // the last result of Func is an error
	Broken  bool          // something is wrong with it; Params and Results are what could be read
	Place   graph.Place   // of the registration
	Module  string        // path of module names joined by dots; set by the registrar

	// What the options say.
	Named        string // dig's name or group for all results, as written
	Grouped      string
	Rekeyed      bool // As or Self: the keys are not the types of the signature
	Eager        bool
	StartTimeout time.Duration // for each start hook; 0 is none
	StopTimeout  time.Duration // for each stop hook; 0 is none
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
	Arg      int          // position of the parameter, from 0
	Field    []int        // the way through parameter structs, nil for none
	Slice    reflect.Type // of a group: the slice type that is asked for
	Optional bool
	Soft     bool
}

// Result is one key that a constructor gives.
type Result struct {
	Key     Key
	Arg     int   // position of the result, from 0
	Field   []int // the way through result structs, nil for none
	Flatten bool  // the result is a slice; each element is a member of the group
}

// ID returns the full name of the function, or of the type of a value.
func (s *Spec) ID() string {
	if s.Kind == graph.KindValue {
		return graph.TypeName(s.Value.Type())
	}
	return graph.FuncName(s.Func.Pointer())
}

// Name returns ID cut down for people.
func (s *Spec) Name() string { return graph.ShortName(s.ID()) }

// Source returns the place where the function is declared; none for a value.
func (s *Spec) Source() graph.Place {
	if !s.Func.IsValid() {
		return graph.Place{}
	}
	return graph.FuncPlace(s.Func.Pointer())
}

// Where describes a parameter: "parameter 2" or "parameter 1, field DB".
func (s *Spec) Where(p Param) string {
	return where("parameter", s.Func.Type().In(p.Arg), p.Arg, p.Field)
}

// where describes a position in a signature, with the way through structs.
func where(word string, t reflect.Type, arg int, field []int) string {
	text := fmt.Sprintf("%s %d", word, arg+1)
	if len(field) > 0 {
		text += ", " + fieldPath(t, field)
	}
	return text
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
