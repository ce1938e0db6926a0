// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
)

// readParams reads the parameters of the function.
func (r *reader) readParams() {
	t := r.spec.Func.Type()
	r.spec.Params = r.paramsOf(t, nil, r.spec.Context, r.config.params)
	r.rejectExtraTags("Params", r.config.params, "parameters", t.NumIn())
}

// paramsOf returns the parameters of a function of type t. hook is that function if it
// is a hook, or else nil. If context is true, the first parameter is a context of the
// caller and left out.
func (r *reader) paramsOf(t reflect.Type, hook *Hook, context bool, tags []string) []Param {
	first := 0
	if context {
		first = 1
	}
	r.signature, r.hook, r.params = t, hook, make([]Param, 0, t.NumIn()-first)
	for i := first; i < t.NumIn(); i++ {
		p := Param{Key: Key{Type: t.In(i)}, Arg: int32(i)} //nolint:gosec // no function has 2^31 parameters
		variadic := t.IsVariadic() && i == t.NumIn()-1
		if tag := tagAt(tags, i); tag != "" {
			r.readTaggedParam(p, tag, variadic)
		} else if !variadic {
			r.readParam(p)
		}
	}
	return r.params
}

// readParam reads one parameter, or one field of a parameter struct. The key of p holds
// its type and the tags that are read so far.
func (r *reader) readParam(p Param) {
	t := p.Key.Type
	switch {
	case hasNoMarker(t):
		r.params = append(r.params, p)
	case t == inType:
		r.paramProblem("bare-in", p, "In alone asks for nothing; embed it in a struct with a field for each parameter")
	case t.Kind() == reflect.Struct && embeds(t, inType):
		r.readInStruct(t, p)
	case pointsTo(t, inType):
		r.paramProblem("pointer-to-in", p, fmt.Sprintf("%v points to a parameter struct; take the struct by value", t))
	case t.Kind() == reflect.Struct && embeds(t, outType), pointsTo(t, outType):
		r.paramProblem("out-as-parameter", p, fmt.Sprintf("%v embeds Out and cannot be a parameter; ask for its fields", t))
	case embedsPointer(t, inType), embedsPointer(t, outType):
		r.paramProblem("pointer-embedded", p, fmt.Sprintf("%v embeds a pointer to In or Out; embed In by value, without the *", t))
	default:
		r.params = append(r.params, p)
	}
}

// readInStruct reads the fields of a parameter struct.
func (r *reader) readInStruct(t reflect.Type, parent Param) {
	ignoreUnexported := false
	for i := range t.NumField() {
		if f := t.Field(i); f.Type == inType {
			ignoreUnexported = r.boolTag(f, "ignore-unexported", func() string { return r.paramWhere(parent) + ", field In" })
			r.parallelTag(f, parent.fieldParam(i))
			break
		}
	}
	r.params = slices.Grow(r.params, t.NumField()-1) // without In
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Type == inType || !f.IsExported() && ignoreUnexported {
			continue
		}
		p := parent.fieldParam(i)
		p.Key.Type = f.Type
		if !f.IsExported() {
			r.paramProblem("unexported-field", p, fmt.Sprintf(
				"the field is unexported and cannot be set; export it, or tag the embedded In with `ignore-unexported:%q`", "true"))
			continue
		}
		r.readField(f, p)
	}
}

// fieldParam returns a Param with the position of field i of the parameter struct p.
func (p Param) fieldParam(i int) Param {
	return Param{Arg: p.Arg, Field: append(p.Field[:len(p.Field):len(p.Field)], i)}
}

func (r *reader) readField(f reflect.StructField, p Param) {
	p.Parallel = r.parallelTag(f, p)
	if tag := f.Tag.Get("group"); tag != "" {
		if r.readGroupField(f, tag, &p) {
			r.params = append(r.params, p)
		}
		return
	}
	if f.Type.Kind() != reflect.Struct || !embeds(f.Type, inType) {
		p.Key.Name = f.Tag.Get("name")
		before := len(r.problems)
		p.Optional = r.boolTag(f, "optional", func() string { return r.paramWhere(p) })
		// A parameter with a bad tag must not be reported as missing as well.
		p.Optional = p.Optional || len(r.problems) > before
	}
	r.readParam(p)
}

// readGroupField reads a field that collects a value group.
func (r *reader) readGroupField(f reflect.StructField, tag string, p *Param) bool {
	group, flags := parseGroup(tag)
	before := len(r.problems)
	if group == "" {
		r.paramProblem("bad-tag", *p, fmt.Sprintf("the tag `group:%q` names no group; put the name before the comma", tag))
	}
	for _, flag := range flags {
		switch flag {
		case "soft":
			p.Soft = true
		case "flatten":
			r.paramProblem("bad-tag", *p, "flatten belongs to the result that joins the group, not to the parameter")
		default:
			r.paramProblem("bad-tag", *p, fmt.Sprintf("unknown word %q in `group:%q`; write `group:%q` or `group:%q`", flag, tag, group, group+",soft"))
		}
	}
	if f.Type.Kind() != reflect.Slice {
		r.paramProblem("bad-group", *p, fmt.Sprintf("a group is collected in a slice, and %v is not a slice; make it a []%v", f.Type, f.Type))
	}
	if name := f.Tag.Get("name"); name != "" {
		r.paramProblem("name-with-group", *p, fmt.Sprintf("the tags `name:%q` and `group:%q` exclude each other; keep one", name, tag))
	}
	if r.boolTag(f, "optional", func() string { return r.paramWhere(*p) }) {
		r.paramProblem("optional-group", *p, "a group without members is empty already; leave out optional")
	}
	if len(r.problems) > before {
		return false
	}
	p.Slice = f.Type
	p.Key = Key{Type: f.Type.Elem(), Group: group}
	return true
}

// boolTag reads a tag that is true or false. at returns the position for a problem
// text.
func (r *reader) boolTag(f reflect.StructField, tag string, at func() string) bool {
	text := f.Tag.Get(tag)
	if text == "" {
		return false
	}
	value, err := strconv.ParseBool(text)
	if err != nil {
		r.addProblem("bad-tag", fmt.Sprintf("%s: the tag `%s:%q` is neither true nor false; write `%s:%q`", at(), tag, text, tag, "true"))
	}
	return value
}

func (r *reader) paramProblem(slug string, p Param, text string) {
	r.addProblem(slug, r.paramWhere(p)+": "+text)
}

// paramWhere describes the position of a parameter of the function that is read now.
func (r *reader) paramWhere(p Param) string {
	if r.hook != nil {
		return r.hook.where(int(p.Arg), p.Field)
	}
	return r.spec.Where(p)
}
