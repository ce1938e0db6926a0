// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"context"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

// handles makes scoped values and counts the calls.
func handles(calls *[]int) container.Config {
	return callbacks{reserved: func(node int, t reflect.Type) any {
		*calls = append(*calls, node)
		return reflect.ValueOf(&scopedHandle{node}).Convert(t).Interface()
	}}.config()
}

func TestScoped_givesEachNodeAValueOfItsOwn(t *testing.T) {
	type inner struct {
		provide.In
		Handle *scopedHandle
	}
	type outer struct {
		provide.In
		Config config
		Inner  inner
		Handle *scopedHandle `optional:"true"`
	}
	var calls, got []int
	c := listing(t).
		provide(func(h *scopedHandle) config { got = append(got, h.node); return config{dsn: "x"} }).
		provide(func(h *scopedHandle, o outer) *queue {
			require.Same(t, h, o.Handle)
			require.Same(t, h, o.Inner.Handle)
			require.Equal(t, "x", o.Config.dsn)
			got = append(got, h.node)
			return nil
		}).
		provide(func() *worker { return nil }).
		invoke(func(_ *queue, _ *worker, h *scopedHandle) { got = append(got, h.node) }).
		container(handleType)
	b, err := c.Build(t.Context(), handles(&calls))
	require.NoError(t, err)
	require.Equal(t, []int{0, 1, 3}, got)
	require.Equal(t, []int{0, 1, 3}, calls, "one call for each node that asks")
	_, ok := b.Lookup(registration.Key{Type: handleType})
	require.False(t, ok, "a reserved value belongs to one node")
	for _, n := range c.Graph(b).Nodes {
		require.NotContains(t, needKeys(n), registration.Key{Type: handleType}.Graph())
	}
}

func TestScoped_interfacesAndEagerConstructors(t *testing.T) {
	type handler interface{ node() int }
	handlerType := reflect.TypeFor[handler]()
	c := listing(t).
		provide(func(h handler, _ ...int) *queue { require.Equal(t, 0, h.node()); return nil }, provide.Eager()).
		container(handlerType)
	_, err := c.Build(t.Context(), callbacks{reserved: func(node int, _ reflect.Type) any { return nodeNumber(node) }}.config())
	require.NoError(t, err)
}

type nodeNumber int

func (n nodeNumber) node() int { return int(n) }

func TestScoped_isTheZeroValueWithoutScope(t *testing.T) {
	for _, scope := range []func(int, reflect.Type) any{nil, func(int, reflect.Type) any { return nil }} {
		called := false
		c := listing(t).invoke(func(h *scopedHandle) { called = true; require.Nil(t, h) }).container(handleType)
		_, err := c.Build(t.Context(), callbacks{reserved: scope}.config())
		require.NoError(t, err)
		require.True(t, called)
	}
}

func TestScoped_isMissingUnderAName(t *testing.T) {
	type in struct {
		provide.In
		Handle *scopedHandle `name:"main"`
	}
	_, err := listing(t).invoke(func(in) {}).build(handleType)
	require.Equal(t, map[string]bool{`nothing provides *container_test.scopedHandle[name="main"]`: true}, missingTexts(err))
}

func TestScoped_isNotGivenByValue(t *testing.T) {
	_, err := listing(t).invoke(func(scopedHandle) {}).build(handleType)
	require.Equal(t, []graph.Near{{
		Text:   "*container_test.scopedHandle is made for each constructor that has a parameter of this type",
		Change: "ask for *container_test.scopedHandle",
	}}, problemsOf(err)[0].Near)
}

// What is wrong with a registration does not keep the rest from being used.
func TestScoped_cannotBeProvided(t *testing.T) {
	var calls []int
	l := listing(t).
		provide(func() *scopedHandle { return nil }, provide.Eager()).
		provide(func() (*scopedHandle, config) { return nil, config{dsn: "x"} }).
		provide(func() *scopedHandle { return nil }, provide.Name("a")).
		provide(func() *scopedHandle { return nil }, provide.Group("g")).
		value(&scopedHandle{}).
		invoke(func(c config, h *scopedHandle) {
			require.Equal(t, "x", c.dsn)
			require.Equal(t, 5, h.node)
		})
	c, problems := container.New(l.specs, handleType)
	require.Len(t, problems, 5)
	for i, p := range problems {
		require.Equal(t, "reserved-type", p.Slug)
		require.Equal(t, l.specs[i].Place, p.Place)
	}
	require.NoError(t, c.Validate())
	b, err := c.Build(context.Background(), handles(&calls))
	require.NoError(t, err)
	require.Equal(t, []int{0, 1, 5}, b.Nodes())
	require.Equal(t, []graph.Key{registration.Key{Type: reflect.TypeFor[config]()}.Graph()}, c.Graph(nil).Nodes[1].Gives)
}
