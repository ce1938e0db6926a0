// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"github.com/facet-go/facet/graph"
)

var contextType = reflect.TypeFor[context.Context]()

// Call reads a function that a caller calls once with values of the app. If the first
// parameter has type [context.Context], the caller passes it: Context is true, and the
// context is not in Params. The positions in Params still count it. A context at any
// other position is an ordinary parameter. The function returns nothing or an error. Of
// the options, Params applies.
func Call(function any, place graph.Place, opts ...Option) (*Spec, []*graph.Problem) {
	r := newReader(graph.KindInvoke, place, "call")
	r.applyOptions(opts, "a function given to Do, of which only Params says something",
		"Name", "Group", "As", "Self", "Results", "Private", "Eager", "Parallel", "After", "Before",
		"StartTimeout", "StopTimeout", "OnStart", "OnStop", "Service", "Cleanup", "LastCounts")
	if r.readFunction(function) {
		t := r.spec.Func.Type()
		r.spec.Context = takesContext(t)
		r.readParams()
		r.readCallResults(t)
	}
	return r.finish()
}

func (r *reader) readCallResults(t reflect.Type) {
	var fault string
	if r.spec.HasErr, fault = errorOrNothing(t); fault != "" {
		r.addProblem("bad-call-result", fault+"; assign the value to a variable outside the function")
	}
}

// takesContext reports whether the first parameter of a function is a context.
func takesContext(t reflect.Type) bool { return t.NumIn() > 0 && t.In(0) == contextType }

// errorOrNothing reports whether the last result of a function is an error. fault
// describes results that are not allowed.
func errorOrNothing(t reflect.Type) (hasErr bool, fault string) {
	n := t.NumOut()
	hasErr = n > 0 && t.Out(n-1) == errorType
	if n == 0 || n == 1 && hasErr {
		return hasErr, ""
	}
	types := make([]string, n)
	for i := range n {
		types[i] = t.Out(i).String()
	}
	return hasErr, fmt.Sprintf("returns %s, and may return nothing but one result of type error", strings.Join(types, " and "))
}
