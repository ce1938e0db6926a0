// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"github.com/facet-go/facet/graph"
)

var contextType = reflect.TypeFor[context.Context]()

// Call reads a function that a caller has called once with values of the app. A
// first parameter of type [context.Context] is the caller's to give: Context is
// true and it is none of Params, whose positions still count it. Anywhere else a
// context is a parameter like any other. The function returns nothing or an error.
func Call(function any, place graph.Place) (*Spec, []*graph.Problem) {
	r := read(graph.KindInvoke, place, "call")
	if r.function(function) {
		t := r.spec.Func.Type()
		r.spec.Context = takesContext(t)
		r.params()
		r.callResults(t)
	}
	return r.end()
}

func (r *reader) callResults(t reflect.Type) {
	var fault string
	if r.spec.HasErr, fault = errorOrNothing(t); fault != "" {
		r.problem("bad-call-result", fault+"; assign what it computes to a variable outside the function")
	}
}

// takesContext tells whether the first parameter of a function is a context.
func takesContext(t reflect.Type) bool { return t.NumIn() > 0 && t.In(0) == contextType }

// errorOrNothing tells whether the last result of a function is an error, and says
// what is wrong with the others.
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
