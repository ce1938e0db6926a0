// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import (
	"fmt"
	"reflect"
	"strconv"
)

var (
	inType  = reflect.TypeFor[In]()
	outType = reflect.TypeFor[Out]()
)

func (r *reader) params() {
	t := r.spec.Func.Type()
	n := t.NumIn()
	if t.IsVariadic() {
		n--
	}
	r.spec.Params = make([]Param, 0, n)
	for i := range n {
		r.param(Param{Key: Key{Type: t.In(i)}, Arg: i})
	}
}

// param reads one parameter, or one field of a parameter struct, whose key holds
// its type and the tags read so far.
func (r *reader) param(p Param) {
	t := p.Key.Type
	switch {
	case t == inType:
		r.paramProblem("bare-in", p, "In alone asks for nothing; embed it in a struct with a field for each parameter")
	case t.Kind() == reflect.Struct && embeds(t, inType):
		r.fields(t, p)
	case pointsTo(t, inType):
		r.paramProblem("pointer-to-in", p, fmt.Sprintf("%v points to a parameter struct; take the struct by value", t))
	case t.Kind() == reflect.Struct && embeds(t, outType), pointsTo(t, outType):
		r.paramProblem("out-as-parameter", p, fmt.Sprintf("%v embeds Out and cannot be a parameter; ask for its fields", t))
	case embedsPointer(t, inType), embedsPointer(t, outType):
		r.paramProblem("pointer-embedded", p, fmt.Sprintf("%v embeds a pointer to In or Out; embed In by value, without the *", t))
	default:
		r.spec.Params = append(r.spec.Params, p)
	}
}

// fields reads the fields of a parameter struct.
func (r *reader) fields(t reflect.Type, parent Param) {
	ignoreUnexported := false
	for i := range t.NumField() {
		if f := t.Field(i); f.Type == inType {
			at := r.spec.Where(parent)
			ignoreUnexported = r.boolTag(f, "ignore-unexported", at+", field In")
			break
		}
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Type == inType || !f.IsExported() && ignoreUnexported {
			continue
		}
		p := Param{Arg: parent.Arg, Field: append(parent.Field[:len(parent.Field):len(parent.Field)], i)}
		p.Key.Type = f.Type
		if !f.IsExported() {
			r.paramProblem("unexported-field", p, fmt.Sprintf(
				"the field is unexported and cannot be set; export it, or tag the embedded In with `ignore-unexported:%q`", "true"))
			continue
		}
		r.field(f, p)
	}
}

func (r *reader) field(f reflect.StructField, p Param) {
	if tag := f.Tag.Get("group"); tag != "" {
		if r.groupField(f, tag, &p) {
			r.spec.Params = append(r.spec.Params, p)
		}
		return
	}
	if f.Type.Kind() != reflect.Struct || !embeds(f.Type, inType) {
		p.Key.Name = f.Tag.Get("name")
		before := len(r.problems)
		p.Optional = r.boolTag(f, "optional", r.spec.Where(p))
		// With a bad tag it is not to be called missing as well.
		p.Optional = p.Optional || len(r.problems) > before
	}
	r.param(p)
}

// groupField reads a field that collects a value group.
func (r *reader) groupField(f reflect.StructField, tag string, p *Param) bool {
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
		r.paramProblem("bad-group", *p, fmt.Sprintf("a group is collected in a slice, and the field is a %v; make it a []%v", f.Type, f.Type))
	}
	if name := f.Tag.Get("name"); name != "" {
		r.paramProblem("name-with-group", *p, fmt.Sprintf("the tags `name:%q` and `group:%q` exclude each other; keep one", name, tag))
	}
	if r.boolTag(f, "optional", r.spec.Where(*p)) {
		r.paramProblem("optional-group", *p, "a group without members is empty already; leave out optional")
	}
	if len(r.problems) > before {
		return false
	}
	p.Slice = f.Type
	p.Key = Key{Type: f.Type.Elem(), Group: group}
	return true
}

func (r *reader) boolTag(f reflect.StructField, tag, at string) bool {
	text := f.Tag.Get(tag)
	if text == "" {
		return false
	}
	value, err := strconv.ParseBool(text)
	if err != nil {
		r.problem("bad-tag", fmt.Sprintf("%s: the tag `%s:%q` is neither true nor false; write `%s:%q`", at, tag, text, tag, "true"))
	}
	return value
}

func (r *reader) paramProblem(slug string, p Param, text string) {
	r.problem(slug, r.spec.Where(p)+": "+text)
}

// embeds tells whether the struct t is e or embeds it at any depth.
func embeds(t, e reflect.Type) bool {
	if t == e {
		return true
	}
	if t.Kind() != reflect.Struct {
		return false
	}
	for i := range t.NumField() {
		if f := t.Field(i); f.Anonymous && embeds(f.Type, e) {
			return true
		}
	}
	return false
}

func pointsTo(t, e reflect.Type) bool {
	return t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct && embeds(t.Elem(), e)
}

// embedsPointer tells whether the struct t embeds *e at any depth.
func embedsPointer(t, e reflect.Type) bool { return embeds(t, reflect.PointerTo(e)) }
