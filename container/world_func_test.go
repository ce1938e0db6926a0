// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/facet-go/facet/provide"
)

// The types that flow through a world. Each value knows where it came from.
type (
	alpha  struct{ from string }
	beta   struct{ from string }
	gamma  struct{ from string }
	delta  struct{ from string }
	text   string
	reader interface {
		origin() string
		reads()
	}
	writer interface {
		origin() string
		writes()
	}
	// scopedHandle is made for each node that asks for it.
	scopedHandle struct{ node int }
)

func (a *alpha) origin() string { return a.from }
func (b *beta) origin() string  { return b.from }
func (g *gamma) origin() string { return g.from }
func (d *delta) origin() string { return d.from }
func (t text) origin() string   { return string(t) }

func (*alpha) reads()  {}
func (*beta) reads()   {}
func (*beta) writes()  {}
func (*gamma) writes() {}

var (
	readerType = reflect.TypeFor[reader]()
	writerType = reflect.TypeFor[writer]()
	handleType = reflect.TypeFor[*scopedHandle]()
	errorType  = reflect.TypeFor[error]()
	pool       = []reflect.Type{
		reflect.TypeFor[*alpha](), reflect.TypeFor[*beta](), reflect.TypeFor[*gamma](),
		reflect.TypeFor[*delta](), reflect.TypeFor[text](), readerType, writerType,
	}
)

// makeValue makes a value of a type of the pool.
func makeValue(t reflect.Type, from string) reflect.Value {
	v := reflect.New(t).Elem()
	switch t {
	case readerType, writerType:
		v.Set(reflect.ValueOf(&beta{from}))
	case reflect.TypeFor[text]():
		v.SetString(from)
	default:
		v.Set(reflect.New(t.Elem()))
		v.Elem().Set(reflect.ValueOf(struct{ from string }{from}).Convert(t.Elem()))
	}
	return v
}

// originOf reads what makeValue wrote; "" from a zero value.
func originOf(v reflect.Value) string {
	if v.IsZero() {
		return ""
	}
	made, ok := v.Interface().(interface{ origin() string })
	if !ok {
		return "of no type of the pool"
	}
	return made.origin()
}

// producer returns the id of the constructor in an origin.
func producer(origin string) int {
	id, _, _ := strings.Cut(origin, "/")
	n, err := strconv.Atoi(id)
	if err != nil {
		return -1
	}
	return n
}

func (c *ctor) origins(path []int, r result) []string {
	from := fmt.Sprintf("%d/%v", c.id, path)
	if c.counted {
		from += fmt.Sprintf(" of call %d", c.made)
	}
	if !r.flatten {
		return []string{from}
	}
	all := make([]string, r.size)
	for i := range all {
		all[i] = fmt.Sprintf("%s.%d", from, i)
	}
	return all
}

func (p param) goType() reflect.Type {
	switch {
	case p.fields != nil:
		return p.structType()
	case p.key.Group != "":
		return reflect.SliceOf(p.key.Type)
	default:
		return p.key.Type
	}
}

func (p param) structType() reflect.Type {
	embed := reflect.StructField{Name: "In", Type: reflect.TypeFor[provide.In](), Anonymous: true}
	fields := []reflect.StructField{embed}
	for i, f := range p.fields {
		tag := ""
		if f.key.Name != "" {
			tag += fmt.Sprintf("name:%q ", f.key.Name)
		}
		if f.key.Group != "" {
			tag += fmt.Sprintf("group:%q ", f.key.Group+map[bool]string{true: ",soft"}[f.soft])
		}
		if f.optional {
			tag += `optional:"true"`
		}
		fields = append(fields, reflect.StructField{Name: "F" + strconv.Itoa(i), Type: f.goType(), Tag: reflect.StructTag(tag)})
	}
	if p.ignoreUnexported {
		fields[0].Tag = `ignore-unexported:"true"`
		fields = append(fields, reflect.StructField{Name: "hidden", PkgPath: "x", Type: reflect.TypeFor[int]()})
	}
	return reflect.StructOf(fields)
}

func (r result) goType() reflect.Type {
	switch {
	case r.fields != nil:
		return r.structType()
	case r.flatten:
		return reflect.SliceOf(r.key.Type)
	default:
		return r.key.Type
	}
}

func (r result) structType() reflect.Type {
	fields := []reflect.StructField{{Name: "Out", Type: reflect.TypeFor[provide.Out](), Anonymous: true}}
	for i, f := range r.fields {
		tag := ""
		if f.key.Name != "" {
			tag += fmt.Sprintf("name:%q ", f.key.Name)
		}
		if f.key.Group != "" {
			tag += fmt.Sprintf("group:%q ", f.key.Group+map[bool]string{true: ",flatten"}[f.flatten])
		}
		fields = append(fields, reflect.StructField{Name: "F" + strconv.Itoa(i), Type: f.goType(), Tag: reflect.StructTag(tag)})
	}
	return reflect.StructOf(fields)
}

func (c *ctor) value(r result, path []int) reflect.Value {
	v := reflect.New(r.goType()).Elem()
	switch {
	case r.fields != nil:
		for i, f := range r.fields {
			v.Field(i + 1).Set(c.value(f, append(slices.Clone(path), i)))
		}
	case r.flatten:
		for _, from := range c.origins(path, r) {
			v.Set(reflect.Append(v, makeValue(r.key.Type, from)))
		}
	default:
		v.Set(makeValue(r.key.Type, c.origins(path, r)[0]))
	}
	return v
}

func (c *ctor) in() []reflect.Type {
	var in []reflect.Type
	for _, p := range c.params {
		in = append(in, p.goType())
	}
	if c.variadic {
		in = append(in, reflect.TypeFor[[]*delta]())
	}
	return in
}

func (c *ctor) out() []reflect.Type {
	var out []reflect.Type
	for _, r := range c.results {
		out = append(out, r.goType())
	}
	if c.hasErr {
		out = append(out, errorType)
	}
	return out
}

// fn returns the function that is registered; rec hears of every call.
func (c *ctor) fn(rec *recorder) reflect.Value {
	t := reflect.FuncOf(c.in(), c.out(), c.variadic)
	return reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		rec.called(c, args)
		c.made++
		c.fate.meet(c.id, rec.cancel)
		return c.outs()
	})
}

func (c *ctor) outs() []reflect.Value {
	var outs []reflect.Value
	for i, r := range c.results {
		if c.err != nil {
			outs = append(outs, reflect.Zero(r.goType()))
			continue
		}
		outs = append(outs, c.value(r, []int{i}))
	}
	if c.hasErr {
		err := reflect.New(errorType).Elem()
		if c.err != nil {
			err.Set(reflect.ValueOf(c.err))
		}
		outs = append(outs, err)
	}
	return outs
}
