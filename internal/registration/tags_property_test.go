// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

// positions is one case: the types of a signature, each with a tag.
type positions struct {
	in, out []reflect.Type
	params  []string
	results []string
}

// Tags by position mean the same as the tags of the fields of one parameter struct and
// one result struct, which dig reads too (see above).
func TestParams_areReadAsTheFieldsOfAStruct(t *testing.T) {
	accepted, total := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		p := drawPositions(t)
		total++
		if p.compare(t) {
			accepted++
		}
	})
	require.Greater(t, accepted, total/20)
	require.Less(t, accepted, total*19/20)
}

func drawPositions(t *rapid.T) positions {
	var p positions
	types := rapid.SampledFrom(leaves[:goodLeaves])
	draw := func(label string, least int, keys ...string) (list []reflect.Type, tags []string) {
		for range rapid.IntRange(least, 3).Draw(t, label) {
			var tag strings.Builder
			for _, key := range keys {
				tag.WriteString(string(drawTags(t, key)))
			}
			list, tags = append(list, types.Draw(t, label)), append(tags, tag.String())
		}
		return list, tags
	}
	p.in, p.params = draw("in", 0, "name", "optional", "group", "parallel")
	p.out, p.results = draw("out", 1, "name", "group")
	return p
}

// compare reads both and reports whether they are accepted.
func (p positions) compare(t *rapid.T) bool {
	params := slices.Clone(p.params)
	for len(params) > 0 && params[len(params)-1] == "" {
		params = params[:len(params)-1] // the last parameters may have no tag
	}
	byPosition, wrong := registration.Constructor(madeOf(p.in, p.out), graph.Place{}, provide.Params(params...), provide.Results(p.results...))
	in := structOf(reflect.TypeFor[provide.In](), p.in, p.params)
	out := structOf(reflect.TypeFor[provide.Out](), p.out, p.results)
	byField, alsoWrong := registration.Constructor(madeOf([]reflect.Type{in}, []reflect.Type{out}), graph.Place{})

	require.Equal(t, slugs(alsoWrong), slugs(wrong), "%v", wrong)
	for i := range byField.Params {
		f := &byField.Params[i]
		f.Arg, f.Field = int32(f.Field[0]-1), nil
	}
	require.Equal(t, byField.Params, byPosition.Params)
	if len(wrong) > 0 {
		return false
	}
	for i := range byField.Results {
		f := &byField.Results[i]
		f.Arg, f.Field = f.Field[0]-1, nil
	}
	require.Equal(t, byField.Results, byPosition.Results)
	return true
}

// madeOf returns a function that must not be called.
func madeOf(in, out []reflect.Type) any {
	return reflect.MakeFunc(reflect.FuncOf(in, out, false), func([]reflect.Value) []reflect.Value { panic("called") }).Interface()
}

// structOf returns a struct that embeds the marker and has those fields.
func structOf(marker reflect.Type, types []reflect.Type, tags []string) reflect.Type {
	fields := []reflect.StructField{{Name: "Base", Type: marker, Anonymous: true}}
	for i, t := range types {
		fields = append(fields, reflect.StructField{Name: "F" + strconv.Itoa(i), Type: t, Tag: reflect.StructTag(tags[i])})
	}
	return reflect.StructOf(fields)
}

// FuzzTagByPosition reads arbitrary tags of a parameter and of a result. Each is
// rejected, or has the meaning that it has on a field.
func FuzzTagByPosition(f *testing.F) {
	for _, tag := range []string{
		"", " ", "ro", `name:"a"`, `name:"a" group:"b"`, `group:"a,soft"`, `group:"a,flatten"`, `optional:"true" name:"a"`,
		`name:"a"group:""`, `name: "a"`, `name:"a`, `name:"a\"b"`, "name:\"\xff\"", "name:`a`", `Name:"a"`, `name:"a" name:"b"`,
		`parallel:"a" `, "name:\"a\nb\"", ":\"a\"", "name:\"a\";", "n\x00ame:\"a\"",
	} {
		f.Add(tag, true)
		f.Add(tag, false)
	}
	f.Fuzz(func(t *testing.T, tag string, slice bool) {
		typ := reflect.TypeFor[Route]()
		if slice {
			typ = reflect.TypeFor[Routes]()
		}
		one, others := []reflect.Type{typ}, []reflect.Type{reflect.TypeFor[int]()}
		in := structOf(reflect.TypeFor[provide.In](), one, []string{tag})
		out := structOf(reflect.TypeFor[provide.Out](), one, []string{tag})
		for _, c := range []struct {
			option     provide.Option
			own, field any
		}{
			{provide.Params(tag), madeOf(one, others), madeOf([]reflect.Type{in}, others)},
			{provide.Results(tag), madeOf(nil, one), madeOf(nil, []reflect.Type{out})},
		} {
			option := c.option
			if strings.Contains(option.String(), "\n") {
				t.Errorf("%q does not fit on a line", option)
			}
			byPosition, wrong := registration.Constructor(c.own, graph.Place{}, option)
			byField, alsoWrong := registration.Constructor(c.field, graph.Place{})
			switch {
			case len(wrong) == 0 && len(alsoWrong) > 0:
				t.Errorf("%v is accepted, on a field: %v", option, alsoWrong)
			case len(wrong) == 0 && fmt.Sprint(said(byPosition)) != fmt.Sprint(said(byField)):
				t.Errorf("%v reads %v, on a field %v", option, said(byPosition), said(byField))
			case len(wrong) > 0 && len(alsoWrong) == 0 && wrong[0].Slug != "bad-tag":
				t.Errorf("%v is fine on a field: %v", option, wrong)
			}
		}
	})
}

// said returns the contents of a Spec without the positions.
func said(spec *registration.Spec) (all []any) {
	for _, p := range spec.Params {
		all = append(all, p.Key, p.Slice, p.Optional, p.Soft, p.Parallel)
	}
	for _, r := range spec.Results {
		all = append(all, r.Key, r.Flatten)
	}
	return all
}
