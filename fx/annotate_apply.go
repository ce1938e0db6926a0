// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/facet-go/facet/adapt"
)

// applyTo changes what a registration needs and provides as the annotations say.
func (a *annotated) applyTo(s *adapt.Spec, isDecorator bool) error {
	if err := a.applyParams(s); err != nil {
		return err
	}
	if err := a.applyResults(s, isDecorator); err != nil {
		return err
	}
	return a.applyHooks(s)
}

func (a *annotated) applyParams(s *adapt.Spec) error {
	if !s.Func.IsValid() {
		return nil // a value
	}
	t := s.Func.Type()
	if len(a.paramTags)+len(a.from) == 0 && !t.IsVariadic() {
		return nil
	}
	var params []adapt.Param
	for i := range t.NumIn() {
		if isIn(t.In(i)) {
			params = append(params, paramsAt(s, i)...)
			continue
		}
		p, err := a.param(t, i)
		if err != nil {
			return err
		}
		params = append(params, p)
	}
	s.Params = params
	return nil
}

// paramsAt returns the fields of the parameter struct at a position.
func paramsAt(s *adapt.Spec, at int) []adapt.Param {
	return slices.DeleteFunc(slices.Clone(s.Params), func(p adapt.Param) bool { return int(p.Arg) != at })
}

// param returns the parameter of t at a position. A variadic one is optional unless it has
// a tag, as in fx.
func (a *annotated) param(t reflect.Type, at int) (adapt.Param, error) {
	in, tag := t.In(at), tagAt(a.paramTags, at)
	if at < len(a.from) {
		if !a.from[at].Implements(in) {
			return adapt.Param{}, fmt.Errorf("invalid fx.From: %v does not implement %v", a.from[at], in)
		}
		in = a.from[at]
	}
	p := adapt.Param{Key: adapt.Key{Type: in, Name: tag.Get("name")}, Arg: int32(at)} //nolint:gosec // no function has 2^31 parameters
	isUntaggedVariadic := t.IsVariadic() && at == t.NumIn()-1 && at >= len(a.paramTags)
	p.Optional = tag.Get("optional") == "true" || isUntaggedVariadic
	group, word := groupOf(tag)
	if group == "" {
		return p, nil
	}
	if in.Kind() != reflect.Slice {
		return p, fmt.Errorf("value groups may be consumed as slices only: field Field%d (%v) is not a slice", at, in)
	}
	p.Key, p.Slice, p.Soft, p.Optional = adapt.Key{Type: in.Elem(), Group: group}, in, word == "soft", false
	return p, nil
}

func (a *annotated) applyResults(s *adapt.Spec, isDecorator bool) error {
	if !a.changesResults() {
		return nil
	}
	lists := a.as
	if len(lists) == 0 {
		lists = [][]asType{nil}
	}
	var results []adapt.Result
	for n, as := range lists {
		for i, t := range resultTypes(s) {
			r, err := a.result(t, i, as, isDecorator)
			if err != nil {
				return err
			}
			if slices.ContainsFunc(results, func(o adapt.Result) bool { return o.Key == r.Key && r.Key.Group == "" }) {
				return fmt.Errorf("cannot provide %v from [%d].Field%d: already provided by [%d].Field%d", keyText(r.Key), n, i, 0, i)
			}
			results = append(results, r)
		}
	}
	s.Results = results
	return nil
}

// resultTypes returns the types of the results without the error, or of the value.
func resultTypes(s *adapt.Spec) []reflect.Type {
	if !s.Func.IsValid() {
		return []reflect.Type{s.Value.Type()}
	}
	t := s.Func.Type()
	n := t.NumOut()
	if n > 0 && t.Out(n-1) == errorType {
		n--
	}
	types := make([]reflect.Type, n)
	for i := range n {
		types[i] = t.Out(i)
	}
	return types
}

// result returns a result of type t under the type and the tag for its position.
func (a *annotated) result(t reflect.Type, at int, as []asType, isDecorator bool) (adapt.Result, error) {
	if at < len(as) && as[at].t != nil {
		if !t.Implements(as[at].t) {
			return adapt.Result{}, fmt.Errorf("invalid fx.As: %v does not implement %v", t, as[at])
		}
		t = as[at].t
	}
	tag := tagAt(a.resultTags, at)
	r := adapt.Result{Key: adapt.Key{Type: t, Name: tag.Get("name")}, Arg: at}
	group, word := groupOf(tag)
	if group == "" {
		return r, nil
	}
	r.Key.Group = group
	switch {
	case r.Key.Name != "":
		return r, fmt.Errorf("cannot use named values with value groups: name:%q provided with group:%q", r.Key.Name, tag.Get("group"))
	case tag.Get("optional") == "true":
		return r, errors.New("value groups cannot be optional")
	case word == "soft":
		return r, fmt.Errorf("cannot use soft with result value groups: soft was used with group:%q", tag.Get("group"))
	case isDecorator && t.Kind() != reflect.Slice:
		return r, fmt.Errorf("decorating a value group requires decorating the entire value group, not a single value: %v", t)
	case isDecorator:
		r.Key.Type, r.Whole = t.Elem(), true
	case word == "flatten" && t.Kind() != reflect.Slice:
		return r, fmt.Errorf("flatten can be applied to slices only: field Field%d (%v) is not a slice", at, t)
	case word == "flatten":
		r.Key.Type, r.Flatten = t.Elem(), true
	}
	return r, nil
}
