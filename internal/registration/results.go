// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

import (
	"fmt"
	"reflect"
	"slices"
)

func (r *reader) readResults() {
	t := r.spec.Func.Type()
	n := t.NumOut()
	if n > 0 && t.Out(n-1) == errorType {
		r.spec.HasErr = true
		n--
	}
	before := len(r.problems)
	all := n
	n = r.readCleanup(n)
	for i := range n {
		if tag := tagAt(r.config.results, i); tag != "" {
			r.readTaggedResult(t.Out(i), i, tag)
			continue
		}
		r.readResult(t.Out(i), i, nil, r.config.name, r.config.group)
	}
	if r.spec.HasErr && tagAt(r.config.results, all) != "" {
		r.resultProblem("bad-tag", all, nil, "an error as the last result is not a value and takes no tag; leave it out")
	}
	r.rejectExtraTags("Results", r.config.results, "results", t.NumOut())
	if len(r.problems) == before && len(r.spec.Results) == 0 {
		r.rejectNoResult(t.NumOut(), n)
	}
	r.rejectDuplicateKeys()
}

// readResult reads one result, or one field of a result struct, with the name and the
// group tag that apply to it.
func (r *reader) readResult(t reflect.Type, arg int, field []int, name, group string) {
	switch {
	case t == errorType && len(field) == 0:
		r.resultProblem("error-not-last", arg, field, "an error must be the last result; move it to the end")
	case t.Implements(errorType):
		r.resultProblem("error-result", arg, field, fmt.Sprintf(
			"a value of type %v would be taken for a failure; return a failure as the last result, of type error, and wrap an error that is a value in a struct", t))
	case hasNoMarker(t):
		r.readPlainResult(t, arg, field, name, group)
	case t.Kind() == reflect.Struct && embeds(t, inType), pointsTo(t, inType), embedsPointer(t, inType):
		r.resultProblem("in-as-result", arg, field, fmt.Sprintf("%v embeds In, which is for parameters; a result struct embeds Out", t))
	case pointsTo(t, outType):
		r.resultProblem("pointer-to-out", arg, field, fmt.Sprintf("%v points to a result struct; return the struct by value", t))
	case embedsPointer(t, outType):
		r.resultProblem("pointer-embedded", arg, field, fmt.Sprintf("%v embeds a pointer to Out; embed Out by value, without the *", t))
	case t == outType:
		r.resultProblem("bare-out", arg, field, "Out alone provides nothing; embed it in a struct with a field for each result")
	case t.Kind() == reflect.Struct && embeds(t, outType):
		r.readOutStruct(t, arg, field, name, group)
	default:
		r.readPlainResult(t, arg, field, name, group)
	}
}

// readPlainResult reads a result that is not a result struct.
func (r *reader) readPlainResult(t reflect.Type, arg int, field []int, name, group string) {
	switch {
	case group != "" && len(field) > 0:
		r.readGroupResult(t, arg, field, group, nil)
	case group != "":
		r.readGroupResult(t, arg, field, group, r.config.as)
	default:
		r.addSingle(t, arg, field, name)
	}
}

// readOutStruct reads a result struct. A name or a group from an option is an error.
func (r *reader) readOutStruct(t reflect.Type, arg int, field []int, name, group string) {
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
		r.readResultField(f, arg, at)
	}
}

// readResultField reads a field of a result struct, or a result with a tag by position.
func (r *reader) readResultField(f reflect.StructField, arg int, at []int) {
	name, group := f.Tag.Get("name"), f.Tag.Get("group")
	switch {
	case group != "" && name != "":
		r.resultProblem("name-with-group", arg, at, fmt.Sprintf("the tags `name:%q` and `group:%q` exclude each other; keep one", name, group))
	case group != "" && r.boolTag(f, "optional", func() string { return r.resultWhere(arg, at) }):
		r.resultProblem("optional-group", arg, at, "a result is never optional; leave the tag out")
	default:
		r.readResult(f.Type, arg, at, name, group)
	}
}

// addSingle adds a result that is not a member of a group.
func (r *reader) addSingle(t reflect.Type, arg int, field []int, name string) {
	if len(r.config.as) == 0 {
		r.spec.Results = append(r.spec.Results, Result{Key: Key{Type: t, Name: name}, Arg: arg, Field: field})
		return
	}
	for _, as := range r.providedTypes(t, arg, field, r.config.as) {
		r.spec.Results = append(r.spec.Results, Result{Key: Key{Type: as, Name: name}, Arg: arg, Field: field})
	}
}

// providedTypes returns the types under which a result is provided.
func (r *reader) providedTypes(t reflect.Type, arg int, field []int, as []asInterface) []reflect.Type {
	if len(as) == 0 {
		return []reflect.Type{t}
	}
	var types []reflect.Type
	if r.config.keepOwnType {
		types = append(types, t)
	}
	for _, i := range as {
		switch {
		case !t.Implements(i.typ):
			r.resultProblem("bad-as", arg, field, fmt.Sprintf("%v does not implement %v, which As[%v] requires of every result%s", t, i.typ, i.typ, i.whyNotImplemented(t)))
		case i.typ != t || !r.config.keepOwnType:
			types = append(types, i.typ)
		}
	}
	return types
}

func (r *reader) resultProblem(slug string, arg int, field []int, text string) {
	if at := r.resultWhere(arg, field); at != "" {
		text = at + ": " + text
	}
	r.addProblem(slug, text)
}

// resultWhere describes the position of a result: "result 2" or "result 1, field DB".
// For a value it returns "" or "field DB".
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
