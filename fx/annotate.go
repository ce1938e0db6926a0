// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"go.uber.org/dig"
	"go.uber.org/fx/internal/callstack"

	"github.com/facet-go/facet/graph"
)

// Annotated is a constructor with a name or a group for all that it provides.
//
// [Annotate] is newer and can do more.
type Annotated struct {
	Name   string // of all results; excludes Group
	Group  string // of all results, with ",flatten" if the members of a slice join the group
	Target any
}

// String returns the fields that are set.
func (a Annotated) String() string {
	var fields []string
	if a.Name != "" {
		fields = append(fields, fmt.Sprintf("Name: %q", a.Name))
	}
	if a.Group != "" {
		fields = append(fields, fmt.Sprintf("Group: %q", a.Group))
	}
	if a.Target != nil {
		fields = append(fields, "Target: "+callstack.FuncName(a.Target))
	}
	return "fx.Annotated{" + strings.Join(fields, ", ") + "}"
}

// Annotation says something about a function that its signature does not say. See
// Annotate.
type Annotation interface{ apply(*annotated) error }

type annotation func(*annotated) error

func (f annotation) apply(a *annotated) error { return f(a) }

// annotationError is what Annotate returns if an annotation is wrong. Provide and Decorate
// make it the error of New.
type annotationError struct {
	target any
	err    error
}

// Error returns the text of the error of the annotation.
func (e annotationError) Error() string { return e.err.Error() }

// Unwrap returns the error of the annotation.
func (e annotationError) Unwrap() error { return e.err }

// annotated is a function or a value with annotations.
type annotated struct {
	target     any
	paramTags  []string
	resultTags []string
	as         [][]asType // of each As
	from       []reflect.Type
	hooks      []hookAnnotation
}

// hookAnnotation is the function of OnStart or OnStop.
type hookAnnotation struct {
	name   string // "OnStart" or "OnStop"
	target any
	place  graph.Place
}

// Annotate adds annotations to a function or a value: ParamTags, ResultTags, As, From,
// OnStart and OnStop. The result is for Provide, Supply, Decorate, Replace, Invoke and
// Populate.
func Annotate(t any, anns ...Annotation) any {
	a := annotated{target: t}
	for _, annotation := range anns {
		if err := annotation.apply(&a); err != nil {
			return annotationError{t, err}
		}
	}
	return a
}

// String returns the call of Annotate, without the hooks.
func (a annotated) String() string {
	var b strings.Builder
	b.WriteString("fx.Annotate(" + callstack.FuncName(a.target))
	if len(a.paramTags) > 0 {
		fmt.Fprintf(&b, ", fx.ParamTags(%q)", a.paramTags)
	}
	if len(a.resultTags) > 0 {
		fmt.Fprintf(&b, ", fx.ResultTags(%q)", a.resultTags)
	}
	if len(a.as) > 0 {
		fmt.Fprintf(&b, ", fx.As(%v)", a.as)
	}
	if len(a.from) > 0 {
		fmt.Fprintf(&b, ", fx.From(%v)", a.from)
	}
	return b.String()
}

func (a *annotated) changesResults() bool { return len(a.resultTags)+len(a.as) > 0 }

var errorType = reflect.TypeFor[error]()

// isIn reports whether t is a parameter struct.
func isIn(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && dig.IsIn(reflect.New(t).Elem().Interface())
}

// isOut reports whether t is a result struct.
func isOut(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && dig.IsOut(reflect.New(t).Elem().Interface())
}

// check returns why the target cannot have the annotations.
func (a *annotated) check() error {
	t := reflect.TypeOf(a.target)
	if t == nil || t.Kind() != reflect.Func {
		return fmt.Errorf("must provide constructor function, got %v (%T)", a.target, a.target)
	}
	if err := a.checkSignature(t); err != nil {
		return fmt.Errorf("invalid annotation function %T: %w", a.target, err)
	}
	return nil
}

func (a *annotated) checkSignature(t reflect.Type) error {
	for i := range t.NumOut() {
		switch out := t.Out(i); {
		case out == errorType && i != t.NumOut()-1:
			return fmt.Errorf("only the last result can be an error: %v (%v) returns error as result %d", callstack.FuncName(a.target), t, i)
		case isOut(out) && a.changesResults():
			return errors.New("fx.Out structs cannot be annotated with fx.ResultTags or fx.As")
		}
	}
	for i := range t.NumIn() {
		if isIn(t.In(i)) && len(a.paramTags)+len(a.from) > 0 {
			return errors.New("fx.In structs cannot be annotated with fx.ParamTags or fx.From")
		}
	}
	return nil
}
