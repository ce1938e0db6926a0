// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"fmt"
	"io"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

func named[T any](name string) registration.Key {
	return registration.Key{Type: reflect.TypeFor[T](), Name: name}
}

func member[T any](group string) registration.Key {
	return registration.Key{Type: reflect.TypeFor[T](), Group: group}
}

func TestParams_areTheTagsOfTheParametersByPosition(t *testing.T) {
	spec := read(t, func(*DB, int, io.Reader, Routes, []Route) *DB { return nil }, provide.Params(
		`name:"ro"`, ``, `optional:"true" parallel:"stores"`, `group:"routes,soft"`, `group:"others" parallel:"routers"`))
	require.Equal(t, []registration.Param{
		{Key: named[*DB]("ro")},
		{Key: key[int](), Arg: 1},
		{Key: key[io.Reader](), Arg: 2, Optional: true, Parallel: "stores"},
		{Key: member[Route]("routes"), Arg: 3, Slice: reflect.TypeFor[Routes](), Soft: true},
		{Key: member[Route]("others"), Arg: 4, Slice: reflect.TypeFor[[]Route](), Parallel: "routers"},
	}, spec.Params)
	require.Equal(t, "parameter 3", spec.Where(spec.Params[2]))
}

func TestParams_mayBeFewerOrEmpty(t *testing.T) {
	for _, option := range []provide.Option{provide.Params(), provide.Params(""), provide.Params("", "")} {
		spec := read(t, func(*DB, int) *DB { return nil }, option)
		require.Equal(t, []registration.Param{{Key: key[*DB]()}, {Key: key[int](), Arg: 1}}, spec.Params)
	}
}

func TestParams_goWithAParameterStruct(t *testing.T) {
	spec := read(t, func(Stores, *DB) Route { return Route{} }, provide.Params("", `name:"ro"`))
	require.Equal(t, registration.Param{Key: named[*DB]("ro"), Arg: 1}, spec.Params[2])
	require.Equal(t, []int{1}, spec.Params[0].Field)
}

func TestParams_variadicParameterReceivesAGroup(t *testing.T) {
	spec := read(t, func(int, ...Route) *DB { return nil }, provide.Params("", `group:"routes"`))
	require.Equal(t, []registration.Param{
		{Key: key[int]()},
		{Key: member[Route]("routes"), Arg: 1, Slice: reflect.TypeFor[[]Route]()},
	}, spec.Params)

	spec = read(t, func(int, ...Route) *DB { return nil }, provide.Params(`name:"a"`, ``))
	require.Len(t, spec.Params, 1, "without a tag it stays empty")
}

func TestResults_areTheTagsOfTheResultsByPosition(t *testing.T) {
	spec := read(t, func() (*DB, *DB, Route, Routes, int, error) { return nil, nil, Route{}, nil, 0, nil },
		provide.Results(`name:"main"`, ``, `group:"routes"`, `group:"routes,flatten"`))
	require.Equal(t, []registration.Result{
		{Key: named[*DB]("main")},
		{Key: key[*DB](), Arg: 1},
		{Key: member[Route]("routes"), Arg: 2},
		{Key: member[Route]("routes"), Arg: 3, Flatten: true},
		{Key: key[int](), Arg: 4},
	}, spec.Results)
}

func TestResults_withoutATagChangeNothing(t *testing.T) {
	newDB := func() (*DB, error) { return nil, nil }
	for _, option := range []provide.Option{provide.Results(), provide.Results(""), provide.Results("", "")} {
		spec := read(t, newDB, option)
		require.Equal(t, read(t, newDB).Results, spec.Results)
	}
}

func TestResults_keepTheTagUnderAsAndSelf(t *testing.T) {
	spec := read(t, func() (*DB, io.ReadCloser, *DB) { return nil, nil, nil },
		provide.Results(`name:"main"`, `group:"all"`), provide.As[io.Reader](), provide.Self())
	require.Equal(t, []registration.Key{
		named[*DB]("main"), named[io.Reader]("main"),
		member[io.ReadCloser]("all"), member[io.Reader]("all"),
		key[*DB](), key[io.Reader](),
	}, keys(spec))
}

// A tag with a mistake is one problem: the result does not get another key.
func TestResults_refusedTagHasNoConsequences(t *testing.T) {
	_, problems := registration.Constructor(func() (*DB, *DB) { return nil, nil }, graph.Caller(0), provide.Results(`Name:"main"`))
	require.Equal(t, []string{"bad-tag"}, slugs(problems))
	require.Contains(t, problems[0].Text, "result 1: ")
	require.Contains(t, problems[0].Text, "name and group")
}

func TestParams_optionKeepsTheTagsAsTheyAreAtTheCall(t *testing.T) {
	tags := []string{`name:"a"`}
	params, results := provide.Params(tags...), provide.Results(tags...)
	tags[0] = `name:"b"`
	spec := read(t, func(*DB) *DB { return nil }, params, results)
	require.Equal(t, named[*DB]("a"), spec.Params[0].Key)
	require.Equal(t, named[*DB]("a"), spec.Results[0].Key)
}

func TestParams_printsAsItIsWritten(t *testing.T) {
	require.Equal(t, "[Params(`name:\"ro\"`, ``) Results(\"a`b\\n\") Params()]",
		fmt.Sprint([]provide.Option{provide.Params(`name:"ro"`, ""), provide.Results("a`b\n"), provide.Params()}))
}
