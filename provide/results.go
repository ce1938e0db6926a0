// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import (
	"fmt"
	"reflect"
	"strings"
)

func (r *reader) results() {
	t := r.spec.Func.Type()
	n := t.NumOut()
	if n > 0 && t.Out(n-1) == errorType {
		r.spec.HasErr = true
		n--
	}
	before := len(r.problems)
	for i := range n {
		r.result(t.Out(i), i, nil, r.config.name, "")
	}
	switch {
	case len(r.problems) > before:
	case t.NumOut() == 0:
		r.problem("no-result", "returns nothing; a constructor returns what it provides, and facet.Invoke calls functions for their effect")
	case len(r.spec.Results) == 0:
		r.problem("only-error", "provides nothing; add a result, or call it with facet.Invoke")
	default:
		r.conflicts()
	}
}

// result reads one result, or one field of a result struct, with the name and
// the group tag that apply to it.
func (r *reader) result(t reflect.Type, arg int, field []int, name, group string) {
	switch {
	case t == errorType && len(field) == 0:
		r.resultProblem("error-not-last", t, arg, field, "an error must be the last result")
	case t.Implements(errorType):
		r.resultProblem("error-result", t, arg, field, fmt.Sprintf(
			"%v is an error and would be taken for a failure; return it as the last result of type error, or wrap it in a struct", t))
	case t.Kind() == reflect.Struct && embeds(t, inType), pointsTo(t, inType), embedsPointer(t, inType):
		r.resultProblem("in-as-result", t, arg, field, fmt.Sprintf("%v embeds In and cannot be a result; embed Out", t))
	case pointsTo(t, outType), embedsPointer(t, outType):
		r.resultProblem("pointer-to-out", t, arg, field, fmt.Sprintf("%v holds a result struct by pointer; return it by value and embed Out itself", t))
	case t.Kind() == reflect.Struct && embeds(t, outType):
		r.outStruct(t, arg, field, name)
	case group != "":
		r.grouped(t, arg, field, group, nil)
	case r.config.group != "":
		r.grouped(t, arg, field, r.config.group, r.config.as)
	default:
		r.single(t, arg, field, name)
	}
}

func (r *reader) outStruct(t reflect.Type, arg int, field []int, name string) {
	if name != "" || r.config.group != "" {
		r.resultProblem("name-on-out", t, arg, field, fmt.Sprintf(
			"a name or a group does not apply to the result struct %v; tag its fields", t))
		return
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Type == outType {
			continue
		}
		at := append(field[:len(field):len(field)], i)
		tagName, group := f.Tag.Get("name"), f.Tag.Get("group")
		switch {
		case !f.IsExported():
			r.resultProblem("unexported-field", t, arg, at, "the field is unexported and cannot be read; export it")
		case group != "" && tagName != "":
			r.resultProblem("name-with-group", t, arg, at, fmt.Sprintf("the tags `name:%q` and `group:%q` exclude each other", tagName, group))
		case group != "" && r.boolTag(f, "optional"):
			r.resultProblem("optional-group", t, arg, at, "a result is never optional")
		default:
			if tagName == "" {
				tagName = name
			}
			r.result(f.Type, arg, at, tagName, group)
		}
	}
}

func (r *reader) single(t reflect.Type, arg int, field []int, name string) {
	for _, as := range r.types(t, arg, field, r.config.as) {
		r.spec.Results = append(r.spec.Results, Result{Key: Key{Type: as, Name: name}, Arg: arg, Field: field})
	}
}

func (r *reader) grouped(t reflect.Type, arg int, field []int, tag string, as []reflect.Type) {
	group, flags := parseGroup(tag)
	res := Result{Arg: arg, Field: field}
	if group == "" {
		r.resultProblem("bad-tag", t, arg, field, fmt.Sprintf("the group %q has no name", tag))
		return
	}
	for _, flag := range flags {
		switch flag {
		case "flatten":
			res.Flatten = true
		case "soft":
			r.resultProblem("bad-tag", t, arg, field, "soft belongs on the parameter, not on the result")
			return
		default:
			r.resultProblem("bad-tag", t, arg, field, fmt.Sprintf("unknown word %q in the group %q; a result knows flatten", flag, tag))
			return
		}
	}
	if res.Flatten {
		if t.Kind() != reflect.Slice {
			r.resultProblem("bad-group", t, arg, field, fmt.Sprintf("flatten takes a slice apart, and %v is none", t))
			return
		}
		if len(as) > 0 {
			r.resultProblem("bad-as", t, arg, field, "As does not apply to a group that is flattened; return a slice of the interface")
			return
		}
		t = t.Elem()
	}
	for _, as := range r.types(t, arg, field, as) {
		res.Key = Key{Type: as, Group: group}
		r.spec.Results = append(r.spec.Results, res)
	}
}

// types returns the types under which a result is provided.
func (r *reader) types(t reflect.Type, arg int, field []int, as []reflect.Type) []reflect.Type {
	if len(as) == 0 {
		return []reflect.Type{t}
	}
	var types []reflect.Type
	if r.config.self {
		types = append(types, t)
	}
	for _, i := range as {
		if !t.Implements(i) {
			r.resultProblem("bad-as", t, arg, field, fmt.Sprintf("%v does not implement %v, as As says", t, i))
			continue
		}
		types = append(types, i)
	}
	return types
}

// conflicts finds keys that one constructor would give twice.
func (r *reader) conflicts() {
	seen := make(map[Key]Result, len(r.spec.Results))
	for _, res := range r.spec.Results {
		first, twice := seen[res.Key]
		switch {
		case res.Key.Group != "":
		case twice:
			r.problem("conflicting-keys", fmt.Sprintf("gives %v twice, as result %d and as result %d; name one of them", res.Key, first.Arg+1, res.Arg+1))
		default:
			seen[res.Key] = res
		}
	}
}

func (r *reader) resultProblem(slug string, t reflect.Type, arg int, field []int, text string) {
	if r.spec.Func.IsValid() {
		t = r.spec.Func.Type().Out(arg)
		text = where("result", t, arg, field) + ": " + text
	}
	r.problem(slug, text)
}

// parseGroup splits the text of a group tag into the name and its flags.
func parseGroup(tag string) (string, []string) {
	words := strings.Split(tag, ",")
	return words[0], words[1:]
}
