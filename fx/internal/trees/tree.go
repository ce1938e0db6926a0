// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"

	"go.uber.org/fx"
)

// The types of values. Each value says how it was made.
type (
	t0 struct{ Made string }
	t1 struct{ Made string }
	t2 struct{ Made string }
	t3 struct{ Made string }
	t4 struct{ Made string }
	t5 struct{ Made string }
)

var types = []reflect.Type{
	reflect.TypeFor[t0](), reflect.TypeFor[t1](), reflect.TypeFor[t2](), reflect.TypeFor[t3](), reflect.TypeFor[t4](), reflect.TypeFor[t5](),
}

// tree makes random options.
type tree struct {
	rand     *rand.Rand
	report   *report
	made     int
	provided []key // keys that are already provided, most of which must not be again
}

// key is a type with a tag.
type key struct {
	t   int
	tag string // of a field, or ""
}

// oneIn reports true once in n times.
func (t *tree) oneIn(n int) bool { return t.rand.IntN(n) == 0 }

func (t *tree) name(word string) string {
	t.made++
	return fmt.Sprintf("%s%d", word, t.made)
}

// options returns the options of the app or of a module at a depth.
func (t *tree) options(depth int) []fx.Option {
	var all []fx.Option
	for range 2 + t.rand.IntN(5) {
		switch n := t.rand.IntN(12); {
		case n < 5:
			all = append(all, t.provide(depth))
		case n < 7:
			all = append(all, fx.Invoke(t.function(t.name("invoke"), t.params(3), nil)))
		case n < 9:
			all = append(all, t.decorate())
		case n == 9:
			all = append(all, fx.Replace(t.value(t.rand.IntN(len(types)), t.name("replaced"))))
		case n == 10:
			k := t.newKey()
			all = append(all, fx.Supply(fx.Annotate(t.value(k.t, t.name("supplied")), fx.ResultTags(k.tag))))
		case depth < 3:
			name := t.name("module")
			if os.Getenv("TREES_SHOW") != "" {
				fmt.Fprintln(os.Stderr, "begin", name)
			}
			all = append(all, fx.Module(name, t.options(depth+1)...))
			if os.Getenv("TREES_SHOW") != "" {
				fmt.Fprintln(os.Stderr, "end", name)
			}
		}
	}
	return all
}

func (t *tree) value(of int, made string) any {
	v := reflect.New(types[of]).Elem()
	v.Field(0).SetString(made)
	return v.Interface()
}

// newKey returns a key that is not provided yet, most of the time.
func (t *tree) newKey() key {
	for {
		k := t.key()
		if strings.HasPrefix(k.tag, "group") || !slices.Contains(t.provided, k) || t.oneIn(50) {
			t.provided = append(t.provided, k)
			return k
		}
		if len(t.provided) > 3*len(types) {
			return key{t.rand.IntN(len(types)), `group:"g"`}
		}
	}
}

func (t *tree) key() key {
	tag := ""
	switch t.rand.IntN(5) {
	case 0:
		tag = `name:"n"`
	case 1:
		tag = `group:"g"`
	}
	return key{t.rand.IntN(len(types)), tag}
}

// params returns up to n different keys of parameters.
func (t *tree) params(n int) []key {
	var all []key
	for range t.rand.IntN(n + 1) {
		k := t.key()
		if k.tag == "" && t.oneIn(4) {
			k.tag = `optional:"true"`
		}
		if strings.HasPrefix(k.tag, "group") && t.oneIn(4) {
			k.tag = `group:"g,soft"`
		}
		if !slices.Contains(all, k) {
			all = append(all, k)
		}
	}
	return all
}

func (t *tree) provide(depth int) fx.Option {
	f := t.function(t.name("make"), t.params(2), []key{t.newKey()})
	if depth > 0 && t.oneIn(3) {
		if os.Getenv("TREES_SHOW") != "" {
			fmt.Fprintln(os.Stderr, "  private")
		}
		return fx.Provide(fx.Private, f)
	}
	return fx.Provide(f)
}

// decorate returns a decorator of a key, which it takes most of the time.
func (t *tree) decorate() fx.Option {
	k := t.key()
	params := t.params(1)
	if !t.oneIn(4) && !slices.Contains(params, k) {
		params = append(params, k)
	}
	return fx.Decorate(t.function(t.name("decorate"), params, []key{k}))
}

var (
	inType    = reflect.StructField{Name: "In", Type: reflect.TypeFor[fx.In](), Anonymous: true}
	outType   = reflect.StructField{Name: "Out", Type: reflect.TypeFor[fx.Out](), Anonymous: true}
	lifecycle = reflect.StructField{Name: "Lifecycle", Type: reflect.TypeFor[fx.Lifecycle]()}
)

// function returns a function that makes values which name the function and its arguments.
// Some append a hook. An invoked one reports its arguments.
func (t *tree) function(name string, params, results []key) any {
	if os.Getenv("TREES_SHOW") != "" {
		fmt.Fprintln(os.Stderr, name, params, "->", results)
	}
	isDecorator := strings.HasPrefix(name, "decorate")
	fields := []reflect.StructField{inType, lifecycle}
	for i, k := range params {
		f := reflect.StructField{Name: fmt.Sprintf("F%d", i), Type: types[k.t], Tag: reflect.StructTag(k.tag)}
		if strings.HasPrefix(k.tag, "group") {
			f.Type = reflect.SliceOf(f.Type)
		}
		fields = append(fields, f)
	}
	in, hasHook := reflect.StructOf(fields), t.oneIn(2)
	var outs []reflect.Type
	if len(results) > 0 {
		f := reflect.StructField{Name: "R", Type: types[results[0].t], Tag: reflect.StructTag(results[0].tag)}
		if isDecorator && strings.HasPrefix(results[0].tag, "group") {
			f.Type = reflect.SliceOf(f.Type)
		}
		outs = append(outs, reflect.StructOf([]reflect.StructField{outType, f}))
	}
	signature := reflect.FuncOf([]reflect.Type{in}, outs, false)
	return reflect.MakeFunc(signature, func(args []reflect.Value) []reflect.Value {
		made := name + "(" + describe(args[0]) + ")"
		if hasHook {
			t.appendHook(args[0].Field(1).Interface().(fx.Lifecycle), name) //nolint:errcheck // its type
		}
		if len(outs) == 0 {
			t.report.Values = append(t.report.Values, made)
			return nil
		}
		out := reflect.New(outs[0]).Elem()
		if r := out.Field(1); r.Kind() == reflect.Slice {
			r.Set(reflect.MakeSlice(r.Type(), 1, 1))
			r.Index(0).Field(0).SetString(made)
		} else {
			r.Field(0).SetString(made)
		}
		return []reflect.Value{out}
	}).Interface()
}

// describe returns the values of a parameter struct, those of a group sorted.
func describe(params reflect.Value) string {
	var all []string
	for i := 2; i < params.NumField(); i++ {
		f := params.Field(i)
		if f.Kind() != reflect.Slice {
			all = append(all, f.Field(0).String())
			continue
		}
		var members []string
		for j := range f.Len() {
			members = append(members, f.Index(j).Field(0).String())
		}
		slices.Sort(members)
		all = append(all, "["+strings.Join(members, " ")+"]")
	}
	return strings.Join(all, ", ")
}

func (t *tree) appendHook(lc fx.Lifecycle, name string) {
	add := func(what string) func(context.Context) error {
		return func(context.Context) error {
			t.report.Hooks = append(t.report.Hooks, what+" "+name)
			return nil
		}
	}
	lc.Append(fx.Hook{OnStart: add("start"), OnStop: add("stop")})
}
