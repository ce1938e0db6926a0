// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

type (
	word  string
	other string
)

// built builds the options and returns the error.
func built(t *testing.T, opts ...facet.Option) error {
	t.Helper()
	app := quiet(opts...)
	if err := app.Build(t.Context()); err != nil {
		return err
	}
	return app.Stop(t.Context())
}

// hears is a root that notes the word that it is given.
func hears(into *[]word) facet.Option {
	return facet.Invoke(func(w word) { *into = append(*into, w) })
}

func more(letter word) func(word) word { return func(w word) word { return w + letter } }

func TestPrivate_marksProvidersInTheGraphOnly(t *testing.T) {
	app := quiet(facet.Module("m", facet.Private(), facet.Provide(newLow), facet.Invoke(func(*low) {})))
	private := map[graph.Kind]string{}
	for _, n := range app.Graph().Nodes {
		private[n.Kind] = n.Private
	}
	require.Equal(t, map[graph.Kind]string{graph.KindConstructor: "m", graph.KindInvoke: ""}, private)
}

func TestPrivate_isSeenInItsModuleAndBelow(t *testing.T) {
	var got []word
	require.NoError(t, built(t,
		facet.Supply(word("public")),
		facet.Module("a", facet.Value(word("private"), provide.Private()), hears(&got),
			facet.Module("below", hears(&got))),
		facet.Module("b", facet.Private(), facet.Supply(word("of b")), hears(&got)),
		hears(&got),
	))
	require.Equal(t, []word{"private", "private", "of b", "public"}, got)

	err := built(t, facet.Module("a", facet.Value(word("private"), provide.Private())), hears(&got))
	requireSlugs(t, err, "missing-dependency")
}

func requireSlugs(t *testing.T, err error, slugs ...string) {
	t.Helper()
	var problems *facet.Problems
	require.ErrorAs(t, err, &problems)
	var got []string
	for _, p := range problems.List {
		got = append(got, p.Slug)
	}
	require.Equal(t, slugs, got)
}

func TestPrivate_aConstructorSeesTheWorldOfItsModule(t *testing.T) {
	var got other
	require.NoError(t, built(t,
		facet.Supply(word("public")),
		facet.Module("a", facet.Value(word("private"), provide.Private()), facet.Provide(func(w word) other { return other(w) })),
		facet.Invoke(func(o other) { got = o }),
	))
	require.Equal(t, other("private"), got)
}

func TestPrivate_membersOfAGroup(t *testing.T) {
	type in struct {
		facet.In
		Words []word `group:"w"`
	}
	var all [][]word
	collect := facet.Invoke(func(in in) { all = append(all, in.Words) })
	give := func(w word, opts ...provide.Option) facet.Option {
		return facet.Value(w, append(opts, provide.Group("w"))...)
	}
	require.NoError(t, built(t,
		give("1"), facet.Module("a", give("2", provide.Private()), collect, facet.Module("b", give("3", provide.Private()), collect)),
		give("4"), collect,
	))
	require.Equal(t, [][]word{{"1", "2", "4"}, {"1", "2", "3", "4"}, {"1", "4"}}, all)
}

func TestDecorate_chainsInListingOrderForTheModuleAndBelow(t *testing.T) {
	var got []word
	require.NoError(t, built(t,
		facet.Supply(word("x")),
		facet.Decorate(more("1")),
		facet.Module("a",
			facet.Decorate(more("3")), facet.Decorate(more("4")), hears(&got),
			facet.Module("below", facet.Decorate(more("5")), hears(&got)),
		),
		facet.Module("b", hears(&got)),
		facet.Decorate(more("2")),
		hears(&got),
	))
	require.Equal(t, []word{"x1234", "x12345", "x12", "x12"}, got)
}

func TestDecorate_ofAGroup(t *testing.T) {
	type in struct {
		facet.In
		Words []word `group:"w"`
	}
	type out struct {
		facet.Out
		Words []word `group:"w"`
	}
	var got []word
	require.NoError(t, built(t,
		facet.Value(word("b"), provide.Group("w")),
		facet.Value(word("a"), provide.Group("w")),
		facet.Decorate(func(in in) out { return out{Words: append(in.Words, "c")} }),
		facet.Invoke(func(in in) { got = in.Words }),
	))
	require.Equal(t, []word{"b", "a", "c"}, got)
}

func TestDecorate_itsOwnProductThroughAnotherIsACycle(t *testing.T) {
	err := built(t,
		facet.Supply(word("x")),
		facet.Provide(func(w word) other { return other(w) }),
		facet.Decorate(func(w word, o other) word { return w + word(o) }),
		facet.Invoke(func(word) {}),
	)
	requireSlugs(t, err, "dependency-cycle")
}

func TestDecorate_ofNothingIsARegistrationError(t *testing.T) {
	requireSlugs(t, quiet(facet.Decorate(more("1"))).Err(), "decorated-nothing")
	requireSlugs(t, quiet(facet.Module("a", facet.Value(word("x"), provide.Private())), facet.Decorate(more("1"))).Err(), "decorated-nothing")
}

func TestDecorate_hasAPlaceInTheGraph(t *testing.T) {
	app := quiet(facet.Supply(word("x")), facet.Decorate(more("1")), facet.Invoke(func(word) {}))
	require.NoError(t, app.Build(t.Context()))
	var kinds []graph.EdgeKind
	for _, e := range app.Graph().Edges {
		kinds = append(kinds, e.Kind)
	}
	require.Equal(t, []graph.EdgeKind{graph.EdgeDecorate, graph.EdgeValue}, kinds)
	got, err := facet.Lookup[word](app)
	require.NoError(t, err)
	require.Equal(t, word("x1"), got)
	require.NoError(t, app.Do(t.Context(), func(w word) { require.Equal(t, word("x1"), w) }))
	require.NoError(t, app.Stop(t.Context()))
}

func TestReplace_theDisplacedNeverRuns(t *testing.T) {
	var got []word
	never := facet.Provide(func() (word, other) { t.Error("the displaced constructor ran"); return "", "" })
	require.NoError(t, built(t, never, hears(&got), facet.Replace(func() word { return "new" })))
	require.NoError(t, built(t, facet.ReplaceValue(word("value")), facet.Module("a", never, hears(&got))))
	require.Equal(t, []word{"new", "value"}, got)
}

func TestReplace_mistakes(t *testing.T) {
	both := facet.Provide(func() (word, other) { return "", "" })
	require.NoError(t, quiet(both, facet.ReplaceValue(word("x"))).Validate(), "nothing needs the rest")
	requireSlugs(t, quiet(facet.ReplaceValue(word("x"))).Err(), "replaced-nothing")
	requireSlugs(t, quiet(both, facet.ReplaceValue(word("x")), facet.Invoke(func(other) {})).Validate(), "partial-replacement")
	requireSlugs(t, quiet(both, facet.ReplaceValue(word("x")), facet.ReplaceValue(word("y"))).Err(), "conflicting-replacements")
}

func TestPopulate_fillsOnEveryBuild(t *testing.T) {
	var w word
	var in struct {
		facet.In
		Name  other `name:"o"`
		Maybe *int  `optional:"true"`
	}
	n := 0
	app := quiet(facet.Provide(func() word { n++; return word(rune('0' + n)) }), facet.Value(other("named"), provide.Name("o")), facet.Populate(&w, &in))
	for _, want := range []word{"1", "2"} {
		require.NoError(t, app.Build(t.Context()))
		require.Equal(t, want, w)
		require.Equal(t, other("named"), in.Name)
		require.NoError(t, app.Stop(t.Context()))
	}
	require.Error(t, quiet(facet.Populate(w)).Err())
}

type engine struct{ tr *trace }

func (e *engine) Start(context.Context) error { e.tr.Add("start"); return nil }
func (e *engine) Run(ctx context.Context) error {
	<-ctx.Done()
	e.tr.Add("ran")
	return nil
}
func (e *engine) Shutdown(context.Context) error { e.tr.Add("shutdown"); return nil }

func TestService_makesHooksOfMethods(t *testing.T) {
	var tr trace
	app := quiet(facet.Provide(func() *engine { return &engine{&tr} }, provide.Service()), facet.Invoke(func(*engine) {}))
	require.NoError(t, app.Start(t.Context()))
	require.NoError(t, app.Stop(t.Context()))
	require.Equal(t, []string{"start", "ran", "shutdown"}, tr.Take())
	require.Error(t, quiet(facet.Provide(func() *word { return nil }, provide.Service())).Err())
}

func TestOnStartAndOnStop_ofATypeOneDoesNotOwn(t *testing.T) {
	var tr trace
	app := quiet(
		facet.Supply(word("injected")),
		facet.Provide(func() *engine { return &engine{&tr} },
			provide.OnStart(func(ctx context.Context, w word, e *engine) {
				require.NoError(t, ctx.Err())
				e.tr.Add("start " + string(w))
			}),
			provide.OnStop((*engine).Shutdown)),
		facet.Invoke(func(*engine) {}),
	)
	require.NoError(t, app.Start(t.Context()))
	require.Contains(t, app.Plan().String(), "module_test.go")
	require.NoError(t, app.Stop(t.Context()))
	require.Equal(t, []string{"start injected", "shutdown"}, tr.Take())
}

func TestParamsAndResults_tagAConstructorThatOneDoesNotOwn(t *testing.T) {
	var got []other
	join := func(w word, all []other, missing *int) other { require.Nil(t, missing); return other(w) + all[0] }
	require.NoError(t, built(t,
		facet.Value(word("w"), provide.Name("n")),
		facet.Value(other("m"), provide.Group("g")),
		facet.Provide(join, provide.Params(`name:"n"`, `group:"g"`, `optional:"true"`), provide.Results(`name:"joined"`)),
		facet.Invoke(func(in struct {
			facet.In
			Joined other `name:"joined"`
		},
		) {
			got = append(got, in.Joined)
		}),
	))
	require.Equal(t, []other{"wm"}, got)
}

func TestIf_whatWasLeftOutIsRemembered(t *testing.T) {
	err := built(t, facet.If(false, facet.Module("a", facet.If(true, facet.Supply(word("x"))))), facet.Invoke(func(word) {}))
	requireSlugs(t, err, "missing-dependency")
	require.ErrorContains(t, err, "was left out by facet.If")
	require.NoError(t, built(t, facet.If(true, facet.Supply(word("x"))), facet.Invoke(func(word) {})))
}
