// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"fmt"
	"io"
	"reflect"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/dig"
	"pgregory.net/rapid"

	"github.com/facet-go/facet/provide"
)

func TestConstructor_agreesWithDig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if text := drawSignature(t).disagreement(); text != "" {
			t.Fatal(text)
		}
	})
}

// The property above would also hold if both rejected everything.
func TestConstructor_agreementIsAboutBothAnswers(t *testing.T) {
	accepted, total := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		s := drawSignature(t)
		fn := reflect.MakeFunc(s.fn, func([]reflect.Value) []reflect.Value { return nil }).Interface()
		total++
		if digProvide(fn, s.dig) == nil {
			accepted++
		}
	})
	require.Greater(t, accepted, total/20)
	require.Less(t, accepted, total*9/10)
}

func drawSignature(t *rapid.T) signature {
	types := func(label string, least int, marker reflect.Type) []reflect.Type {
		draw := func(t *rapid.T) reflect.Type { return drawType(t, marker, 2) }
		return rapid.SliceOfN(rapid.Custom(draw), least, 2).Draw(t, label)
	}
	in, out := types("in", 0, reflect.TypeFor[provide.In]()), types("out", 1, reflect.TypeFor[provide.Out]())
	out = out[rapid.SampledFrom([]int{0, 0, 0, 0, len(out)}).Draw(t, "without results"):]
	if rapid.Bool().Draw(t, "fails") {
		out = append(out, reflect.TypeFor[error]())
	}
	variadic := rapid.Bool().Draw(t, "variadic") && len(in) > 0 && in[len(in)-1].Kind() == reflect.Slice
	s := signature{fn: reflect.FuncOf(in, out, variadic)}
	s.drawOptions(t)
	return s
}

var leaves = []reflect.Type{
	reflect.TypeFor[int](), reflect.TypeFor[*DB](), reflect.TypeFor[[]Route](), reflect.TypeFor[Routes](),
	reflect.TypeFor[io.Reader](), reflect.TypeFor[io.ReadCloser](), reflect.TypeFor[func(int)](), reflect.TypeFor[any](),
	reflect.TypeFor[error](), reflect.TypeFor[*NotFound](), reflect.TypeFor[[]error](), reflect.TypeFor[[]baseOut](),
	reflect.TypeFor[provide.In](), reflect.TypeFor[provide.Out](), reflect.TypeFor[*provide.In](), reflect.TypeFor[*provide.Out](),
	reflect.TypeFor[baseIn](), reflect.TypeFor[baseOut](), reflect.TypeFor[*baseIn](), reflect.TypeFor[*baseOut](),
	reflect.TypeFor[pointerIn](), reflect.TypeFor[pointerOut](), reflect.TypeFor[deepPointer](), reflect.TypeFor[Stores](),
}

// The first leaves are good for parameters and results alike.
const goodLeaves = 8

// drawType draws a type that mostly suits a parameter or a result, as marker says.
func drawType(t *rapid.T, marker reflect.Type, depth int) reflect.Type {
	switch n := rapid.IntRange(0, 19).Draw(t, "kind"); {
	case n == 0:
		return rapid.SampledFrom(leaves).Draw(t, "leaf")
	case n <= 7 && depth > 0:
		return drawStruct(t, marker, depth)
	default:
		return rapid.SampledFrom(leaves[:goodLeaves]).Draw(t, "good leaf")
	}
}

func drawStruct(t *rapid.T, marker reflect.Type, depth int) reflect.Type {
	embedded := marker
	if rapid.IntRange(0, 9).Draw(t, "odd") == 0 {
		embedded = rapid.SampledFrom([]reflect.Type{
			reflect.TypeFor[provide.In](), reflect.TypeFor[provide.Out](), reflect.TypeFor[*provide.In](),
			reflect.TypeFor[*provide.Out](), reflect.TypeFor[Stores](), reflect.TypeFor[DB](),
		}).Draw(t, "embedded")
	}
	fields := []reflect.StructField{{Name: "Base", Type: embedded, Anonymous: true, Tag: drawTags(t, "ignore-unexported")}}
	for i := range rapid.IntRange(0, 3).Draw(t, "fields") {
		f := reflect.StructField{
			Name: "F" + strconv.Itoa(i),
			Type: drawType(t, marker, depth-1),
			Tag:  drawTags(t, "name") + drawTags(t, "optional") + drawTags(t, "group") + drawTags(t, "parallel"),
		}
		if rapid.IntRange(0, 19).Draw(t, "unexported") == 0 {
			f.Name, f.PkgPath = "f"+strconv.Itoa(i), "example.com/other"
		}
		fields = append(fields, f)
	}
	return reflect.StructOf(fields)
}

var tagValues = map[string][]string{
	"name":              {"a", "b", "c d", ""},
	"optional":          {"true", "false", "1", "yes", ""},
	"group":             {"a", "a", "a", "a,soft", "a,flatten", "a, soft", "a,soft,flatten", "a,flat", ",soft", ","},
	"parallel":          {"a", "a", "a", "a b", "a,b", " a", "a\n", "a`b", ""},
	"ignore-unexported": {"true", "false", "T", "true", "yes"},
}

func drawTags(t *rapid.T, key string) reflect.StructTag {
	if rapid.IntRange(0, 4).Draw(t, key) > 0 {
		return ""
	}
	value := rapid.SampledFrom(tagValues[key]).Draw(t, key+" value")
	return reflect.StructTag(fmt.Sprintf("%s:%q ", key, value))
}

func (s *signature) drawOptions(t *rapid.T) {
	if rapid.IntRange(0, 9).Draw(t, "name") == 0 {
		name := rapid.SampledFrom([]string{"a", "b", "b`c"}).Draw(t, "name value")
		s.options, s.dig = append(s.options, provide.Name(name)), append(s.dig, dig.Name(name))
	}
	if rapid.IntRange(0, 9).Draw(t, "group") == 0 {
		s.group = rapid.SampledFrom(append(tagValues["group"], "a`b")).Draw(t, "group value")
		s.options, s.dig = append(s.options, provide.Group(s.group)), append(s.dig, dig.Group(s.group))
	}
	if rapid.IntRange(0, 5).Draw(t, "as") > 0 {
		return
	}
	as := []struct {
		option provide.Option
		dig    any
	}{
		{provide.As[io.Reader](), new(io.Reader)},
		{provide.As[io.ReadCloser](), new(io.ReadCloser)},
		{provide.As[any](), new(any)},
		{provide.As[DB](), new(DB)},
	}
	used := map[int]bool{}
	for _, i := range rapid.SliceOfN(rapid.IntRange(0, len(as)-1), 1, 2).Draw(t, "as types") {
		s.options, s.dig = append(s.options, as[i].option), append(s.dig, dig.As(as[i].dig))
		s.as, s.asTwice = true, s.asTwice || used[i]
		used[i] = true
	}
}
