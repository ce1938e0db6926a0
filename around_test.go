// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
)

// A middleware sees every hook, task, cleanup and constructor. This one is a trace.
func ExampleAround() {
	trace := func(ctx context.Context, c hooks.Call, next func(context.Context) error) error {
		fmt.Println("begin", c.Phase, c.Kind)
		err := next(ctx)
		fmt.Println("end", c.Phase, err)
		return err
	}
	app := facet.New(
		facet.Around(trace),
		facet.Invoke(func(lc *facet.Lifecycle) {
			lc.OnStart(func(context.Context) error { return nil })
		}),
	)
	ctx := context.Background()
	if err := app.Start(ctx); err != nil {
		fmt.Println(err)
	}
	if err := app.Stop(ctx); err != nil {
		fmt.Println(err)
	}
	// Output:
	// begin construct invoke
	// end construct <nil>
	// begin start start
	// end start <nil>
}

func TestAround_nestsInListingOrder(t *testing.T) {
	var log []string
	says := func(name string) facet.Option {
		return facet.Around(func(ctx context.Context, c hooks.Call, next func(context.Context) error) error {
			log = append(log, name+" "+c.Phase)
			return next(ctx)
		})
	}
	app := facet.New(says("outer"), says("inner"), facet.Invoke(func(lc *facet.Lifecycle) { lc.Cleanup(func() error { return nil }) }))
	require.NoError(t, app.Build(t.Context()))
	require.NoError(t, app.Stop(t.Context()))
	require.Equal(t, []string{"outer construct", "inner construct", "outer cleanup", "inner cleanup"}, log)
}

func TestAround_ofConstructors(t *testing.T) {
	calls := 0
	ok := func() (int, error) { calls++; return 1, nil }
	bad := func() (int, error) { return 0, errBoom }
	for name, c := range map[string]struct {
		constructor any
		around      func(next func() error) error
		text        string // "" for success
	}{
		"success":        {ok, func(next func() error) error { return next() }, ""},
		"called twice":   {ok, func(next func() error) error { return errors.Join(next(), next()) }, ""},
		"not called":     {ok, func(func() error) error { return nil }, "returned without calling the constructor"},
		"replaced":       {ok, func(func() error) error { return errors.New("replaced") }, "replaced"},
		"panic":          {ok, func(func() error) error { panic("aargh") }, "aargh"},
		"exit":           {ok, func(func() error) error { runtime.Goexit(); return nil }, "Goexit"},
		"failure hidden": {bad, func(next func() error) error { _ = next(); return nil }, "boom"},
	} {
		t.Run(name, func(t *testing.T) {
			app := facet.New(facet.Log(nil), facet.Provide(c.constructor), facet.Invoke(func(int) {}),
				facet.Around(func(_ context.Context, call hooks.Call, next func(context.Context) error) error {
					if call.Kind == "invoke" {
						return next(t.Context())
					}
					return c.around(func() error { return next(t.Context()) })
				}))
			calls = 0
			err := app.Build(t.Context())
			require.LessOrEqual(t, calls, 1)
			if c.text == "" {
				require.NoError(t, err)
				require.NoError(t, app.Stop(t.Context()))
				return
			}
			var failed *facet.ConstructError
			require.ErrorAs(t, err, &failed)
			require.ErrorContains(t, err, c.text)
		})
	}
}

func TestAround_nilIsAProblem(t *testing.T) {
	require.ErrorContains(t, facet.New(facet.Around(nil)).Err(), "Around is given nil")
}

func TestShuffle_overrulesOtherModes(t *testing.T) {
	for _, opts := range [][]facet.Option{
		{facet.Shuffle(3), facet.Concurrent()},
		{facet.ConcurrentLimit(2), facet.Shuffle(3)},
	} {
		app := facet.New(append(opts, facet.Invoke(func(lc *facet.Lifecycle) { lc.OnStop(func(context.Context) error { return nil }) }))...)
		require.NoError(t, app.Build(t.Context()))
		require.Contains(t, app.Plan().String(), "drawn from seed 3")
		require.NoError(t, app.Stop(t.Context()))
	}
}
