// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"go.uber.org/dig"
	"pgregory.net/rapid"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

// FuzzStructTag reads one field with arbitrary tags, as a parameter and as a
// result, and compares with dig.
func FuzzStructTag(f *testing.F) {
	for _, tag := range []string{
		"", `name:"a"`, `name:"a" group:"b"`, `group:"a,soft"`, `group:"a,flatten"`, `group:"a, soft"`, `group:","`,
		`optional:"true"`, `optional:"yes"`, `group:"a" optional:"1"`, `name: "a"`, `group:"a`, `name:"a\"b"`, "name:\"\xff\"",
		`parallel:"a"`, `parallel:""`, `name:"a" parallel:"b c"`, `group:"a,soft" parallel:" b"`, `parallel:"a\n" optional:"no"`, `parallel: "a"`,
	} {
		f.Add(tag, `ignore-unexported:"true"`, false)
		f.Add(tag, `ignore-unexported:"no"`, true)
		f.Add(tag, `parallel:"a"`, true)
	}
	f.Fuzz(func(t *testing.T, tag, inTag string, slice bool) {
		field := reflect.StructField{Name: "F", Type: reflect.TypeFor[Route](), Tag: reflect.StructTag(tag)}
		if slice {
			field.Type = reflect.TypeFor[Routes]()
		}
		holder := func(marker reflect.Type) []reflect.Type {
			embedded := reflect.StructField{Name: "Base", Type: marker, Anonymous: true, Tag: reflect.StructTag(inTag)}
			return []reflect.Type{reflect.StructOf([]reflect.StructField{embedded, field})}
		}
		for _, s := range []signature{
			{fn: reflect.FuncOf(holder(reflect.TypeFor[provide.In]()), []reflect.Type{reflect.TypeFor[int]()}, false)},
			{fn: reflect.FuncOf(nil, holder(reflect.TypeFor[provide.Out]()), false)},
		} {
			if text := s.disagreement(); text != "" {
				t.Error(text)
			}
		}
	})
}

// FuzzSignature reads signatures and options of every kind, and compares with dig.
func FuzzSignature(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) {
		if text := drawSignature(t).disagreement(); text != "" {
			t.Fatal(text)
		}
	}))
}

// FuzzGroupTag reads arbitrary words in the options that take one.
func FuzzGroupTag(f *testing.F) {
	for _, word := range []string{"", "a", "a,soft", "a,flatten", "a,", ",flatten", "a`b", "\xff", "a,flatten,flatten"} {
		f.Add(word)
	}
	f.Fuzz(func(t *testing.T, word string) {
		fn := reflect.FuncOf(nil, []reflect.Type{reflect.TypeFor[Routes]()}, false)
		for _, s := range []signature{
			{fn: fn, options: []provide.Option{provide.Name(word)}, dig: []dig.ProvideOption{dig.Name(word)}},
			{fn: fn, options: []provide.Option{provide.Group(word)}, dig: []dig.ProvideOption{dig.Group(word)}, group: word},
		} {
			if text := s.disagreement(); word != "" && text != "" {
				t.Error(text)
			}
		}
		if text := fmt.Sprint(provide.Name(word), provide.Group(word), provide.Parallel(word), provide.After[*DB](word)); strings.Contains(text, "\n") {
			t.Errorf("%q does not fit on a line", text)
		}
		if _, problems := registration.Constructor(buffer, graph.Caller(0), provide.Group(word)); word == "" && len(problems) == 0 {
			t.Error("an empty group is accepted")
		}
	})
}
