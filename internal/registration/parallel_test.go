// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

func TestParallel_reachesTheSpec(t *testing.T) {
	require.Empty(t, read(t, buffer).Parallel)
	require.Equal(t, "main stores", read(t, buffer, provide.Parallel("main stores")).Parallel)
}

func TestParallel_goesWithTheOtherOptions(t *testing.T) {
	spec := read(t, buffer, provide.Group("logs"), provide.Parallel("stores"), provide.Eager(), provide.StopTimeout(1))
	require.Equal(t, "stores", spec.Parallel)
	require.Equal(t, "logs", spec.Results[0].Key.Group)
	require.True(t, spec.Eager)
}

func TestParallel_refusedReachesNoSpec(t *testing.T) {
	spec, problems := registration.Constructor(buffer, graph.Caller(0), provide.Parallel("two\nlines"))
	require.Equal(t, []string{"bad-option"}, slugs(problems))
	require.Empty(t, spec.Parallel)
}

func TestParallel_tagGoesWithTheOtherTags(t *testing.T) {
	spec := read(t, func(int, struct {
		provide.In
		Main    *DB    `parallel:"main"`
		Replica *DB    `name:"replica" optional:"true" parallel:"stores"`
		Routes  Routes `group:"routes,soft" parallel:"routers"`
		Nested  struct {
			provide.In
			Route Route `parallel:"deep"`
			Plain Routes
		}
	},
	) *DB {
		return nil
	})
	require.Equal(t, []registration.Param{
		{Key: key[int]()},
		{Key: key[*DB](), Arg: 1, Field: []int{1}, Parallel: "main"},
		{
			Key: registration.Key{Type: reflect.TypeFor[*DB](), Name: "replica"}, Arg: 1, Field: []int{2},
			Optional: true, Parallel: "stores",
		},
		{
			Key: registration.Key{Type: reflect.TypeFor[Route](), Group: "routes"}, Arg: 1, Field: []int{3},
			Slice: reflect.TypeFor[Routes](), Soft: true, Parallel: "routers",
		},
		{Key: key[Route](), Arg: 1, Field: []int{4, 1}, Parallel: "deep"},
		{Key: key[Routes](), Arg: 1, Field: []int{4, 2}},
	}, spec.Params)
	require.Equal(t, "parameter 2, field Nested.Route", spec.Where(spec.Params[4]))
}

// A parameter whose only mistake is its parallel tag is still a parameter.
func TestParallel_badTagKeepsTheParameter(t *testing.T) {
	spec, problems := registration.Invoke(func(struct {
		provide.In
		Main   *DB     `parallel:""`
		Routes []Route `group:"routes" parallel:" routers"`
	},
	) {
	}, graph.Caller(0))
	require.Equal(t, []string{"bad-tag", "bad-tag"}, slugs(problems))
	require.Equal(t, []registration.Param{
		{Key: key[*DB](), Field: []int{1}},
		{Key: registration.Key{Type: reflect.TypeFor[Route](), Group: "routes"}, Field: []int{2}, Slice: reflect.TypeFor[[]Route]()},
	}, spec.Params)
}

func TestParallel_badTagHidesNothingElse(t *testing.T) {
	_, problems := registration.Invoke(func(struct {
		provide.In
		Route Route `group:"routes,flat" parallel:""`
		Main  *DB   `optional:"yes" parallel:"a "`
	},
	) {
	}, graph.Caller(0))
	require.Equal(t, []string{"bad-tag", "bad-tag", "bad-group", "bad-tag", "bad-tag"}, slugs(problems))
}

func TestParallel_optionAndTagTakeTheSameWords(t *testing.T) {
	accepted, refused := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.OneOf(
			rapid.String(),
			rapid.StringMatching("[ a-z`\"\\\\\n\t\u00a0\u2028]{0,4}"),
			rapid.StringMatching("[a-z]+( [a-z]+)?"),
			rapid.SampledFrom([]string{"\xff", "a\u200bb", "\u00e9", "a\x7f"}),
		).Draw(t, "word")
		byOption, ofOption := registration.Constructor(buffer, graph.Place{}, provide.Parallel(word))
		byTag, ofTag := registration.Invoke(asksWith(fmt.Sprintf("parallel:%q", word)), graph.Place{})
		require.Len(t, ofTag, len(ofOption))
		if len(ofOption) > 0 {
			refused++
			require.Equal(t, []string{"bad-option"}, slugs(ofOption))
			require.Equal(t, []string{"bad-tag"}, slugs(ofTag))
			return
		}
		accepted++
		require.Equal(t, word, byOption.Parallel)
		require.Equal(t, word, byTag.Params[0].Parallel)
		require.NotEmpty(t, word)
		require.Equal(t, strings.TrimSpace(word), word)
		require.Equal(t, strings.ToValidUTF8(word, ""), word)
		require.NotContains(t, word, "`")
		require.False(t, strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsPrint(r) }), "%q does not print", word)
	})
	require.Positive(t, accepted)
	require.Positive(t, refused)
}

// asksWith returns a function with one parameter, a field with that tag.
func asksWith(tag string) any {
	params := reflect.StructOf([]reflect.StructField{
		{Name: "In", Type: reflect.TypeFor[provide.In](), Anonymous: true},
		{Name: "F", Type: reflect.TypeFor[*DB](), Tag: reflect.StructTag(tag)},
	})
	fn := reflect.FuncOf([]reflect.Type{params}, nil, false)
	return reflect.MakeFunc(fn, func([]reflect.Value) []reflect.Value { panic("nothing is called") }).Interface()
}
