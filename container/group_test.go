// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"reflect"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

type (
	wordsIn struct {
		provide.In
		Words []string `group:"words"`
	}
	softWordsIn struct {
		provide.In
		Words []string `group:"words,soft"`
		Cache *cache   // comes after the group, and is constructed before the group is read
	}
	wordsOut struct {
		provide.Out
		First string   `group:"words"`
		Rest  []string `group:"words,flatten"`
		Cache *cache
	}
)

func TestGroup_holdsItsValuesInRegistrationOrder(t *testing.T) {
	l := listing(t)
	var want []string
	for i := range 20 {
		word := strconv.Itoa(i)
		want = append(want, word)
		if i%3 == 0 {
			l.value(word, provide.Group("words"))
			continue
		}
		l.provide(func() string { return word }, provide.Group("words"))
	}
	l.provide(func() []string { return []string{"x", "y"} }, provide.Group("words,flatten"))
	l.provide(func() wordsOut { return wordsOut{First: "z", Rest: []string{"z1", "z2"}} })
	want = append(want, "x", "y", "z", "z1", "z2")
	var got []string
	_, err := l.invoke(func(in wordsIn) { got = in.Words }).build()
	require.NoError(t, err)
	require.Equal(t, want, got)
}

func TestGroup_isNeverSharedBetweenConsumers(t *testing.T) {
	l := listing(t).value("a", provide.Group("words")).
		invoke(func(in wordsIn) { in.Words[0] = "spoilt" }).
		invoke(func(in wordsIn) { require.Equal(t, []string{"a"}, in.Words) })
	_, err := l.build()
	require.NoError(t, err)
}

func TestGroup_withoutMembersIsEmptyNotNil(t *testing.T) {
	_, err := listing(t).invoke(func(in wordsIn) {
		require.NotNil(t, in.Words)
		require.Empty(t, in.Words)
	}).build()
	require.NoError(t, err)
}

func TestSoftGroup_holdsWhatWasConstructedBefore(t *testing.T) {
	var got [][]string
	read := func(in softWordsIn) { got = append(got, in.Words) }
	l := listing(t).
		provide(func() string { t.Error("a soft group constructs nothing"); return "never" }, provide.Group("words")).
		provide(func() (string, error) { return "late", nil }, provide.Group("words"), provide.Eager()).
		provide(func() wordsOut { return wordsOut{First: "a", Rest: []string{"b"}} })
	// The eager one is the first root; take it away from the front.
	l.specs = append(l.specs[:1:1], l.specs[2], l.specs[1])
	l.invoke(read)
	_, err := l.build()
	require.NoError(t, err)
	require.Equal(t, [][]string{{"a", "b", "late"}}, got)
}

func TestSoftGroup_missesWhatIsConstructedLater(t *testing.T) {
	var got []string
	c := listing(t).
		provide(func() wordsOut { return wordsOut{First: "a"} }).
		invoke(func(in softWordsIn) { got = in.Words }).
		provide(func() string { return "later" }, provide.Group("words"), provide.Eager()).
		container()
	b, err := c.Build(t.Context(), config0)
	require.NoError(t, err)
	require.Equal(t, []string{"a"}, got)
	require.Equal(t, []int{0}, c.DependsOn(1), "what came later gave nothing")
	require.Equal(t, []graph.EdgeKind{graph.EdgeSoft, graph.EdgeSoft, graph.EdgeValue}, edgeKinds(c.Graph(b)))
}

func TestEager_constructsANodeThatNothingNeeds(t *testing.T) {
	type named struct {
		provide.Out
		Config config `name:"main"`
	}
	var calls log
	eager := provide.Eager()
	l := listing(t).
		provide(func() *queue { calls.add("plain"); return nil }, eager).
		provide(func() string { calls.add("group"); return "" }, eager, provide.Group("words")).
		provide(func() []string { calls.add("flatten"); return []string{"x"} }, eager, provide.Group("words,flatten")).
		provide(func() *worker { calls.add("named"); return nil }, eager, provide.Name("w")).
		provide(func() named { calls.add("struct"); return named{} }, eager).
		provide(func() (wordsOut, error) { calls.add("struct of groups"); return wordsOut{Rest: []string{"y"}}, nil }, eager).
		provide(func() *beta { calls.add("as"); return nil }, eager, provide.As[reader](), provide.As[writer](), provide.Self()).
		provide(func(_ *queue, _ ...int) *mailer { calls.add("variadic"); return nil }, eager).
		invoke(func(in wordsIn) { require.Equal(t, []string{"", "x", "", "y"}, in.Words) })
	_, err := l.build()
	require.NoError(t, err)
	require.Equal(t, log{"plain", "group", "flatten", "named", "struct", "struct of groups", "as", "variadic"}, calls)
}

func TestAs_givesOneValueUnderEveryType(t *testing.T) {
	made := &beta{from: "here"}
	l := listing(t).
		provide(func() *beta { return made }, provide.As[reader](), provide.As[writer](), provide.Self()).
		invoke(func(r reader, w writer, b *beta) {
			require.Same(t, made, r)
			require.Same(t, made, w)
			require.Same(t, made, b)
		})
	_, err := l.build()
	require.NoError(t, err)
}

func TestValue_keepsItsStaticType(t *testing.T) {
	l := listing(t).
		typed(&beta{from: "here"}, readerType).
		typed(nil, writerType).
		invoke(func(r reader, w writer) {
			require.Equal(t, "here", r.origin())
			require.Nil(t, w)
		})
	b, err := l.build()
	require.NoError(t, err)
	_, ok := b.Lookup(registration.Key{Type: reflect.TypeFor[*beta]()})
	require.False(t, ok)
}

func edgeKinds(g *graph.Graph) []graph.EdgeKind {
	var kinds []graph.EdgeKind
	for _, e := range g.Edges {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}
