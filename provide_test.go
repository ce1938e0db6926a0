// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/provide"
)

func TestProvide_takesSeveralConstructors(t *testing.T) {
	type a struct{}
	type b struct{ *a }
	calls := 0
	list := facet.Provide(func() *a { calls++; return &a{} }, func(x *a) *b { calls++; return &b{x} }, func(*a) int { return 1 })
	app := quiet(list, facet.Invoke(func(*b, int) {}))
	require.NoError(t, app.Validate())
	require.NoError(t, app.Build(t.Context()))
	require.Equal(t, 2, calls)
	require.NoError(t, app.Stop(t.Context()))
	places := map[string]bool{}
	for _, n := range app.Graph().Nodes[:3] {
		places[n.Place.String()] = true
	}
	require.Len(t, places, 1, "the line of the call")
}

func TestProvide_takesTheOptionsOfOneConstructor(t *testing.T) {
	opts := []provide.Option{provide.Name("n"), provide.Eager()}
	for _, option := range []facet.Option{
		facet.Provide(func() int { return 1 }, provide.Name("n"), provide.Eager()),
		facet.Provide(func() int { return 1 }, opts),
		facet.Provide(func() int { return 1 }, opts[:1], opts[1]),
	} {
		app := quiet(option)
		require.NoError(t, app.Build(t.Context()))
		v, err := facet.Lookup[int](app, "n")
		require.NoError(t, err)
		require.Equal(t, 1, v)
		require.NoError(t, app.Stop(t.Context()))
	}
}

func TestProvide_whatIsWrongSaysWhatToChange(t *testing.T) {
	one, two := func() int { return 1 }, func() string { return "" }
	for want, option := range map[string]facet.Option{
		"bad-option: Provide is given 2 constructors and Name(\"n\"); an option applies to one constructor, so give that a Provide of its own": facet.Provide(one, two, provide.Name("n")),
		"bad-option: argument 2 of Provide is the option Supply(1 value) of the app; list it by itself, next to Provide":                       facet.Provide(one, facet.Supply(1)),
		"bad-option: argument 1 of Provide is the option Module(\"m\") of the app; list it by itself, next to Provide":                         facet.Provide(facet.Module("m"), one),
		"nil-function: argument 2 of Provide is nil; give a constructor or an option of package provide":                                       facet.Provide(one, nil),
		"cannot provide a value of type string": facet.Provide(one, "text"),
	} {
		err := quiet(option).Err()
		require.ErrorContains(t, err, want)
		require.ErrorContains(t, err, "provide_test.go:")
	}
}

func TestSupply_refusesOptions(t *testing.T) {
	require.ErrorContains(t, quiet(facet.Supply(1, facet.Module("m"))).Err(), "argument 2 of Supply is the option Module(\"m\") of the app; list it by itself")
	require.ErrorContains(t, quiet(facet.Supply(provide.Eager())).Err(), "argument 1 of Supply is the option Eager() of a constructor; for a value with options use facet.Value")
}

func TestProvide_printsItsConstructors(t *testing.T) {
	require.Equal(t, "Provide(facet_test.newOne, facet_test.newTwo)", fmt.Sprint(facet.Provide(newOne, newTwo)))
	require.Equal(t, "Provide(facet_test.newOne)", fmt.Sprint(facet.Provide(newOne, provide.Eager())))
}

func newOne() int    { return 1 }
func newTwo() string { return "" }

type shop struct{ open bool }

func (s *shop) Open(context.Context) error { s.open = true; return nil }
func (s *shop) Close() error               { s.open = false; return nil }

type closing interface{ Close() error }

func TestAs_aNilPointerIsANilInterface(t *testing.T) {
	type all struct {
		facet.In
		All []closing `group:"closing"`
	}
	nothing := func() *shop { return nil }
	app := quiet(
		facet.Provide(nothing, provide.As[closing]()),
		facet.Provide(nothing, provide.As[closing](), provide.Group("closing")),
		facet.Invoke(func(c closing, in all) {
			isNil := c == nil // and no interface that holds a nil pointer
			require.True(t, isNil)
			require.Equal(t, []closing{nil}, in.All)
		}),
	)
	require.NoError(t, app.Build(t.Context()))
	c, err := facet.Lookup[closing](app)
	require.NoError(t, err)
	isNil := c == nil // and no interface that holds a nil pointer
	require.True(t, isNil)
	require.NoError(t, app.Stop(t.Context()))
}

func TestHooksFromOutside_areNotCalledOnANilResult(t *testing.T) {
	type out struct {
		facet.Out
		Closing closing
	}
	for name, option := range map[string]facet.Option{
		"pointer":         facet.Provide(func() *shop { return nil }, provide.Eager(), provide.OnStart((*shop).Open), provide.OnStop((*shop).Close)),
		"service":         facet.Provide(func() *shop { return nil }, provide.Eager(), provide.Service()),
		"interface":       facet.Provide(func() closing { return nil }, provide.Eager(), provide.OnStop(closing.Close)),
		"typed nil":       facet.Provide(func() closing { return (*shop)(nil) }, provide.Eager(), provide.OnStop(closing.Close)),
		"typed nil field": facet.Provide(func() out { return out{Closing: (*shop)(nil)} }, provide.Eager(), provide.Service()),
	} {
		t.Run(name, func(t *testing.T) {
			app := quiet(option)
			require.NoError(t, app.Start(t.Context()))
			require.Empty(t, app.Graph().Nodes[0].Hooks)
			require.NoError(t, app.Stop(t.Context()))
		})
	}
}

// absent is an error whose text is empty only because a nil pointer was returned.
type absent struct{ text string }

func (e *absent) Error() string { return e.text }

func TestResult_aTypedNilErrorHasAText(t *testing.T) {
	const want = "nil *facet_test.absent (a nil pointer is no nil error: return nil itself)"
	var cause *absent
	app := quiet()
	require.NoError(t, app.Start(t.Context()))
	app.Shutdown(cause)
	err := app.Wait()
	require.EqualError(t, err, want)
	require.ErrorAs(t, err, new(*absent))
	require.Equal(t, 1, facet.ExitCode(err))

	require.EqualError(t, quiet().Do(t.Context(), func() error { return cause }), want)

	app = quiet(facet.Invoke(func(lc *facet.Lifecycle) { lc.OnStart(func(context.Context) error { lc.Shutdown(cause); return nil }) }))
	require.EqualError(t, app.Run(t.Context()), want)

	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(cause)
	require.ErrorContains(t, quiet(facet.Invoke(func() {})).Start(ctx), want)
	require.ErrorContains(t, quiet().Do(ctx, func(ctx context.Context) error { return ctx.Err() }), want)
	require.ErrorContains(t, quiet(facet.Error(cause)).Err(), want)
}

func TestCleanup_takesTheResultAsTheCleanup(t *testing.T) {
	var log []string
	open := func(name string, err error) func() (*shop, func(), error) {
		return func() (*shop, func(), error) {
			return &shop{}, func() { log = append(log, name) }, err
		}
	}
	none := func() (*shop, func() error) { return &shop{}, nil }
	app := quiet(
		facet.Provide(open("first", nil), provide.Cleanup(), provide.Eager(), provide.Name("first")),
		facet.Provide(func(lc *facet.Lifecycle) (*shop, func() error) {
			lc.Cleanup(func() error { log = append(log, "own"); return nil })
			return &shop{}, func() error { log = append(log, "second"); return errBoom }
		}, provide.Cleanup(), provide.Eager(), provide.Name("second")),
		facet.Provide(none, provide.Cleanup(), provide.Eager()),
	)
	require.NoError(t, app.Start(t.Context()))
	require.Empty(t, log)
	hooks := app.Graph().Nodes[0].Hooks
	require.Equal(t, "cleanup", hooks[0].Kind)
	require.Contains(t, hooks[0].Place.String(), "provide_test.go")
	require.ErrorIs(t, app.Stop(t.Context()), errBoom)
	require.Equal(t, []string{"second", "own", "first"}, log)

	log = nil
	app = quiet(facet.Provide(open("failed", errBoom), provide.Cleanup(), provide.Eager()))
	require.ErrorIs(t, app.Start(t.Context()), errBoom)
	require.Empty(t, log, "as a constructor that fails releases what it has acquired")
}

func TestCleanup_whatIsWrongSaysWhatToChange(t *testing.T) {
	two := func() (*shop, func(), error) { return nil, nil, nil }
	for want, option := range map[string]facet.Option{
		"cleanup-result: %s: result 2: nothing would call the func(), which is a cleanup in other libraries; add provide.Cleanup()": facet.Provide(two),
		"bad-option: %s: Cleanup() needs a func() or func() error after what the constructor provides":                              facet.Provide(func() (*shop, error) { return nil, nil }, provide.Cleanup()),
		"Cleanup() does not apply to a decorator": facet.Decorate(func(*shop) (*shop, func()) { return nil, nil }, provide.Cleanup()),
	} {
		before, after, _ := strings.Cut(want, "%s")
		err := quiet(option).Err()
		require.ErrorContains(t, err, before)
		require.ErrorContains(t, err, after)
	}
	app := quiet(
		facet.Provide(func() func() { return func() {} }),
		facet.Provide(func() (*shop, func()) { return nil, nil }, provide.Results(``, `name:"undo"`)),
	)
	require.NoError(t, app.Err(), "a value")
}
