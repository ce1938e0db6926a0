// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

type (
	member struct {
		provide.Out
		Queue *queue
		Word  string `group:"words"`
	}
	onlySoftWords struct {
		provide.In
		Words []string `group:"words,soft"`
	}
	reading struct{ words []string }
)

func readSoftly(in onlySoftWords) *reading { return &reading{in.Words} }

// library has a soft consumer, 1, of a group whose one member, 0, can be asked for
// as a queue.
func library(t *testing.T) *list {
	t.Helper()
	return listing(t).
		provide(func() member { return member{Queue: &queue{}, Word: "a"} }).
		provide(readSoftly)
}

func TestSoftGroup_receivesInstances(t *testing.T) {
	c := library(t).container()
	use[*queue](t, c)
	b, r := use[*reading](t, c)
	require.Equal(t, []string{"a"}, r.words)
	require.Equal(t, []int{0, 1}, b.Nodes())
	require.Equal(t, []int{0}, c.DependsOn(1))
}

func TestSoftGroup_isReceivedByACallToo(t *testing.T) {
	c := library(t).container()
	use[*queue](t, c)
	var got []string
	b := prepare(t, c, func(in onlySoftWords) { got = in.Words })
	require.NoError(t, b.Call(t.Context()))
	require.Equal(t, []string{"a"}, got)
	require.Equal(t, []int{0}, b.Nodes())
}

func TestSoftGroup_keepsWhatItReceivedInUse(t *testing.T) {
	c := library(t).container()
	maker, _ := use[*queue](t, c)
	consumer, _ := use[*reading](t, c)
	other, r := use[*reading](t, c)
	require.Equal(t, []string{"a"}, r.words)
	require.Empty(t, maker.Release(), "the consumer received it")
	require.Empty(t, consumer.Release(), "who shares the consumer uses it too")
	require.Equal(t, []int{0, 1}, other.Release())
}

func TestShare_usesWhatAConsumerReceivedSoftly(t *testing.T) {
	c := library(t).container()
	maker, _ := use[*queue](t, c)
	consumer, _ := use[*reading](t, c)
	function, problems := c.Function(func(*reading) {}, graph.Caller(0))
	require.Empty(t, problems)
	shared := function.Share(config0)
	require.NotNil(t, shared)
	require.Empty(t, maker.Release())
	require.Empty(t, consumer.Release())
	require.True(t, shared.AllLive())
	require.Equal(t, []int{0, 1}, shared.Release())
}

func TestAllLive_isFalseAfterAnEviction(t *testing.T) {
	c := library(t).container()
	b, _ := use[*queue](t, c)
	function, _ := c.Function(func(*queue) {}, graph.Caller(0))
	shared := function.Share(config0)
	c.Evict(b.Nodes())
	require.False(t, shared.AllLive(), "there is none")
	_, _ = use[*queue](t, c)
	require.False(t, shared.AllLive(), "it is another one")
}

func TestSoftGroup_doesNotUseWhatCameLater(t *testing.T) {
	c := library(t).container()
	_, r := use[*reading](t, c)
	maker, _ := use[*queue](t, c)
	again, _ := use[*reading](t, c)
	require.Empty(t, r.words)
	require.Equal(t, []int{1}, again.Nodes())
	require.Empty(t, c.DependsOn(1))
	require.Equal(t, []int{0}, maker.Release())
}

func TestSoftGroup_doesNotUseWhatWasMadeAgain(t *testing.T) {
	c := library(t).container()
	maker, _ := use[*queue](t, c)
	use[*reading](t, c)
	require.Equal(t, []int{0, 1}, c.Live())
	c.Evict([]int{0})
	require.Empty(t, maker.Release())
	require.Empty(t, c.DependsOn(1))

	maker, _ = use[*queue](t, c)
	again, _ := use[*reading](t, c)
	require.Equal(t, []int{1}, again.Nodes())
	require.Empty(t, c.DependsOn(1), "what it received is another instance")
	require.Equal(t, []int{0}, maker.Release())
}

// A live soft member is used with all that it needs itself.
func TestSoftGroup_usesWhatItsMembersNeed(t *testing.T) {
	c := listing(t).
		value(&config{}).
		provide(func(*config) member { return member{Queue: &queue{}} }).
		provide(readSoftly).container()
	maker, _ := use[*queue](t, c)
	consumer, _ := use[*reading](t, c)
	require.Empty(t, maker.Release())
	require.Equal(t, []int{0, 1, 2}, consumer.Release())
}

// Instances do not change the graph of what a build would construct.
func TestGraph_ofNothingBuiltDoesNotReachSoftMembersThatLive(t *testing.T) {
	c := library(t).invoke(func(*reading) {}).container()
	use[*queue](t, c)
	require.Equal(t, []bool{false, true, true}, reached(c.Graph(nil)))
	b, err := c.Build(t.Context(), config0)
	require.NoError(t, err)
	require.Equal(t, []bool{true, true, true}, reached(c.Graph(b)), "that one shares it")
}

func TestCheck_doesNotDependOnInstances(t *testing.T) {
	l := library(t).invoke(func(*reading) {})
	// A cycle through the soft group that nothing fills, and another member.
	l.provide(func(*reading) *index { return nil }).provide(newIndexRoute, provide.Group("routes")).
		provide(func(softRoutesIn) *ring { return nil })
	want, warning := l.container().Check()
	c := l.container()
	use[*queue](t, c)
	got, warned := c.Check()
	require.Equal(t, want, got)
	require.Equal(t, warning, warned)
}

func TestDependsOn_listsWhatIsSharedInConstructionOrder(t *testing.T) {
	c := listing(t).
		provide(func(*queue, *worker, *mailer) *ring { return nil }).
		provide(func() *queue { return nil }).
		provide(func() *worker { return nil }).
		provide(func() *mailer { return nil }).container()
	use[*mailer](t, c)
	use[*worker](t, c)
	use[*ring](t, c)
	require.Equal(t, []int{3, 2, 1}, c.DependsOn(0))
	c.Evict([]int{2})
	require.Equal(t, []int{3, 1}, c.DependsOn(0), "what was forgotten is none")
	use[*worker](t, c)
	require.Equal(t, []int{3, 1}, c.DependsOn(0), "and what was made again is another")
}

func reached(g *graph.Graph) []bool {
	all := make([]bool, len(g.Nodes))
	for i, n := range g.Nodes {
		all[i] = n.Reached
	}
	return all
}
