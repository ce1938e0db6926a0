// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"context"
	"fmt"
	"reflect"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/dig"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

// needing returns a function of the numbers under some names, which returns 1 or
// nothing.
func needing(names []string, out ...reflect.Type) any {
	fields := []reflect.StructField{{Name: "In", Type: reflect.TypeFor[provide.In](), Anonymous: true}}
	for i, name := range names {
		tag := reflect.StructTag(fmt.Sprintf("name:%q", name))
		fields = append(fields, reflect.StructField{Name: "N" + strconv.Itoa(i), Type: reflect.TypeFor[int](), Tag: tag})
	}
	results := []reflect.Value{reflect.ValueOf(1)}[:len(out)]
	f := reflect.FuncOf([]reflect.Type{reflect.StructOf(fields)}, out, false)
	return reflect.MakeFunc(f, func([]reflect.Value) []reflect.Value { return results }).Interface()
}

// pyramid returns constructors of the numbers named 0 to n-1. Each needs two
// earlier ones, and the last what no other constructor needs.
func pyramid(n int) []any {
	var constructors []any
	var top []string
	for i := range n - 1 {
		var needs []string
		if i > 0 {
			needs = []string{strconv.Itoa(i / 2), strconv.Itoa(i / 3)}
		}
		constructors = append(constructors, needing(needs, reflect.TypeFor[int]()))
		if 2*i >= n {
			top = append(top, strconv.Itoa(i))
		}
	}
	return append(constructors, needing(top, reflect.TypeFor[int]()))
}

// pyramidIn registers a pyramid, in modules if there are any, and a root that needs
// the last of it.
func pyramidIn(b *testing.B, n int, modules ...*registration.Module) *container.Container {
	b.Helper()
	var specs []*registration.Spec
	for i, f := range pyramid(n) {
		spec, problems := registration.Constructor(f, graph.Place{}, provide.Name(strconv.Itoa(i)))
		require.Empty(b, problems)
		if len(modules) > 0 {
			spec.Module = modules[i%len(modules)]
		}
		specs = append(specs, spec)
	}
	root, problems := registration.Invoke(needing([]string{strconv.Itoa(n - 1)}), graph.Place{})
	require.Empty(b, problems)
	c, problems := container.New(append(specs, root))
	require.Empty(b, problems)
	return c
}

// BenchmarkBuild constructs a pyramid, in facet's container and in a plain one of
// dig. The constructors are made by reflection, whose calls cost more than those of
// functions that are compiled.
func BenchmarkBuild(b *testing.B) {
	modules := make([]*registration.Module, 200)
	for i := range modules {
		modules[i] = &registration.Module{Name: strconv.Itoa(i)}
	}
	for name, in := range map[string][]*registration.Module{"facet": nil, "facet in 200 modules": modules} {
		b.Run(name, func(b *testing.B) {
			c := pyramidIn(b, many, in...)
			b.ReportAllocs()
			for b.Loop() {
				build, err := c.Build(context.Background(), config0)
				require.NoError(b, err)
				c.Evict(build.Release())
			}
		})
	}
	b.Run("dig", func(b *testing.B) {
		constructors, root := pyramid(many), needing([]string{strconv.Itoa(many - 1)})
		location := dig.LocationForPC(reflect.ValueOf(pyramid).Pointer())
		b.ReportAllocs()
		for b.Loop() {
			d := dig.New(dig.DeferAcyclicVerification())
			for i, f := range constructors {
				require.NoError(b, d.Provide(f, location, dig.Name(strconv.Itoa(i))))
			}
			require.NoError(b, d.Invoke(root))
		}
	})
}

// BenchmarkCall prepares, calls and releases a function on a pyramid that has instances.
func BenchmarkCall(b *testing.B) {
	c := pyramidIn(b, many)
	_, err := c.Build(context.Background(), config0)
	require.NoError(b, err)
	call := func(name string, node int) {
		function, problems := registration.Call(needing([]string{strconv.Itoa(node)}), graph.Place{})
		require.Empty(b, problems)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				call, err := c.Prepare(context.Background(), function, config0)
				require.NoError(b, err)
				require.NoError(b, call.Call(context.Background()))
				require.Empty(b, call.Release())
			}
		})
	}
	call("of a node that needs none", 0)
	call("of a node that needs twenty", many-2)
	call("of a node that needs all", many-1)
}
