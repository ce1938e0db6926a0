// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/provide"
)

func ids(t *testing.T, l *list) []string {
	t.Helper()
	c := l.container()
	var all []string
	seen := map[string]bool{}
	for i := range c.Size() {
		require.False(t, seen[c.ID(i)], "%q stands twice", c.ID(i))
		seen[c.ID(i)] = true
		require.Equal(t, c.ID(i), c.Graph(nil).Nodes[i].ID)
		require.Same(t, l.specs[i], c.Spec(i))
		all = append(all, c.ID(i))
	}
	return all
}

const pkg = "github.com/facet-go/facet/container_test."

func pointerTo[T any]() *T { return new(T) }

func TestID_isTheFullNameOfTheFunctionOrType(t *testing.T) {
	require.Equal(t, []string{pkg + "newConfig", "*" + pkg + "queue", pkg + "(*list).invoke", pkg + "runConfig"}, ids(t, listing(t).
		provide(newConfig).value(&queue{}).provide((*list).invoke).invoke(runConfig)))
}

func TestID_distinguishesNodesWithTheSameName(t *testing.T) {
	got := ids(t, listing(t).
		provide(literal(1), provide.Name("a")).provide(literal(2), provide.Name("b")).provide(literal(3), provide.Name("c")).
		provide(newConfig, provide.Name("a")).provide(newConfig, provide.Name("b")).
		value(1, provide.Name("x")).value(2, provide.Name("y")).
		invoke(runNothing).invoke(runNothing).
		provide(pointerTo[queue]).provide(pointerTo[worker]))
	closure := pkg + "literal.func1 int"
	require.Equal(t, []string{
		closure, closure + "#2", closure + "#3",
		pkg + "newConfig " + pkg + "config", pkg + "newConfig " + pkg + "config#2",
		"int", "int#2",
		pkg + "runNothing", pkg + "runNothing#2",
	}, got[:9])
	require.Contains(t, got[9], pkg+"pointerTo[")
	require.NotEqual(t, got[9], got[10])
}

//go:noinline // inlined, each use of the literal is a function of its own
func literal(i int) func() int { return func() int { return i } }

func TestID_isTheSameEachTime(t *testing.T) {
	var twice [2][]string
	for i := range twice {
		twice[i] = ids(t, listing(t).provide(newConfig, provide.Name("a")).provide(newConfig, provide.Name("b")).value(1))
	}
	require.Equal(t, twice[0], twice[1])
}

// An id that number would make is taken already.
func TestID_isUniqueEvenIfAFunctionHasThatName(t *testing.T) {
	one := reflect.MakeFunc(reflect.TypeFor[func() int](), nil).Interface()
	two := reflect.MakeFunc(reflect.TypeFor[func() string](), nil).Interface()
	require.Equal(t, []string{"reflect.makeFuncStub int", "reflect.makeFuncStub int#2", "reflect.makeFuncStub string"}, ids(t, listing(t).
		provide(one).provide(one, provide.Name("a")).provide(two)))
}

func entry(f any) uintptr { return reflect.ValueOf(f).Pointer() }
