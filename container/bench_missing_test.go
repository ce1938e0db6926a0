// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"context"
	"reflect"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// Finding is what is missing below, and what the constructors implement.
type Finding interface {
	Close() error
	Find(ctx context.Context, name string) (int, error)
	Name() string
}

// missingOne registers a thousand constructors, each of a type of its own that the
// next one needs, and a root that needs the last. The first needs a missing key,
// and what all of those types implement if near is set.
func missingOne(b *testing.B, missing reflect.Type, near bool) *container.Container {
	b.Helper()
	var specs []*registration.Spec
	add := func(spec *registration.Spec, problems []*graph.Problem) {
		require.Empty(b, problems)
		specs = append(specs, spec)
	}
	function := func(in reflect.Type, out ...reflect.Type) any {
		return reflect.MakeFunc(reflect.FuncOf([]reflect.Type{in}, out, false), nil).Interface()
	}
	needs := missing
	for i := range 1000 {
		out := reflect.ArrayOf(i, reflect.TypeFor[config]())
		if near {
			// What embeds it has its methods.
			field := reflect.StructField{Name: "Finding", Type: reflect.TypeFor[Finding](), Anonymous: true, Tag: reflect.StructTag(strconv.Itoa(i))}
			out = reflect.StructOf([]reflect.StructField{field})
		}
		add(registration.Constructor(function(needs, out), graph.Caller(0)))
		needs = out
	}
	add(registration.Invoke(function(needs), graph.Caller(0)))
	c, problems := container.New(specs)
	require.Empty(b, problems)
	return c
}

// BenchmarkMissing reports a missing dependency among a thousand constructors, text
// and all: by a build, and by a validation, whose result is kept, and so each time
// that of another container.
func BenchmarkMissing(b *testing.B) {
	build := func(c *container.Container) error {
		_, err := c.Build(context.Background(), config0)
		return err
	}
	for name, report := range map[string]func(*container.Container) error{"build": build, "validate": (*container.Container).Validate} {
		run := func(what string, missing reflect.Type, near bool) {
			b.Run(name+" "+what, func(b *testing.B) {
				for b.Loop() {
					b.StopTimer()
					c := missingOne(b, missing, near)
					b.StartTimer()
					require.NotEmpty(b, report(c).Error())
				}
			})
		}
		run("a struct", reflect.TypeFor[config](), false)
		run("an interface", reflect.TypeFor[Finding](), false)
		run("an interface that all implement", reflect.TypeFor[Finding](), true)
	}
}
