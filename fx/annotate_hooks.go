// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"github.com/facet-go/facet/adapt"
	"github.com/facet-go/facet/graph"
)

var contextType = reflect.TypeFor[context.Context]()

// OnStart adds a start hook to what Annotate annotates. It may take a context, and the
// parameters and results of the annotated function, and return an error.
func OnStart(onStart any) Annotation { return onHook("OnStart", onStart, graph.Caller(1)) }

// OnStop adds a stop hook, as OnStart does.
func OnStop(onStop any) Annotation { return onHook("OnStop", onStop, graph.Caller(1)) }

func onHook(name string, target any, place graph.Place) Annotation {
	return annotation(func(a *annotated) error {
		if target == nil {
			return fmt.Errorf("cannot use nil function for %q hook annotation", name)
		}
		for _, h := range a.hooks {
			if h.name == name {
				return fmt.Errorf("cannot apply more than one %q hook annotation", name)
			}
		}
		t := reflect.TypeOf(target)
		switch {
		case t.Kind() != reflect.Func:
			return fmt.Errorf("must provide function for %q hook, got %v (%T)", name, target, target)
		case t.NumOut() > 1 || t.NumOut() == 1 && t.Out(0) != errorType:
			return fmt.Errorf("optional hook return may only be an error, got %v (%T)", target, target)
		case t.IsVariadic():
			return fmt.Errorf("hooks must not accept variadic parameters, got %v (%T)", target, target)
		}
		a.hooks = append(a.hooks, hookAnnotation{name, target, place})
		return nil
	})
}

// applyHooks adds the hooks to a registration.
func (a *annotated) applyHooks(s *adapt.Spec) error {
	sortSoftLast(s.Params)
	for _, h := range a.hooks {
		f := reflect.ValueOf(h.target)
		b := &hookBinder{spec: s, hook: adapt.Hook{Stop: h.name == "OnStop", Func: f, HasErr: f.Type().NumOut() == 1, Place: h.place}, name: h.name}
		if err := b.bind(f.Type()); err != nil {
			return err
		}
		s.Hooks = append(s.Hooks, b.hook)
	}
	return nil
}

// hookBinder finds the arguments of one hook among the parameters and results of the
// function that has it.
type hookBinder struct {
	spec       *adapt.Spec
	hook       adapt.Hook
	name       string // "OnStart" or "OnStop"
	hasContext bool
}

func (b *hookBinder) bind(t reflect.Type) error {
	for i := range t.NumIn() {
		in := t.In(i)
		if !isIn(in) {
			if err := b.bindArg(adapt.Key{Type: in}, in, "", i, nil); err != nil {
				return err
			}
			continue
		}
		for j := range in.NumField() {
			f := in.Field(j)
			if f.Type == embeddedIn.Type {
				continue
			}
			if err := b.bindArg(keyOf(f), f.Type, f.Tag, i, []int{j}); err != nil {
				return err
			}
		}
	}
	return nil
}

// keyOf returns the key of a field of a parameter struct.
func keyOf(f reflect.StructField) adapt.Key {
	key := adapt.Key{Type: f.Type, Name: f.Tag.Get("name")}
	if group, _ := groupOf(f.Tag); group != "" {
		key.Group = group
		if f.Type.Kind() == reflect.Slice {
			key.Type = f.Type.Elem()
		}
	}
	return key
}

// bindArg binds the parameter of the hook at a position, or the field at a path in it.
func (b *hookBinder) bindArg(key adapt.Key, t reflect.Type, tag reflect.StructTag, at int, path []int) error {
	arg := adapt.HookArg{At: at, Path: path}
	switch {
	case key == adapt.Key{Type: contextType} && !b.hasContext:
		b.hasContext = true
		arg.Source = adapt.HookContext
	case b.bindResult(key, &arg), b.bindParam(key, &arg):
	default:
		return fmt.Errorf("the %s hook function takes in a parameter of \"%s\", but the annotated function does not have parameters or results of that type",
			b.name, typeWithTags(t, tag))
	}
	b.hook.Args = append(b.hook.Args, arg)
	return nil
}

func (b *hookBinder) bindResult(key adapt.Key, arg *adapt.HookArg) bool {
	for _, r := range b.spec.Results {
		if r.Key == key && (key.Group == "" || r.Flatten) {
			arg.Source, arg.Arg, arg.Field = adapt.HookResult, r.Arg, r.Field
			return true
		}
	}
	return false
}

func (b *hookBinder) bindParam(key adapt.Key, arg *adapt.HookArg) bool {
	for _, p := range b.spec.Params {
		if p.Arg >= 0 && p.Key == key {
			p.Arg, p.Field = -1, nil
			b.spec.Params = append(b.spec.Params, p)
			arg.Source, arg.Param = adapt.HookParam, len(b.spec.Params)-1
			return true
		}
	}
	return false
}

// typeWithTags formats a parameter with the tags that are part of its key.
func typeWithTags(t reflect.Type, tag reflect.StructTag) string {
	var words []string
	for _, word := range []string{"name", "group"} {
		if v := tag.Get(word); v != "" {
			words = append(words, word+`:"`+v+`"`)
		}
	}
	if len(words) == 0 {
		return t.String()
	}
	return t.String() + " `" + strings.Join(words, " ") + "`"
}
