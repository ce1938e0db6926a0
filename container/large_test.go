// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"fmt"
	"reflect"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

// chained registers a constructor of a number under one name that needs the
// number under another; "" is none.
func chained(needs, gives string) (*registration.Spec, []*graph.Problem) {
	number := reflect.TypeFor[int]()
	var in []reflect.Type
	if needs != "" {
		in = []reflect.Type{reflect.StructOf([]reflect.StructField{
			{Name: "In", Type: reflect.TypeFor[provide.In](), Anonymous: true},
			{Name: "Number", Type: number, Tag: reflect.StructTag(fmt.Sprintf("name:%q", needs))},
		})}
	}
	f := reflect.MakeFunc(reflect.FuncOf(in, []reflect.Type{number}, false), func(args []reflect.Value) []reflect.Value {
		if needs == "" {
			return []reflect.Value{reflect.ValueOf(1)}
		}
		return []reflect.Value{reflect.ValueOf(int(args[0].Field(1).Int()) + 1)}
	})
	return registration.Constructor(f.Interface(), graph.Caller(1), provide.Name(gives))
}

const many = 2000

func TestBuild_ofALongChain(t *testing.T) {
	l := listing(t)
	// The last is registered first, so that nothing is found in order.
	for i := many - 1; i > 0; i-- {
		l.add(chained(strconv.Itoa(i-1), strconv.Itoa(i)))
	}
	l.add(chained("", "0"))
	l.specs[0].Eager = true
	c := l.container()
	require.NoError(t, c.Validate())
	b, err := c.Build(t.Context(), config0)
	require.NoError(t, err)
	require.Equal(t, many, lookup[int](t, b, strconv.Itoa(many-1)))
	require.Equal(t, many, c.Graph(b).Nodes[0].Seq)
}

func TestBuild_ofManyMembers(t *testing.T) {
	type in struct {
		provide.In
		Numbers []int `group:"numbers"`
	}
	l := listing(t)
	for i := range many {
		l.provide(func() int { return i }, provide.Group("numbers"))
	}
	var got []int
	c := l.invoke(func(in in) { got = in.Numbers }).container()
	_, err := c.Build(t.Context(), config0)
	require.NoError(t, err)
	require.Len(t, got, many)
	for i, n := range got {
		require.Equal(t, i, n)
	}
	require.Len(t, c.Graph(nil).Edges, many)
}

func TestValidate_ofManyProblems(t *testing.T) {
	l := listing(t)
	for i := range many {
		l.add(chained(fmt.Sprint("absent ", i), strconv.Itoa(i)))
	}
	require.Len(t, problemsOf(l.container().Validate()), many)
}
