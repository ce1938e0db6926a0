// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"encoding/json"
	"io"
	"math"
	"reflect"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

// arrayNo returns a type of its own for each number.
func arrayNo(i int) reflect.Type {
	return reflect.PointerTo(reflect.ArrayOf(i, reflect.TypeFor[int8]()))
}

// function returns a function of these types that returns zero values.
func function(in, out []reflect.Type) any {
	return reflect.MakeFunc(reflect.FuncOf(in, out, false), func([]reflect.Value) []reflect.Value {
		results := make([]reflect.Value, len(out))
		for i, t := range out {
			results[i] = reflect.Zero(t)
		}
		return results
	}).Interface()
}

func types(list ...reflect.Type) []reflect.Type { return list }

// repeated returns n options that are made by number.
func repeated(n int, option func(i int) facet.Option) []facet.Option {
	opts := make([]facet.Option, n)
	for i := range opts {
		opts[i] = option(i)
	}
	return opts
}

// inARow returns n constructors of which each needs the next, and the one after n if
// there is one.
func inARow(n int, more ...reflect.Type) []facet.Option {
	return append(repeated(n, func(i int) facet.Option {
		in := more
		if i+1 < n {
			in = append(types(arrayNo(i+1)), more...)
		}
		return facet.Provide(function(in, types(arrayNo(i))))
	}), facet.Invoke(function(types(arrayNo(0)), nil)))
}

// nested returns options in the innermost of a number of modules.
func nested(depth int, opts ...facet.Option) facet.Option {
	m := facet.Options(opts...)
	for range depth {
		m = facet.Module("some-module", m)
	}
	return m
}

// shapes are apps of about n nodes, by what is much about them.
var shapes = map[string]func(n int) []facet.Option{
	"a chain": func(n int) []facet.Option { return inARow(n) },
	"members of a group": func(n int) []facet.Option {
		return append(repeated(n, func(int) facet.Option {
			return facet.Provide(func() int { return 0 }, provide.Group("g"))
		}), facet.Invoke(func(struct {
			facet.In
			All []int `group:"g"`
		}) {
		}))
	},
	"modules": func(n int) []facet.Option {
		return repeated(n, func(i int) facet.Option {
			return facet.Module("m"+strconv.Itoa(i), facet.Provide(func() int { return 0 }, provide.Private()), facet.Invoke(func(int) {}))
		})
	},
	"levels of modules": func(n int) []facet.Option {
		return []facet.Option{nested(200, repeated(n, func(i int) facet.Option { return facet.Invoke(function(nil, nil)) })...)}
	},
	"orders": func(n int) []facet.Option {
		return append(repeated(n, func(i int) facet.Option {
			return facet.Provide(function(nil, types(arrayNo(i+1))), provide.Before[string](), provide.Eager())
		}), facet.Supply(""))
	},
	"replaced members of a group": func(n int) []facet.Option {
		return append(repeated(n, func(i int) facet.Option { return facet.Provide(member(i)) }),
			repeated(n, func(i int) facet.Option { return facet.Replace(member(i)) })...)
	},
}

// member returns a constructor of a member of a group, and of a value that tells it from
// others.
func member(i int) any {
	return function(nil, types(reflect.StructOf([]reflect.StructField{
		{Name: "Out", Type: reflect.TypeFor[facet.Out](), Anonymous: true},
		{Name: "Member", Type: reflect.TypeFor[int](), Tag: `group:"g"`},
		{Name: "Own", Type: arrayNo(i)},
	})))
}

// wrongs are apps with about n problems of a kind.
var wrongs = map[string]func(n int) []facet.Option{
	"missing types": func(n int) []facet.Option {
		return append(repeated(n, func(i int) facet.Option { return facet.Invoke(function(types(arrayNo(i)), nil)) }),
			repeated(n, func(i int) facet.Option { return facet.Provide(function(nil, types(arrayNo(n+i)))) })...)
	},
	"missing types along a chain": func(n int) []facet.Option {
		return repeated(n, func(i int) facet.Option {
			in := types(reflect.SliceOf(arrayNo(i)))
			if i+1 < n {
				in = append(in, arrayNo(i+1))
			}
			return facet.Provide(function(in, types(arrayNo(i))), provide.Eager())
		})
	},
	"consumers of one missing type": func(n int) []facet.Option { return inARow(n, reflect.TypeFor[string]()) },
	"missing interfaces": func(n int) []facet.Option {
		return append(repeated(n, func(int) facet.Option {
			return facet.Provide(function(types(reflect.TypeFor[io.Reader]()), types(reflect.TypeFor[int]())), provide.Group("g"))
		}), repeated(n, func(i int) facet.Option { return facet.Provide(function(nil, types(arrayNo(i)))) })...)
	},
	"duplicates": func(n int) []facet.Option {
		return repeated(n, func(int) facet.Option { return facet.Provide(func() int { return 0 }) })
	},
	"duplicate modules": func(n int) []facet.Option {
		var opts []facet.Option
		for i := range n {
			for range 2 {
				opts = append(opts, facet.Module("m", facet.Provide(function(nil, types(arrayNo(i))))))
			}
		}
		return opts
	},
	"decorators of nothing": func(n int) []facet.Option {
		return append(repeated(n, func(i int) facet.Option { return facet.Decorate(function(types(arrayNo(i)), types(arrayNo(i)))) }),
			repeated(n, func(i int) facet.Option { return facet.Provide(function(nil, types(arrayNo(n+i)))) })...)
	},
	"replacements of nothing": func(n int) []facet.Option {
		return append(repeated(n, func(i int) facet.Option { return facet.Replace(function(nil, types(arrayNo(i)))) }),
			repeated(n, func(i int) facet.Option { return facet.Provide(function(nil, types(arrayNo(n+i)))) })...)
	},
	"orders by nothing": func(n int) []facet.Option {
		return repeated(n, func(i int) facet.Option {
			return facet.Provide(function(nil, types(arrayNo(i))), provide.Before[string]())
		})
	},
	"edges back to the first": func(n int) []facet.Option { return inARow(n, arrayNo(0)) },
	"cycles along a chain": func(n int) []facet.Option {
		return repeated(n, func(i int) facet.Option {
			in := types(arrayNo(i))
			if i+1 < n {
				in = append(in, arrayNo(i+1))
			}
			return facet.Provide(function(in, types(arrayNo(i))), provide.Eager())
		})
	},
}

// bytesOf returns how many bytes a function allocates, the least of several times.
func bytesOf(f func()) float64 {
	// encoding/json keeps its buffers in a pool, which a collection empties, and which
	// forgets some at random under the race detector.
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	least := uint64(math.MaxUint64)
	for range 8 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		f()
		runtime.ReadMemStats(&after)
		least = min(least, after.TotalAlloc-before.TotalAlloc)
	}
	return float64(least)
}

// requireGrowth fails if twice the size takes much more than twice the memory.
func requireGrowth(t *testing.T, what string, bytes func(n int) float64) {
	t.Helper()
	const n = 1000
	one, two := bytes(n), bytes(2*n)
	require.LessOrEqual(t, two, 2.5*one+64<<10, what)
}

func TestGrowth_viewsTakeMemoryByWhatTheyShow(t *testing.T) {
	views := map[string]func(*facet.App, *graph.Graph){
		"Graph":      func(app *facet.App, _ *graph.Graph) { app.Graph() },
		"Components": func(app *facet.App, _ *graph.Graph) { app.Components() },
		"text":       func(_ *facet.App, g *graph.Graph) { _ = g.Text() },
		"DOT":        func(_ *facet.App, g *graph.Graph) { g.DOT() },
		"Mermaid":    func(_ *facet.App, g *graph.Graph) { g.Mermaid() },
		"order":      func(_ *facet.App, g *graph.Graph) { g.Order() },
		"path":       func(_ *facet.App, g *graph.Graph) { g.Path(g.Nodes[len(g.Nodes)-1].ID, g.Nodes[0].ID) },
		"paths":      func(_ *facet.App, g *graph.Graph) { _ = g.Paths(g.Nodes[len(g.Nodes)-1].ID, g.Nodes[0].ID).String() },
		"critical":   func(_ *facet.App, g *graph.Graph) { _ = g.CriticalPath().String() },
		"explain":    func(_ *facet.App, g *graph.Graph) { _ = g.Explain(g.Nodes[len(g.Nodes)-1].ID).String() },
		"modules":    func(_ *facet.App, g *graph.Graph) { _ = g.Modules().String() },
		"diff":       func(_ *facet.App, g *graph.Graph) { _ = graph.Diff(g, g).String() },
		"all added":  func(_ *facet.App, g *graph.Graph) { _ = graph.Diff(&graph.Graph{}, g).String() },
		"JSON":       func(_ *facet.App, g *graph.Graph) { _, _ = json.Marshal(g) },
		"report":     func(app *facet.App, _ *graph.Graph) { app.Report(io.Discard) },
	}
	for name, shape := range shapes {
		for view, of := range views {
			requireGrowth(t, view+" of "+name, func(n int) float64 {
				app := quiet(shape(n)...)
				require.NoError(t, app.Validate())
				g := app.Graph()
				return bytesOf(func() { of(app, g) })
			})
		}
		requireGrowth(t, "New of "+name, func(n int) float64 {
			opts := shape(n)
			return bytesOf(func() { quiet(opts...) })
		})
	}
}

func TestGrowth_levelsOfModulesAddNothingToAGraph(t *testing.T) {
	const n = 1000
	invoked := repeated(n, func(int) facet.Option { return facet.Invoke(function(nil, nil)) })
	flat, deep := quiet(invoked...), quiet(nested(200, invoked...))
	deep.Graph() // the path of a module is put together once
	require.LessOrEqual(t, bytesOf(func() { deep.Graph() }), 1.2*bytesOf(func() { flat.Graph() }))
}

func TestGrowth_theTextOfAPlan(t *testing.T) {
	for _, mode := range []facet.Option{facet.Options(), facet.Concurrent()} {
		requireGrowth(t, "plan", func(n int) float64 {
			app := quiet(mode, facet.Options(repeated(n, func(int) facet.Option {
				return facet.Invoke(func(lc *facet.Lifecycle) { lc.OnStart(passes) })
			})...))
			require.NoError(t, app.Build(t.Context()))
			defer func() { require.NoError(t, app.Stop(context.Background())) }()
			return bytesOf(func() { _ = app.Plan().String() })
		})
	}
}

func TestGrowth_problemsTakeMemoryByTheirNumber(t *testing.T) {
	for name, wrong := range wrongs {
		requireGrowth(t, name, func(n int) float64 {
			opts := wrong(n)
			return bytesOf(func() {
				err := quiet(opts...).Validate()
				require.Error(t, err)
				_ = err.Error()
			})
		})
	}
}

func TestProblems_nearMissesAreLookedForAHundredTimes(t *testing.T) {
	for name, advice := range map[string]string{
		"missing types":         "list a constructor that returns it with facet.Provide, or a value with facet.Value; ",
		"decorators of nothing": "", "replacements of nothing": "", "orders by nothing": "",
	} {
		var problems *facet.Problems
		opts := append(wrongs[name](120), facet.Provide(func() *string { return nil }))
		require.ErrorAs(t, quiet(opts...).Validate(), &problems, name)
		require.Len(t, problems.List, 120, name)
		for i, p := range problems.List {
			require.Equal(t, i >= 100, strings.HasPrefix(p.Advice, advice+"suggestions were not searched"), name)
			if name == "orders by nothing" {
				require.Equal(t, i < 100, len(p.Near) > 0, name)
			}
		}
	}
}

func TestProblems_aCycleIsFoundOnceWhereManyClose(t *testing.T) {
	var problems *facet.Problems
	require.ErrorAs(t, quiet(wrongs["edges back to the first"](50)...).Validate(), &problems)
	require.Len(t, problems.List, 1)
	require.ErrorAs(t, quiet(wrongs["cycles along a chain"](50)...).Validate(), &problems)
	require.Len(t, problems.List, 50)
}

func passes(context.Context) error { return nil }
