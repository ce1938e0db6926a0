// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"

	"go.uber.org/dig"

	"github.com/facet-go/facet/graph"
)

// digRun is a world in a plain dig container.
type digRun struct {
	*recorder
	rejected []*ctor // by Provide
	info     map[int]dig.ProvideInfo
	asked    map[int]dig.InvokeInfo
	err      error
}

// token is what a root asks for to have an eager constructor called.
type token struct{}

// runDig provides everything and invokes the roots, in registration order.
func runDig(w *world) *digRun {
	r := &digRun{recorder: newRecorder(w), info: map[int]dig.ProvideInfo{}, asked: map[int]dig.InvokeInfo{}}
	d := dig.New(dig.DeferAcyclicVerification())
	if err := d.Provide(func() *scopedHandle { return &scopedHandle{-1} }); err != nil {
		panic(err)
	}
	for _, c := range w.ctors {
		if c.kind != graph.KindInvoke && r.provide(d, c) != nil {
			r.rejected = append(r.rejected, c)
		}
	}
	if len(r.rejected) > 0 {
		return r
	}
	for _, c := range w.ctors {
		if !w.isRoot(c) {
			continue
		}
		if r.err = r.invoke(d, c); r.err != nil {
			break
		}
	}
	return r
}

func (r *digRun) provide(d *dig.Container, c *ctor) error {
	var info dig.ProvideInfo
	opts := []dig.ProvideOption{dig.FillProvideInfo(&info)}
	f := c.fn(r.recorder)
	if c.kind == graph.KindValue {
		f = reflect.MakeFunc(reflect.FuncOf(nil, c.out(), false), func([]reflect.Value) []reflect.Value { return c.outs() })
	}
	if c.emulated() {
		f = c.renamed(f)
	} else {
		if c.name != "" {
			opts = append(opts, dig.Name(c.name))
		}
		if c.group != "" {
			opts = append(opts, dig.Group(c.group+map[bool]string{true: ",flatten"}[c.results[0].flatten]))
		}
		for _, t := range c.as {
			opts = append(opts, dig.As(reflect.New(t).Interface()))
		}
	}
	err := d.Provide(f.Interface(), opts...)
	r.info[c.id] = info
	return err
}

func (r *digRun) invoke(d *dig.Container, c *ctor) error {
	var info dig.InvokeInfo
	f := c.fn(r.recorder)
	if c.kind != graph.KindInvoke {
		in := reflect.StructOf([]reflect.StructField{
			{Name: "In", Type: reflect.TypeFor[dig.In](), Anonymous: true}, c.token(),
		})
		f = reflect.MakeFunc(reflect.FuncOf([]reflect.Type{in}, nil, false), func([]reflect.Value) []reflect.Value { return nil })
	}
	err := d.Invoke(f.Interface(), dig.FillInvokeInfo(&info))
	r.asked[c.id] = info
	return err
}

func (c *ctor) token() reflect.StructField {
	return reflect.StructField{Name: "Token", Type: reflect.TypeFor[token](), Tag: reflect.StructTag(fmt.Sprintf(`name:"%d"`, c.id))}
}

// emulated reports whether dig has no equivalent of the options: Self, Eager, and As
// of the own type together with others.
func (c *ctor) emulated() bool {
	return c.self || c.eager || len(c.as) > 1 && slices.Contains(c.as, c.results[0].key.Type)
}

// renamed wraps a constructor so that it returns one result struct with a field
// for each key.
func (c *ctor) renamed(f reflect.Value) reflect.Value {
	fields := []reflect.StructField{{Name: "Out", Type: reflect.TypeFor[dig.Out](), Anonymous: true}}
	for i, g := range c.gifts() {
		field := reflect.StructField{Name: "F" + strconv.Itoa(i), Type: g.key.Type}
		switch {
		case g.flatten:
			field.Type, field.Tag = reflect.SliceOf(g.key.Type), reflect.StructTag(fmt.Sprintf(`group:"%s,flatten"`, g.key.Group))
		case g.key.Group != "":
			field.Tag = reflect.StructTag(fmt.Sprintf("group:%q", g.key.Group))
		case g.key.Name != "":
			field.Tag = reflect.StructTag(fmt.Sprintf("name:%q", g.key.Name))
		}
		fields = append(fields, field)
	}
	out := reflect.StructOf(append(fields, c.token()))
	t := reflect.FuncOf(c.in(), []reflect.Type{out, errorType}, c.variadic)
	return reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		call := f.Call
		if c.variadic {
			call = f.CallSlice
		}
		outs := call(args)
		s, err := reflect.New(out).Elem(), reflect.Zero(errorType)
		if c.hasErr {
			err = outs[len(outs)-1]
		}
		for i, g := range c.gifts() {
			v := outs[g.path[0]]
			for _, at := range g.path[1:] {
				v = v.Field(at + 1)
			}
			s.Field(i + 1).Set(v)
		}
		return []reflect.Value{s, err}
	})
}
