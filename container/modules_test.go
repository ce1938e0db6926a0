// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

// in lists what follows in a module.
func (l *list) in(m *registration.Module, more func(*list)) *list {
	l.t.Helper()
	from := len(l.specs)
	more(l)
	for _, s := range l.specs[from:] {
		if s.Module == nil {
			s.Module = m
		}
	}
	return l
}

// decorate registers a decorator.
func (l *list) decorate(f any) *list {
	l.t.Helper()
	return l.add(registration.Decorator(f, graph.Caller(1)))
}

// replace registers a replacement.
func (l *list) replace(f any) *list {
	l.t.Helper()
	l.add(registration.Constructor(f, graph.Caller(1)))
	l.specs[len(l.specs)-1].Replaces = true
	return l
}

// Words are easy to compare.
type (
	word  string
	other string
	words struct {
		provide.In
		All []word `group:"w"`
	}
	softWords struct {
		provide.In
		All []word `group:"w,soft"`
	}
	allWords struct {
		provide.Out
		All []word `group:"w"`
	}
)

// hears is a root that notes the word that it is given.
func (l *list) hears(into *[]word) *list {
	l.t.Helper()
	return l.invoke(func(w word) { *into = append(*into, w) })
}

func more(letter word) func(word) word { return func(w word) word { return w + letter } }

func (l *list) builds() *container.Build {
	l.t.Helper()
	b, err := l.build()
	require.NoError(l.t, err)
	return b
}

func TestPrivate_shadowingIsNoCycle(t *testing.T) {
	var got []word
	listing(t).value(word("x")).in(&registration.Module{Name: "a"}, func(l *list) {
		l.provide(func(o other) word { return word(o) }, provide.Private()).hears(&got)
	}).provide(func(w word) other { return other(w + "!") }).builds()
	require.Equal(t, []word{"x!"}, got)
}

func TestPrivate_oneKeyTwiceInOneModuleIsADuplicate(t *testing.T) {
	l := listing(t).in(&registration.Module{Name: "a"}, func(l *list) {
		l.value(word("1"), provide.Private()).value(word("2"), provide.Private())
	})
	require.True(t, slugs(l.container().Validate())["duplicate-provider"])
}

func TestPrivate_anOptionalParameterElsewhereIsNotFilled(t *testing.T) {
	type maybe struct {
		provide.In
		W word `optional:"true"`
	}
	got := word("untouched")
	var inside []word
	listing(t).in(&registration.Module{Name: "a"}, func(l *list) {
		l.value(word("private"), provide.Private()).hears(&inside)
	}).invoke(func(m maybe) { got = m.W }).builds()
	require.Equal(t, []word{"private"}, inside)
	require.Empty(t, got)
}

func TestDecorate_constructsOnce(t *testing.T) {
	var heard []word
	var calls log
	listing(t).provide(func() word { calls.add("make"); return "x" }).
		decorate(func(w word) word { calls.add("decorate"); return w + "1" }).
		provide(func(w word) other { return other(w) }).
		hears(&heard).hears(&heard).invoke(func(other) {}).builds()
	require.Equal(t, log{"make", "decorate"}, calls)
	require.Equal(t, []word{"x1", "x1"}, heard)
}

func TestDecorate_withoutTheOldVersionLeavesItUnmade(t *testing.T) {
	var heard []word
	listing(t).provide(func() word { t.Error("nothing needs it"); return "" }).
		decorate(func() word { return "new" }).hears(&heard).builds()
	require.Equal(t, []word{"new"}, heard)
}

func TestDecorate_aSoftConsumerReceivesTheDecoratedGroup(t *testing.T) {
	var got []word
	listing(t).provide(func() word { return "a" }, provide.Group("w")).
		decorate(func(in words) allWords { return allWords{All: append(in.All, "b")} }).
		invoke(func(in softWords) { got = in.All }).builds()
	require.Equal(t, []word{"a", "b"}, got)
}

func TestDecorate_eachConsumerOwnsItsSliceOfTheGroup(t *testing.T) {
	type list []word
	type named struct {
		provide.In
		All list `group:"w"`
	}
	var got list
	listing(t).value(word("a"), provide.Group("w")).
		decorate(func(in words) allWords { return allWords{All: in.All} }).
		invoke(func(in words) { in.All[0] = "changed" }).
		invoke(func(in named) { got = in.All }).builds()
	require.Equal(t, list{"a"}, got)
}

func TestReplace_theDisplacedIsNotEagerAndInNoGroup(t *testing.T) {
	type gives struct {
		provide.Out
		W word
		M word `group:"w"`
	}
	var members []word
	l := listing(t).
		provide(func() other { t.Error("the displaced eager constructor ran"); return "" }, provide.Eager()).
		provide(func() gives { t.Error("the displaced constructor ran"); return gives{} }).
		replace(func() other { return "new" }).
		replace(func() gives { return gives{W: "new", M: "new member"} }).
		value(word("last"), provide.Group("w")).
		invoke(func(in words) { members = in.All })
	c := l.container()
	require.NoError(t, c.Validate())
	b, err := c.Build(t.Context(), config0)
	require.NoError(t, err)
	require.Equal(t, []word{"new member", "last"}, members, "in registration order")
	g := c.Graph(b)
	require.False(t, g.Nodes[0].Reached)
	require.False(t, g.Nodes[1].Reached)
	require.Equal(t, []int{3, 4, 5}, b.Nodes())
}

func TestReplace_theDisplacedHasNoOrderAndNoTags(t *testing.T) {
	type asks struct {
		provide.In
		C config `parallel:"x"`
	}
	type asksToo struct {
		provide.In
		C config `parallel:"y"`
	}
	var heard []word
	l := listing(t).provide(newConfig).
		provide(func(asks) word { return "" }, provide.After[*ping](), provide.Before[*pong](), provide.Before[*mailer]()).
		provide(func() *mailer { return nil }).
		provide(func(asksToo) other { return "" }).
		replace(func() word { return "new" }).
		hears(&heard).invoke(func(other) {})
	c := l.container()
	require.NoError(t, c.Validate())
	require.Equal(t, "y", c.Parallel(0))
	for _, e := range c.Graph(nil).Edges {
		require.NotEqual(t, graph.EdgeOrder, e.Kind)
	}
}

func TestReplace_seesItsOwnModulesWorldAndIsAtHomeWhereTheDisplacedWas(t *testing.T) {
	var inside, outside []word
	a := &registration.Module{Name: "a"}
	below := &registration.Module{Name: "below", Parent: a}
	listing(t).value(word("public")).value(other("o")).
		in(a, func(l *list) {
			l.provide(func() word { return "displaced" }, provide.Private()).hears(&inside)
		}).
		in(below, func(l *list) {
			l.value(other("of below"), provide.Private())
			l.replace(func(o other) word { return word(o) })
		}).hears(&outside).builds()
	require.Equal(t, []word{"of below"}, inside)
	require.Equal(t, []word{"public"}, outside)
}

func TestReplace_coversSeveralKeysOfOneConstructor(t *testing.T) {
	both := func() (word, other) { t.Error("the displaced constructor ran"); return "", "" }
	var heard []word
	var others []other
	hear := func(w word, o other) { heard, others = append(heard, w), append(others, o) }
	listing(t).provide(both).replace(func() (word, other) { return "w", "o" }).invoke(hear).builds()
	listing(t).provide(both).replace(func() word { return "w" }).replace(func() other { return "o" }).invoke(hear).builds()
	require.Equal(t, []word{"w", "w"}, heard)
	require.Equal(t, []other{"o", "o"}, others)
}

func TestReplace_isShownInTheGraph(t *testing.T) {
	both := func() (word, other) { return "", "" }
	g := listing(t).provide(both).replace(func() (word, other) { return "w", "o" }).container().Graph(nil)
	old, by := g.Nodes[0], g.Nodes[1]
	require.Equal(t, []string{old.ID}, by.Replaces, "once, for two keys")
	require.Equal(t, []string{by.ID}, old.ReplacedBy)
}

func TestReplace_eachCoversTheGroupsOfTheOneThatItReplaces(t *testing.T) {
	type wordAnd struct {
		provide.Out
		W word
		M word `group:"w"`
	}
	type otherAnd struct {
		provide.Out
		O other
		M word `group:"w"`
	}
	replacements := []func(l *list){
		func(l *list) { l.replace(func() wordAnd { return wordAnd{} }) },
		func(l *list) { l.replace(func() other { return "" }) },
	}
	for _, order := range [][]int{{0, 1}, {1, 0}} {
		l := listing(t).provide(func() wordAnd { return wordAnd{} }).provide(func() otherAnd { return otherAnd{} })
		for _, i := range order {
			replacements[i](l)
		}
		l.invoke(func(words) {})
		require.Equal(t, map[string]bool{"partial-replacement": true}, slugs(l.container().Validate()))
	}
}

func TestReplace_whatItLeavesOutIsNotTakenFromAround(t *testing.T) {
	l := listing(t).value(other("public")).in(&registration.Module{Name: "a"}, func(l *list) {
		l.provide(func() (word, other) { return "", "" }, provide.Private()).
			replace(func() word { return "w" }).invoke(func(other) {})
	})
	require.Equal(t, map[string]bool{"partial-replacement": true}, slugs(l.container().Validate()))
}

func TestReplace_whatItGivesToAGroupIsSeenWhereTheDisplacedWas(t *testing.T) {
	type gives struct {
		provide.Out
		W word
		M word `group:"w"`
	}
	var inside, outside []word
	a := &registration.Module{Name: "a"}
	listing(t).in(a, func(l *list) {
		l.value(word("old"), provide.Private()).replace(func() gives { return gives{M: "m"} }).
			invoke(func(in words) { inside = in.All })
	}).invoke(func(in words) { outside = in.All }).builds()
	require.Equal(t, []word{"m"}, inside)
	require.Empty(t, outside)
}

func TestLookupAndDependsOn_seeTheDecorated(t *testing.T) {
	a := &registration.Module{Name: "a"}
	var heard []word
	l := listing(t).value(word("x")).decorate(more("1")).
		in(a, func(l *list) { l.decorate(more("2")).hears(&heard) }).hears(&heard)
	c := l.container()
	b, err := c.Build(t.Context(), config0)
	require.NoError(t, err)
	require.Equal(t, []word{"x12", "x1"}, heard)
	require.Equal(t, word("x1"), lookup[word](t, b), "at the root")
	require.Equal(t, []int{0}, c.DependsOn(1))
	require.Equal(t, []int{1}, c.DependsOn(2))
	require.Equal(t, []int{2}, c.DependsOn(3))
	require.Equal(t, []int{1}, c.DependsOn(4))
}

func TestGraph_showsDecoratorsAndTheirStates(t *testing.T) {
	l := listing(t).value(word("x")).decorate(more("1")).
		in(&registration.Module{Name: "a"}, func(l *list) { l.decorate(more("2")) }).invoke(func(word) {})
	c := l.container()
	b, err := c.Build(t.Context(), config0)
	require.NoError(t, err)
	g := c.Graph(b)
	var kinds []graph.EdgeKind
	for _, e := range g.Edges {
		kinds = append(kinds, e.Kind)
	}
	require.Equal(t, []graph.EdgeKind{graph.EdgeDecorate, graph.EdgeDecorate, graph.EdgeValue}, kinds)
	require.Equal(t, graph.StateBuilt, g.Nodes[1].State)
	require.NotEqual(t, graph.StateBuilt, g.Nodes[2].State, "nothing in the module needs it")
	require.Equal(t, graph.KindDecorator, g.Nodes[2].Kind)
	require.Equal(t, "a", g.Nodes[2].Module)
}

func TestPrepare_seesTheWorldOfTheApp(t *testing.T) {
	a := &registration.Module{Name: "a"}
	c := listing(t).value(word("x")).decorate(more("1")).
		in(a, func(l *list) {
			l.value(other("private"), provide.Private()).decorate(more("2")).value(word("m"), provide.Group("w"), provide.Private())
		}).container()
	_, got := use[word](t, c)
	require.Equal(t, word("x1"), got)
	_, group := use[words](t, c)
	require.Empty(t, group.All)
	_, err := c.Prepare(t.Context(), calling(t, func(other) {}), config0)
	require.True(t, slugs(err)["missing-dependency"])
}

func TestPrepare_sharesALiveDecoratedValue(t *testing.T) {
	var calls log
	var heard []word
	c := listing(t).provide(func() word { calls.add("make"); return "x" }).
		decorate(func(w word) word { calls.add("decorate"); return w + "1" }).hears(&heard).container()
	b, err := c.Build(t.Context(), config0)
	require.NoError(t, err)
	call, got := use[word](t, c)
	require.Equal(t, word("x1"), got)
	require.Equal(t, log{"make", "decorate"}, calls)
	require.Equal(t, []int{2}, b.Release())
	gone := call.Release()
	require.Equal(t, []int{0, 1}, gone)
	c.Evict(gone)
	_, _ = use[word](t, c)
	require.Equal(t, log{"make", "decorate", "make", "decorate"}, calls)
}
