// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/adapt"
)

// stub returns a function for dig that needs and provides what a registration does. It
// does nothing, or fails with an error.
func stub(r *registration, fails bool, err error) any {
	t := signature(r.spec)
	if r.asWritten {
		t = r.spec.Func.Type()
	}
	if !fails {
		return doNothing(t)
	}
	return reflect.MakeFunc(t, func([]reflect.Value) []reflect.Value {
		var p *facet.PanicError
		if errors.As(err, &p) {
			panic(p.Value)
		}
		out := zeroResults(t)
		if n := t.NumOut(); n > 0 && t.Out(n-1) == errorType {
			out[n-1] = reflect.ValueOf(&err).Elem()
		}
		return out
	}).Interface()
}

// doNothing returns a function of type t that returns zero values.
func doNothing(t reflect.Type) any {
	return reflect.MakeFunc(t, func([]reflect.Value) []reflect.Value { return zeroResults(t) }).Interface()
}

func zeroResults(t reflect.Type) []reflect.Value {
	out := make([]reflect.Value, t.NumOut())
	for i := range out {
		out[i] = reflect.Zero(t.Out(i))
	}
	return out
}

// signature returns the type of a function with one parameter struct and one result
// struct, which have the parameters and results of a Spec.
func signature(s *adapt.Spec) reflect.Type {
	in, out := []reflect.StructField{embeddedIn}, []reflect.StructField{embeddedOut}
	for i, p := range s.Params {
		if p.Arg >= 0 {
			in = append(in, paramField(i, p))
		}
	}
	for i, r := range s.Results {
		out = append(out, resultField(i, r))
	}
	var params, results []reflect.Type
	if len(in) > 1 {
		params = append(params, reflect.StructOf(in))
	}
	if len(out) > 1 {
		results = append(results, reflect.StructOf(out))
	}
	if s.HasErr {
		results = append(results, errorType)
	}
	return reflect.FuncOf(params, results, false)
}

func paramField(at int, p adapt.Param) reflect.StructField {
	t, tags := p.Key.Type, nameTag(p.Key)
	if p.Key.Group != "" {
		t = p.Slice
		word := ""
		if p.Soft {
			word = ",soft"
		}
		tags = append(tags, groupTag(p.Key, word))
	}
	if p.Optional {
		tags = append(tags, `optional:"true"`)
	}
	return field(at, t, tags)
}

func resultField(at int, r adapt.Result) reflect.StructField {
	t, tags := r.Key.Type, nameTag(r.Key)
	if r.Flatten || r.Whole {
		t = reflect.SliceOf(t)
	}
	if r.Key.Group != "" {
		word := ""
		if r.Flatten {
			word = ",flatten"
		}
		tags = append(tags, groupTag(r.Key, word))
	}
	return field(at, t, tags)
}

func nameTag(k adapt.Key) []string {
	if k.Name == "" {
		return nil
	}
	return []string{fmt.Sprintf("name:%q", k.Name)}
}

func groupTag(k adapt.Key, word string) string { return fmt.Sprintf("group:%q", k.Group+word) }

func field(at int, t reflect.Type, tags []string) reflect.StructField {
	return reflect.StructField{Name: fmt.Sprintf("Field%d", at), Type: t, Tag: reflect.StructTag(strings.Join(tags, " "))}
}
