// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"context"
	"database/sql"
	"io"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

func TestOnStart_contextElsewhereIsInjected(t *testing.T) {
	spec := read(t, buffer, provide.OnStart(func(context.Context, any, context.Context) {}), provide.As[any]())
	require.Equal(t, [][]registration.HookArg{{
		{Source: registration.HookContext}, {Source: registration.HookResult, At: 1}, {Source: registration.HookParam, At: 2},
	}}, args(spec))
	require.Equal(t, []registration.Param{{Key: key[context.Context](), Arg: -1}}, spec.Params)

	ctx := func() context.Context { return nil }
	spec = read(t, ctx, provide.OnStart(func(context.Context, context.Context) {}))
	require.Equal(t, registration.HookResult, spec.Hooks[0].Args[1].Source, "the constructor gives one")
	_, problems := registration.Constructor(ctx, graph.Caller(0), provide.OnStart(func(context.Context) {}))
	require.Equal(t, []string{"hook-without-result"}, slugs(problems))
}

func TestOnStart_methodExpressionTakesTheContextAfterTheReceiver(t *testing.T) {
	newAll := func() *all { return nil }
	both := []registration.HookArg{{Source: registration.HookResult}, {Source: registration.HookContext, At: 1}}
	spec := read(t, newAll, provide.OnStart((*all).Start), provide.OnStop(shutdownAndClose.Shutdown), provide.As[shutdownAndClose]())
	require.Equal(t, [][]registration.HookArg{both, both}, args(spec))
	require.Empty(t, spec.Params)

	for _, hook := range []any{
		func(int, context.Context, *all) {},
		func(struct {
			provide.In
			All *all
		}, context.Context) {
		},
		func(*all, struct {
			provide.In
			C context.Context
		}) {
		},
		func(*all, baseIn, context.Context) {},
	} {
		spec := read(t, newAll, provide.OnStart(hook))
		require.Equal(t, key[context.Context](), spec.Params[len(spec.Params)-1].Key)
		require.Equal(t, registration.HookParam, spec.Hooks[0].Args[1].Source)
	}
	spec = read(t, newAll, provide.OnStart(func(*all, context.Context, context.Context) {}))
	require.Equal(t, registration.HookArg{Source: registration.HookParam, At: 2}, spec.Hooks[0].Args[2])
}

func TestOnStart_hooksShareNothingThatDiffers(t *testing.T) {
	spec := read(t, func() *DB { return nil }, provide.OnStart(func(*DB, int, struct {
		provide.In
		Optional int     `optional:"true"`
		Named    int     `name:"a"`
		Parallel int     `parallel:"ints"`
		Routes   Routes  `group:"routes"`
		Soft     Routes  `group:"routes,soft"`
		Plain    []Route `group:"routes"`
		Again    Routes  `group:"routes"`
	}) {
	}))
	require.Len(t, spec.Params, 7)
	require.Equal(t, 4, spec.Hooks[0].Args[8].Param)
}

func TestOnStart_ownGroupIsInjected(t *testing.T) {
	spec := read(t, func() Route { return Route{} }, provide.Group("routes"), provide.OnStart(func(Route, struct {
		provide.In
		All Routes `group:"routes"`
	}) {
	}))
	require.Equal(t, [][]registration.HookArg{{
		{Source: registration.HookResult}, {Source: registration.HookParam, At: 1, Path: []int{1}},
	}}, args(spec))
}

func TestOnStart_hooksShareWhatTheyBothAskFor(t *testing.T) {
	spec := read(t, openDB, provide.OnStart(migrate), provide.OnStop(migrate), provide.OnStop(func(*sql.DB, Route, Routes, int) {}))
	require.Equal(t, []registration.Param{
		{Key: key[Route]()},
		{Key: key[Routes](), Arg: -1},
		{Key: key[Route](), Arg: -1},
		{Key: key[int](), Arg: -1},
	}, spec.Params, "but what the constructor asks for is its own")
	require.Equal(t, 1, spec.Hooks[1].Args[2].Param)
	require.Contains(t, spec.Where(spec.Params[1]), "parameter 3 of OnStart registration_test.migrate")
	require.Regexp(t, `^parameter 2 of OnStop registration_test\.`, spec.Where(spec.Params[2]))
	require.Empty(t, spec.Where(registration.Param{Key: key[string](), Arg: -1}), "a parameter of no hook")
}

func TestOnStart_resultsMayBeFieldsAndMembers(t *testing.T) {
	type results struct {
		provide.Out
		Main   *DB `name:"main"`
		Nested struct {
			provide.Out
			Routes Routes `group:"routes,flatten"`
		}
	}
	spec := read(t, func() (int, results) { return 0, results{} }, provide.OnStart(func(Routes, *DB) {}))
	require.Equal(t, [][]registration.HookArg{{
		{Source: registration.HookResult, Arg: 1, Field: []int{2, 1}},
		{Source: registration.HookResult, At: 1, Arg: 1, Field: []int{1}},
	}}, args(spec))
}

func TestOnStart_ownTypeAndInterfacesBothMeanTheResult(t *testing.T) {
	spec := read(t, func() *DB { return nil }, provide.As[io.Reader](), provide.As[io.Closer](), provide.Name("main"),
		provide.OnStop((*DB).Close))
	require.Equal(t, [][]registration.HookArg{{{Source: registration.HookResult}}}, args(spec))

	spec = read(t, func() *DB { return nil }, provide.As[io.Reader](), provide.As[io.Closer](), provide.OnStop(io.Closer.Close))
	require.Equal(t, [][]registration.HookArg{{{Source: registration.HookResult}}}, args(spec))
	require.Equal(t, "OnStop io.Closer.Close", spec.Hooks[0].String())
}

func TestOnStart_ofSeveralResultsOfATypeTheUnnamedOneIsMeant(t *testing.T) {
	spec := read(t, func() (*DB, *DB) { return nil, nil }, provide.Results(`name:"replica"`), provide.OnStop((*DB).Close))
	require.Equal(t, [][]registration.HookArg{{{Source: registration.HookResult, Arg: 1}}}, args(spec))
}

func TestOnStart_parameterStructAsksByName(t *testing.T) {
	newDBs := func() (*DB, *DB) { return nil, nil }
	spec := read(t, newDBs, provide.Results(`name:"a"`, `name:"b"`), provide.OnStart(func(context.Context, struct {
		provide.In
		B      *DB `name:"b"`
		Other  *DB
		Nested struct {
			provide.In
			Routes Routes `group:"routes,soft" parallel:"routers"`
			Level  int    `name:"level" optional:"true"`
		}
	},
	) {
	}))
	require.Equal(t, [][]registration.HookArg{{
		{Source: registration.HookContext},
		{Source: registration.HookResult, At: 1, Path: []int{1}, Arg: 1},
		{Source: registration.HookParam, At: 1, Path: []int{2}, Param: 0},
		{Source: registration.HookParam, At: 1, Path: []int{3, 1}, Param: 1},
		{Source: registration.HookParam, At: 1, Path: []int{3, 2}, Param: 2},
	}}, args(spec))
	require.Equal(t, []registration.Param{
		{Key: key[*DB](), Arg: -1},
		{Key: member[Route]("routes"), Arg: -1, Slice: reflect.TypeFor[Routes](), Soft: true, Parallel: "routers"},
		{Key: named[int]("level"), Arg: -1, Optional: true},
	}, spec.Params)
	require.Regexp(t, `^parameter 2, field Nested\.Level of OnStart `, spec.Where(spec.Params[2]))
}

func TestOnStart_leavesAVariadicParameterEmpty(t *testing.T) {
	spec := read(t, buffer, provide.As[io.Writer](), provide.OnStart(func(io.Writer, ...any) {}))
	require.Equal(t, [][]registration.HookArg{{{Source: registration.HookResult}}}, args(spec))
	require.Empty(t, spec.Params)
	require.False(t, spec.Hooks[0].HasErr)
}
