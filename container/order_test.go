// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

// constructed builds what was listed and returns the nodes in construction order,
// which is what the graph predicted.
func (l *list) constructed() []int {
	l.t.Helper()
	c := l.container()
	require.NoError(l.t, c.Validate())
	b, err := c.Build(l.t.Context(), config0)
	require.NoError(l.t, err)
	var predicted []int
	for seq := range c.Size() {
		for i, n := range c.Graph(nil).Nodes {
			if n.Seq == seq+1 {
				predicted = append(predicted, i)
			}
		}
	}
	require.Equal(l.t, predicted, b.Nodes())
	return b.Nodes()
}

func one() *queue    { return &queue{} }
func two() *worker   { return &worker{} }
func three() *mailer { return &mailer{} }

func TestAfter_isConstructedLater(t *testing.T) {
	require.Equal(t, []int{1, 0, 2}, listing(t).
		provide(one, provide.After[*worker]()).provide(two).
		invoke(func(*queue, *worker) {}).constructed())
}

func TestBefore_isConstructedSooner(t *testing.T) {
	require.Equal(t, []int{1, 0, 2}, listing(t).
		provide(one).provide(two, provide.Before[*queue]()).
		invoke(func(*queue, *worker) {}).constructed())
}

func TestAfter_countsAcrossRoots(t *testing.T) {
	require.Equal(t, []int{1, 0, 2, 3}, listing(t).
		provide(one, provide.After[*worker]()).provide(two).
		invoke(runQueue).invoke(func(*worker) {}).constructed())
}

func TestAfter_pullsNothingIn(t *testing.T) {
	require.Equal(t, []int{0, 2}, listing(t).
		provide(one, provide.After[*worker]()).provide(func() *worker { t.Error("called"); return nil }).
		invoke(runQueue).constructed())
	require.Equal(t, []int{1, 2}, listing(t).
		provide(func() *queue { t.Error("called"); return nil }, provide.After[*worker]()).provide(two).
		invoke(func(*worker) {}).constructed())
}

// What is not built orders nothing, not even what is on both sides of it.
func TestAfter_countsOnlyBetweenWhatIsBuilt(t *testing.T) {
	l := listing(t).
		provide(one, provide.After[*worker]()).provide(two, provide.After[*mailer]()).provide(three)
	c := l.container()
	b := prepare(t, c, func(*queue, *mailer) {})
	require.Equal(t, []int{0, 2}, b.Nodes())
	c = l.container()
	b = prepare(t, c, func(*queue, *worker, *mailer) {})
	require.Equal(t, []int{2, 1, 0}, b.Nodes())
}

func TestAfter_ordersWhatItNeedsToo(t *testing.T) {
	require.Equal(t, []int{2, 3, 1, 0, 4}, listing(t).
		provide(one, provide.After[*database]()).
		provide(newDatabase).
		provide(func() config { return config{} }).
		provide(two, provide.After[config](), provide.Before[*database]()).
		invoke(func(*queue, *worker, *database) {}).constructed())
}

func TestAfter_isByNameIfOneIsGiven(t *testing.T) {
	l := listing(t).
		provide(one, provide.Name("a"), provide.After[*queue]("b")).
		provide(one, provide.Name("b"), provide.After[*queue]()).
		provide(one)
	type in struct {
		provide.In
		A     *queue `name:"a"`
		B     *queue `name:"b"`
		Plain *queue
	}
	require.Equal(t, []int{2, 1, 0, 3}, l.invoke(func(in) {}).constructed())
}

func TestOrder_comesFromSeveralConstructors(t *testing.T) {
	require.Equal(t, []int{2, 1, 3, 0, 4}, listing(t).
		provide(one, provide.After[*worker](), provide.After[*ring]()).
		provide(two, provide.After[*mailer]()).
		provide(three, provide.Before[*ring]()).
		provide(func() *ring { return nil }).
		invoke(func(*queue, *worker, *ring, *mailer) {}).constructed())
}

func TestAfter_mayRepeatADependency(t *testing.T) {
	require.Equal(t, []int{1, 0, 2}, listing(t).
		provide(func(*worker) *queue { return nil }, provide.After[*worker]()).provide(two, provide.Before[*queue]()).
		invoke(runQueue).constructed())
}

// Members are constructed in the order that is asked for; their values stay in
// registration order.
func TestAfter_leavesTheValuesOfAGroupInRegistrationOrder(t *testing.T) {
	type out struct {
		provide.Out
		Queue *queue
		Word  string `group:"words"`
	}
	var got []string
	require.Equal(t, []int{1, 0, 2}, listing(t).
		provide(func() string { return "a" }, provide.Group("words"), provide.After[*queue]()).
		provide(func() out { return out{Word: "b"} }).
		invoke(func(in wordsIn) { got = in.Words }).constructed())
	require.Equal(t, []string{"a", "b"}, got)
}

// A value is there already, and yet what is before it is before what comes after it.
func TestOrder_goesThroughValues(t *testing.T) {
	require.Equal(t, []int{2, 1, 0, 3}, listing(t).
		provide(one, provide.After[config]()).
		value(config{}).
		provide(two, provide.Before[config]()).
		invoke(func(*queue, *worker, config) {}).constructed())
}

func TestOrder_ofSeveralKeysOfOneConstructorIsOneEdge(t *testing.T) {
	both := func() (*worker, *mailer) { return nil, nil }
	l := listing(t).
		provide(one, provide.After[*worker](), provide.After[*mailer]()).
		provide(both, provide.Before[*queue]()).
		invoke(func(*queue, *worker) {})
	require.Equal(t, []int{1, 0, 2}, l.constructed())
	require.Equal(t, []graph.Edge{{From: l.container().ID(0), To: l.container().ID(1), Kind: graph.EdgeOrder}},
		orderEdges(l.container().Graph(nil)))
}

func TestGraph_showsOrderOnlyEdges(t *testing.T) {
	c := listing(t).
		provide(one, provide.After[*worker]()).
		provide(two).
		provide(three, provide.Before[*worker]()).
		provide(func() *ring { return nil }, provide.After[*index]()).
		container()
	require.Equal(t, []graph.Edge{
		{From: c.ID(0), To: c.ID(1), Kind: graph.EdgeOrder},
		{From: c.ID(1), To: c.ID(2), Kind: graph.EdgeOrder},
	}, c.Graph(nil).Edges, "of what is not reached too, and none to what nothing provides")
}

func TestOrder_ofNothingIsAProblemWhereItIsBuilt(t *testing.T) {
	l := listing(t).provide(one, provide.After[*worker]("a"), provide.Before[*ring]()).provide(three).invoke(func(*mailer) {})
	want := []string{
		`order-of-nothing: container_test.one: provide.After[*container_test.worker]("a"), but nothing provides *container_test.worker[name="a"]; provide it, or remove the option`,
		`order-of-nothing: container_test.one: provide.Before[*container_test.ring](), but nothing provides *container_test.ring; provide it, or remove the option`,
	}
	c := l.container()
	require.Equal(t, want, problemTexts(c.Validate()))
	err, warning := c.Check()
	require.NoError(t, err)
	require.NoError(t, warning)
	_, err = c.Build(t.Context(), config0)
	require.NoError(t, err, "it is not reached")
	_, err = c.Prepare(t.Context(), calling(t, runQueue), config0)
	require.Equal(t, want, problemTexts(err))

	b, err := l.invoke(runQueue).build()
	require.Equal(t, want, problemTexts(err))
	require.Empty(t, b.Nodes())
	require.Equal(t, l.specs[0].Place, problemsOf(err)[0].Place)
}

func TestOrder_cycleIsAProblemWhereAllOfItIsBuilt(t *testing.T) {
	l := listing(t).
		provide(one, provide.After[*worker]()).
		provide(two, provide.After[*mailer]()).
		provide(three, provide.After[*queue]()).invoke(func(*queue, *worker) {})
	c := l.container()
	want := []string{"dependency-cycle: container_test.one must come after itself"}
	require.Equal(t, want, problemTexts(c.Validate()))
	err, warning := c.Check()
	require.NoError(t, err)
	require.NoError(t, warning)
	b, err := c.Build(t.Context(), config0)
	require.NoError(t, err)
	require.Equal(t, []int{1, 0, 3}, b.Nodes())
	_, err = c.Prepare(t.Context(), calling(t, func(*queue, *worker, *mailer) {}), config0)
	require.Len(t, problemsOf(err), 1)
}

func orderEdges(g *graph.Graph) []graph.Edge {
	var all []graph.Edge
	for _, e := range g.Edges {
		if e.Kind == graph.EdgeOrder {
			all = append(all, e)
		}
	}
	return all
}
