// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx_test

import (
	"bytes"
	"errors"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/dig"
	"go.uber.org/fx"
)

type (
	config  struct{ name string }
	missing struct{}
	service struct{ of string }
)

func TestNew_constructsNothingIfAnInvokeLacksSomething(t *testing.T) {
	calls := 0
	err := newError(t, fx.Invoke(func() { calls++ }), fx.Invoke(func(missing) {}))
	require.Zero(t, calls)
	require.ErrorContains(t, err, "missing type: fx_test.missing", "the words of dig come first")
	require.ErrorContains(t, err, "missing-dependency: nothing provides fx_test.missing")
	require.ErrorContains(t, err, "fx.Provide")
	require.NotContains(t, err.Error(), "facet.Provide")
}

func TestNew_errorWorksWithDig(t *testing.T) {
	var handled error
	cause := errors.New("no file")
	err := newError(t, fx.Provide(func() (*config, error) { return nil, cause }), fx.Invoke(func(*config) {}), fx.ErrorHook(handler{&handled}))
	require.Equal(t, cause, dig.RootCause(err))
	require.ErrorIs(t, err, cause)
	require.Equal(t, err, handled)
	picture, visualErr := fx.VisualizeError(err)
	require.NoError(t, visualErr)
	require.Contains(t, picture, "digraph")
}

type handler struct{ err *error }

func (h handler) HandleError(err error) { *h.err = err }

func TestNew_cycleIsThatOfDig(t *testing.T) {
	err := newError(t, fx.Provide(func(*service) *config { return nil }, func(*config) *service { return nil }), fx.Invoke(func(*config) {}))
	require.True(t, dig.IsCycleDetected(err))
	require.ErrorContains(t, err, "dependency-cycle")
}

func TestNew_unneededCycleIsAccepted(t *testing.T) {
	newApp(t, fx.Provide(func(*service) *config { return nil }, func(*config) *service { return nil }), fx.Invoke(func() {}))
}

func TestNew_panicOfAConstructorComesOutOfNew(t *testing.T) {
	opts := []fx.Option{fx.NopLogger, fx.Provide(func() *config { panic("boom") }), fx.Invoke(func(*config) {})}
	require.PanicsWithValue(t, "boom", func() { fx.New(opts...) })
	require.ErrorContains(t, newError(t, append(opts, fx.RecoverFromPanics())...), "boom")
}

func TestOptional_isAbsentIfItsConstructorLacksSomething(t *testing.T) {
	type in struct {
		fx.In

		Config *config `optional:"true"`
	}
	var log bytes.Buffer
	defer slog.SetDefault(slog.Default())
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	newApp(t, fx.Provide(func(missing) *config { return &config{} }), fx.Invoke(func(p in) { require.Nil(t, p.Config) }))
	require.Contains(t, log.String(), "an optional parameter is absent")
}

func TestDecorate_ofAnEmptyGroupRuns(t *testing.T) {
	type in struct {
		fx.In

		Names []string `group:"names"`
	}
	type out struct {
		fx.Out

		Names []string `group:"names"`
	}
	var got []string
	newApp(t, fx.Decorate(func(p in) out { return out{Names: append(p.Names, "one")} }), fx.Invoke(func(p in) { got = p.Names }))
	require.Equal(t, []string{"one"}, got)
}

func TestDecorate_ofWhatNothingProvidesIsForOptionalParameters(t *testing.T) {
	type in struct {
		fx.In

		Config *config `optional:"true"`
	}
	var got *config
	decorated := fx.Decorate(func() *config { return &config{"decorated"} })
	newApp(t, decorated, fx.Invoke(func(p in) { got = p.Config }))
	require.Equal(t, "decorated", got.name)
	newApp(t, decorated, fx.Invoke(func() {}))
	require.ErrorContains(t, newError(t, decorated, fx.Invoke(func(*config) {})), "missing type: *fx_test.config")
	require.ErrorContains(t, newError(t, fx.Decorate(func(missing) *config { return nil }), fx.Invoke(func(in) {})), "missing type: fx_test.missing")
}

func TestDecorate_twiceInAModuleIsAnError(t *testing.T) {
	same := func(c *config) *config { return c }
	err := newError(t, fx.Supply(&config{}), fx.Decorate(same), fx.Decorate(same), fx.Invoke(func(*config) {}))
	require.ErrorContains(t, err, "already decorated")
}

func TestDecorate_ofAnOuterModuleWinsOverAPrivateProvider(t *testing.T) {
	var got string
	newApp(t, fx.Supply(&config{"outer"}), fx.Decorate(func(c *config) *config { return &config{c.name + ", decorated"} }),
		fx.Module("inner", fx.Provide(fx.Private, func() *config { return &config{"private"} }), fx.Invoke(func(c *config) { got = c.name })))
	require.Equal(t, "outer, decorated", got)
}

func TestDecorate_thatHidesACycleCallsAConstructorTwice(t *testing.T) {
	var log bytes.Buffer
	defer slog.SetDefault(slog.Default())
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	var calls []string
	app := newApp(t,
		fx.Supply(&config{"base"}),
		fx.Provide(func(c *config) *service { calls = append(calls, "service of "+c.name); return &service{c.name} }),
		fx.Decorate(func(c *config, s *service) *config { return &config{"providing(" + s.of + ")"} }),
		fx.Invoke(func(s *service) { calls = append(calls, "invoke with "+s.of) }))
	require.Equal(t, []string{"service of base", "service of providing(base)", "invoke with providing(base)"}, calls)
	require.Contains(t, app.Facet().Graph().Text(), "#2", "the second call is a node")
	require.Contains(t, log.String(), "called twice")
}

func TestInvoke_runsThoseOfModulesFirst(t *testing.T) {
	var order []string
	add := func(name string) fx.Option { return fx.Invoke(func() { order = append(order, name) }) }
	newApp(t, add("app"), fx.Module("outer", add("outer"), fx.Module("inner", add("inner"))))
	require.Equal(t, []string{"inner", "outer", "app"}, order)
}

func TestGroup_isInTheOrderOfRegistration(t *testing.T) {
	type in struct {
		fx.In

		Numbers []int `group:"numbers"`
	}
	var opts []fx.Option
	var want, got []int
	for i := range 20 {
		want = append(want, i)
		opts = append(opts, fx.Supply(fx.Annotate(i, fx.ResultTags(`group:"numbers"`))))
	}
	newApp(t, append(opts, fx.Invoke(func(p in) { got = p.Numbers }))...)
	require.Equal(t, want, got)
}

func TestValidateApp_checksWhatInvokesNeed(t *testing.T) {
	broken := fx.Provide(func(missing) *config { t.Error("called"); return nil })
	require.NoError(t, fx.ValidateApp(fx.NopLogger, broken, fx.Invoke(func() { t.Error("called") })))
	require.ErrorContains(t, fx.ValidateApp(fx.NopLogger, broken, fx.Invoke(func(*config) {})), "missing type: fx_test.missing")
	require.Error(t, newApp(t, broken).Facet().Validate(), "facet checks everything")
}

func TestAnnotate_hooksReceiveParametersAfterSoftGroups(t *testing.T) {
	type in struct {
		fx.In

		Soft   []string `group:"names,soft"`
		Config *config
	}
	var got *config
	supplied := &config{"one"}
	app := newApp(t, fx.Supply(supplied), fx.Invoke(func(*service) {}), fx.Provide(
		fx.Annotate(func(in) *service { return &service{} }, fx.OnStart(func(p struct {
			fx.In

			Config *config
		},
		) {
			got = p.Config
		}))))
	runOnce(t, app)
	require.Same(t, supplied, got)
}
