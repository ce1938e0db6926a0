// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fromfx_test

import (
	"context"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/dig"
	"go.uber.org/fx"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/provide"
)

func NewReader() *strings.Reader { return strings.NewReader("hello") }

func Copy(in io.Reader, out io.Writer) string {
	n, err := io.Copy(out, in)
	return fmt.Sprint(n, err)
}

func Example_namesGroupsInterfaces() {
	app := facet.New(
		facet.Provide(NewReader, provide.Name("in"), provide.As[io.Reader](), provide.Self()), // Self: *strings.Reader too
		facet.Provide(func() io.Writer { return io.Discard }, provide.Group("outs")),
		facet.Invoke(func(p struct {
			facet.In

			Reader io.Reader   `name:"in"`
			Outs   []io.Writer `group:"outs"` // in registration order
			Config *Config     `optional:"true"`
		},
		) {
			fmt.Println(p.Reader != nil, len(p.Outs), p.Config)
		}),
	)
	fmt.Println(app.Build(context.Background()))
	// Output:
	// true 1 <nil>
	// <nil>
}

func Example_tagsByPosition() {
	app := facet.New(
		facet.Value[io.Reader](strings.NewReader("hello"), provide.Name("in")), // Value keeps the interface
		facet.Value[io.Writer](io.Discard),
		facet.Provide(Copy, provide.Params(`name:"in"`), provide.Results(`name:"copied"`)),
		facet.Invoke(func(p struct {
			facet.In

			Copied string `name:"copied"`
		},
		) {
			fmt.Println(p.Copied)
		}),
	)
	fmt.Println(app.Build(context.Background()))
	// Output:
	// 5 <nil>
	// <nil>
}

// fx.From: a function literal says which type fills the interface.
func Example_from() {
	app := facet.New(
		facet.Provide(NewReader), facet.Value[io.Writer](io.Discard),
		facet.Provide(func(r *strings.Reader, w io.Writer) string { return Copy(r, w) }), // r fills an io.Reader
		facet.Invoke(func(copied string) { fmt.Println(copied) }),
	)
	fmt.Println(app.Build(context.Background()))
	// Output:
	// 5 <nil>
	// <nil>
}

func Example_modules() {
	store := facet.Module("store",
		facet.Supply(Config{DSN: "orders.db"}),
		facet.Provide(func() int { return 8080 }, provide.Private()), // facet.Private(): all of the module
		facet.Decorate(func(c Config) Config { c.DSN += "?ro"; return c }),
		facet.Invoke(func(c Config, port int) { fmt.Println(c.DSN, port) }),
	)
	app := facet.New(store, facet.Invoke(func(c Config) { fmt.Println(c.DSN) }))
	fmt.Println(app.Build(context.Background()))
	// Output:
	// orders.db?ro 8080
	// orders.db
	// <nil>
}

func Example_replace() {
	production := facet.Options(
		facet.Provide(func() io.Writer { panic("not in a test") }),
		facet.Supply(Config{DSN: "orders.db"}),
	)
	var cfg Config
	app := facet.New(
		production,
		facet.ReplaceValue(Config{DSN: "test.db"}),
		facet.Replace(func() io.Writer { return io.Discard }), // a constructor; what it displaces never runs
		facet.Populate(&cfg),                                  // filled by the build, not by New
	)
	fmt.Println(app.Build(context.Background()), cfg.DSN)
	// Output: <nil> test.db
}

func Example_lookup() {
	app := facet.New(facet.Supply(Config{DSN: "orders.db"}), facet.Invoke(func(Config) {}))
	ctx := context.Background()

	err := app.Do(ctx, func(cfg Config) error { // starts what the function needs, calls it, stops that
		fmt.Println(cfg.DSN)
		return nil
	})
	fmt.Println(err, app.Build(ctx))
	cfg, err := facet.Lookup[Config](app) // of what is built
	fmt.Println(cfg.DSN, err)
	// Output:
	// orders.db
	// <nil> <nil>
	// orders.db <nil>
}

// A parameter struct that embeds fx.In needs no change to be used.
func TestIn_isTheSameType(t *testing.T) {
	require.Equal(t, reflect.TypeFor[dig.In](), reflect.TypeFor[facet.In]())
	require.Equal(t, reflect.TypeFor[fx.In](), reflect.TypeFor[facet.In]())
	require.Equal(t, reflect.TypeFor[fx.Out](), reflect.TypeFor[facet.Out]())
	app := facet.New(facet.Supply(7), facet.Invoke(func(p struct {
		fx.In

		N int
	},
	) {
		require.Equal(t, 7, p.N)
	}))
	require.NoError(t, app.Build(t.Context()))
	require.True(t, dig.IsIn(struct{ facet.In }{}))
	require.True(t, dig.IsOut(struct{ facet.Out }{}))
}

func TestEager_isConstructedUnasked(t *testing.T) {
	called := false
	require.NoError(t, facet.New(facet.Provide(func() int { called = true; return 1 }, provide.Eager())).Build(t.Context()))
	require.True(t, called)
}
