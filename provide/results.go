// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import (
	"fmt"
	"reflect"
	"slices"
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
		if tag := tagAt(r.config.results, i); tag != "" {
			r.taggedResult(t.Out(i), i, tag)
			continue
		}
		r.result(t.Out(i), i, nil, r.config.name, r.config.group)
	}
	if r.spec.HasErr && tagAt(r.config.results, n) != "" {
		r.resultProblem("bad-tag", n, nil, "an error as the last result is no value and takes no tag; leave it out")
	}
	r.tagCount("Results", r.config.results, "results", t.NumOut())
	if len(r.problems) == before && len(r.spec.Results) == 0 {
		r.noResult(t.NumOut(), n)
	}
	r.conflicts()
}

// result reads one result, or one field of a result struct, with the name and
// the group tag that apply to it.
func (r *reader) result(t reflect.Type, arg int, field []int, name, group string) {
	switch {
	case t == errorType && len(field) == 0:
		r.resultProblem("error-not-last", arg, field, "an error must be the last result; move it to the end")
	case t.Implements(errorType):
		r.resultProblem("error-result", arg, field, fmt.Sprintf(
			"a value of type %v would be taken for a failure; return a failure as the last result, of type error, and wrap an error that is a value in a struct", t))
	case ordinary(t):
		r.value(t, arg, field, name, group)
	case t.Kind() == reflect.Struct && embeds(t, inType), pointsTo(t, inType), embedsPointer(t, inType):
		r.resultProblem("in-as-result", arg, field, fmt.Sprintf("%v embeds In, which is for parameters; a result struct embeds Out", t))
	case pointsTo(t, outType):
		r.resultProblem("pointer-to-out", arg, field, fmt.Sprintf("%v points to a result struct; return the struct by value", t))
	case embedsPointer(t, outType):
		r.resultProblem("pointer-embedded", arg, field, fmt.Sprintf("%v embeds a pointer to Out; embed Out by value, without the *", t))
	case t == outType:
		r.resultProblem("bare-out", arg, field, "Out alone gives nothing; embed it in a struct with a field for each result")
	case t.Kind() == reflect.Struct && embeds(t, outType):
		r.outStruct(t, arg, field, name, group)
	default:
		r.value(t, arg, field, name, group)
	}
}

// value reads a result that is no struct of results.
func (r *reader) value(t reflect.Type, arg int, field []int, name, group string) {
	switch {
	case group != "" && len(field) > 0:
		r.grouped(t, arg, field, group, nil)
	case group != "":
		r.grouped(t, arg, field, group, r.config.as)
	default:
		r.single(t, arg, field, name)
	}
}

// outStruct reads a result struct; a name or a group given from outside is wrong.
func (r *reader) outStruct(t reflect.Type, arg int, field []int, name, group string) {
	if name != "" || group != "" {
		r.resultProblem("name-on-out", arg, field, "a name or a group does not apply to a whole result struct; tag its fields")
		return
	}
	for i := range t.NumField() {
		f := t.Field(i)
		at := slices.Concat(field, []int{i})
		if tag, ok := f.Tag.Lookup("parallel"); ok {
			r.resultProblem("bad-tag", arg, at, parallelAtResult(tag))
		}
		if f.Type == outType {
			continue
		}
		if !f.IsExported() {
			r.resultProblem("unexported-field", arg, at, "the field is unexported and cannot be read; export it")
			continue
		}
		r.resultField(f, arg, at)
	}
}

// resultField reads a field of a result struct, or a result with a tag by position.
func (r *reader) resultField(f reflect.StructField, arg int, at []int) {
	name, group := f.Tag.Get("name"), f.Tag.Get("group")
	switch {
	case group != "" && name != "":
		r.resultProblem("name-with-group", arg, at, fmt.Sprintf("the tags `name:%q` and `group:%q` exclude each other; keep one", name, group))
	case group != "" && r.boolTag(f, "optional", func() string { return r.resultWhere(arg, at) }):
		r.resultProblem("optional-group", arg, at, "a result is never optional; leave the tag out")
	default:
		r.result(f.Type, arg, at, name, group)
	}
}

func (r *reader) single(t reflect.Type, arg int, field []int, name string) {
	if len(r.config.as) == 0 {
		r.spec.Results = append(r.spec.Results, Result{Key: Key{Type: t, Name: name}, Arg: arg, Field: field})
		return
	}
	for _, as := range r.types(t, arg, field, r.config.as) {
		r.spec.Results = append(r.spec.Results, Result{Key: Key{Type: as, Name: name}, Arg: arg, Field: field})
	}
}

// types returns the types under which a result is provided.
func (r *reader) types(t reflect.Type, arg int, field []int, as []asked) []reflect.Type {
	if len(as) == 0 {
		return []reflect.Type{t}
	}
	var types []reflect.Type
	if r.config.self {
		types = append(types, t)
	}
	for _, i := range as {
		switch {
		case !t.Implements(i.as):
			r.resultProblem("bad-as", arg, field, fmt.Sprintf("%v does not implement %v, which As[%v] asks of every result%s", t, i.as, i.as, i.whyNot(t)))
		case i.as != t || !r.config.self:
			types = append(types, i.as)
		}
	}
	return types
}

func (r *reader) resultProblem(slug string, arg int, field []int, text string) {
	if at := r.resultWhere(arg, field); at != "" {
		text = at + ": " + text
	}
	r.problem(slug, text)
}

// resultWhere describes a result: "result 2", "result 1, field DB", or for a
// value "field DB" or nothing.
func (r *reader) resultWhere(arg int, field []int) string {
	switch {
	case r.spec.Func.IsValid():
		return where("result", r.spec.Func.Type().Out(arg), arg, field)
	case len(field) > 0:
		return fieldPath(r.spec.Value.Type(), field)
	default:
		return ""
	}
}
