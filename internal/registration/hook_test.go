// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

func openDB(Route) (*sql.DB, error) { return nil, nil }

func migrate(context.Context, *sql.DB, Routes) error { return nil }

// args returns the arguments of every hook of a Spec.
func args(spec *registration.Spec) (all [][]registration.HookArg) {
	for _, h := range spec.Hooks {
		all = append(all, h.Args)
	}
	return all
}

func TestOnStop_methodExpressionTakesTheResult(t *testing.T) {
	spec := read(t, openDB, provide.OnStop((*sql.DB).Close))
	require.Len(t, spec.Hooks, 1)
	h := spec.Hooks[0]
	require.True(t, h.Stop)
	require.True(t, h.HasErr)
	require.Equal(t, reflect.ValueOf((*sql.DB).Close).Pointer(), h.Func.Pointer())
	require.Equal(t, []registration.HookArg{{Source: registration.HookResult}}, h.Args)
	require.Equal(t, "sql.(*DB).Close", h.Name())
	require.Equal(t, "OnStop sql.(*DB).Close", h.String())
	require.Equal(t, []registration.Param{{Key: key[Route]()}}, spec.Params, "nothing else is asked for")
}

func TestOnStart_takesContextResultsAndTheRestInjected(t *testing.T) {
	spec := read(t, openDB, provide.OnStart(migrate))
	h := spec.Hooks[0]
	require.False(t, h.Stop)
	require.True(t, h.HasErr)
	require.Equal(t, []registration.HookArg{
		{Source: registration.HookContext},
		{Source: registration.HookResult, At: 1},
		{Source: registration.HookParam, At: 2, Param: 1},
	}, h.Args)
	require.Equal(t, []registration.Param{{Key: key[Route]()}, {Key: key[Routes](), Arg: -1}}, spec.Params)
	require.Equal(t, "parameter 1", spec.Where(spec.Params[0]))
	require.Equal(t, "parameter 3 of OnStart registration_test.migrate", spec.Where(spec.Params[1]))
}

func TestOnStart_isPlacedWhereItIsWritten(t *testing.T) {
	option := provide.OnStart((*sql.DB).Ping)
	stop, at := provide.OnStop((*sql.DB).Close), graph.Caller(0)
	spec := read(t, openDB, option, stop)
	require.Equal(t, at.Line()-1, spec.Hooks[0].Place.Line())
	require.Equal(t, at.String(), spec.Hooks[1].Place.String())
}

func TestOnStart_mayBeRepeatedInOrder(t *testing.T) {
	spec := read(t, openDB, provide.OnStop((*sql.DB).Close), provide.OnStart(migrate), provide.OnStop((*sql.DB).Close),
		provide.OnStart((*sql.DB).Ping))
	require.Equal(t, "[OnStop sql.(*DB).Close OnStart registration_test.migrate OnStop sql.(*DB).Close OnStart sql.(*DB).Ping]",
		fmt.Sprint(spec.Hooks))
}

func TestOnStart_oneOptionServesSeveralConstructors(t *testing.T) {
	option := provide.OnStart(func(*DB, int) {})
	first := read(t, func() *DB { return nil }, option)
	second := read(t, func(string) (int, *DB) { return 0, nil }, option)
	require.Equal(t, [][]registration.HookArg{{
		{Source: registration.HookResult}, {Source: registration.HookParam, At: 1},
	}}, args(first))
	require.Equal(t, [][]registration.HookArg{{
		{Source: registration.HookResult, Arg: 1}, {Source: registration.HookResult, At: 1},
	}}, args(second))
}

func TestOnStart_refusedReachesNoSpec(t *testing.T) {
	spec, problems := registration.Constructor(openDB, graph.Caller(0), provide.OnStart(func(*sql.DB, Routes) int { return 0 }),
		provide.OnStop((*sql.DB).Close))
	require.Equal(t, []string{"bad-hook-result"}, slugs(problems))
	require.Len(t, spec.Hooks, 1)
	require.Equal(t, []registration.Param{{Key: key[Route]()}}, spec.Params)
}

// If a result cannot be read, no problem is reported for the hook.
func TestOnStart_wrongResultIsOneProblem(t *testing.T) {
	spec, problems := registration.Constructor(func() *baseOut { return nil }, graph.Caller(0), provide.OnStop(func(*DB, int) {}))
	require.Equal(t, []string{"pointer-to-out"}, slugs(problems))
	require.Empty(t, spec.Params)
	require.Empty(t, spec.Hooks)
}

func TestOnStart_printsItsFunction(t *testing.T) {
	require.Equal(t, "[OnStart(registration_test.migrate) OnStop(sql.(*DB).Close) OnStop(nil) OnStart(int) OnStop(func())]",
		fmt.Sprint([]provide.Option{
			provide.OnStart(migrate), provide.OnStop((*sql.DB).Close), provide.OnStop(nil), provide.OnStart(1), provide.OnStop((func())(nil)),
		}))
}
