// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

// rehearsed returns the steps of a computed start of the shop, in which each step takes as
// many seconds as took says, or one.
func rehearsed(p *hooks.Plan, concurrent bool, took map[string]int) []string {
	var list []string
	for _, s := range p.Rehearse(concurrent, func(id observe.StepID, begin time.Duration) time.Duration {
		if d, ok := took[fmt.Sprintf("%s %d", id.Node, id.Nth)]; ok {
			return begin + time.Duration(d)*time.Second
		}
		return begin + time.Second
	}) {
		list = append(list, fmt.Sprintf("%s %d: %v to %v, slack %v", s.Node[len("example.com/shop/"):], s.Nth, s.Begin, s.End, s.Slack))
	}
	return list
}

func TestRehearse_ofStages(t *testing.T) {
	b := shop(hooks.Mode{})
	b.seal(t)
	require.Equal(t, []string{
		"config.New 0: 0s to 1s, slack 0s",
		"store.NewDB 0: 1s to 2s, slack 0s",
		"store.NewCache 0: 1s to 2s, slack 1s",
		"store.NewQueue 0: 1s to 2s, slack 1s",
		"store.NewDB 1: 2s to 3s, slack 0s",
		"store.NewIndex 0: 3s to 4s, slack 0s",
		"mail.New 0: 4s to 5s, slack 0s",
		"api.NewOrders 0: 5s to 6s, slack 0s",
		"api.NewCatalog 0: 5s to 6s, slack 0s",
		"http.NewServer 0: 6s to 7s, slack 0s",
	}, rehearsed(b.plan, false, nil))
	require.False(t, b.plan.IsConcurrent())
}

func TestRehearse_ofDependenciesOnly(t *testing.T) {
	for _, mode := range []hooks.Mode{{}, {Concurrent: true}} {
		b := shop(mode)
		b.seal(t)
		require.Equal(t, mode.Concurrent, b.plan.IsConcurrent())
		require.Equal(t, []string{
			"config.New 0: 0s to 1s, slack 0s",
			"store.NewQueue 0: 0s to 1s, slack 4s",
			"store.NewDB 0: 1s to 2s, slack 0s",
			"store.NewCache 0: 1s to 2s, slack 1s",
			"mail.New 0: 1s to 2s, slack 2s",
			"store.NewDB 1: 2s to 3s, slack 0s",
			"api.NewCatalog 0: 2s to 3s, slack 2s",
			"store.NewIndex 0: 3s to 4s, slack 0s",
			"api.NewOrders 0: 4s to 5s, slack 0s",
			"http.NewServer 0: 5s to 5s, slack 0s",
		}, rehearsed(b.plan, true, map[string]int{"example.com/shop/http.NewServer 0": 0}))
	}
}

func TestRehearse_keepsALimit(t *testing.T) {
	b := shop(hooks.Mode{Concurrent: true, Limit: 2})
	b.seal(t)
	require.False(t, b.plan.IsConcurrent())
	require.Equal(t, []string{
		"config.New 0: 0s to 1s, slack 0s",
		"store.NewQueue 0: 0s to 3s, slack 1s",
		"store.NewDB 0: 1s to 2s, slack 0s",
		"store.NewDB 1: 2s to 3s, slack 0s",
		"store.NewCache 0: 3s to 4s, slack 0s",
		"mail.New 0: 3s to 4s, slack 1s",
		"store.NewIndex 0: 4s to 5s, slack 0s",
		"api.NewCatalog 0: 4s to 5s, slack 1s",
		"api.NewOrders 0: 5s to 6s, slack 0s",
		"http.NewServer 0: 6s to 7s, slack 0s",
	}, rehearsed(b.plan, false, map[string]int{"example.com/shop/store.NewQueue 0": 3}))
}

func TestRehearse_ofAShuffledStartIsOneAtATime(t *testing.T) {
	b := newFixture()
	b.mode = hooks.Mode{Shuffled: true, Seed: 3}
	for _, lc := range b.components("a", "b", "c", "d", "e") {
		lc.OnStart(noop)
		lc.OnStart(noop)
	}
	b.seal(t)
	list := b.plan.Rehearse(false, func(_ observe.StepID, begin time.Duration) time.Duration { return begin + time.Second })
	require.Len(t, list, 10)
	for i, s := range list {
		require.Equal(t, time.Duration(i)*time.Second, s.Begin)
		require.Zero(t, s.Slack)
	}
	require.NoError(t, b.Start(t.Context(), b.plan, 0))
	var started []string
	for _, e := range b.events {
		if e.Op == observe.OpStarting {
			started = append(started, e.Node)
		}
	}
	for i, s := range list {
		require.Equal(t, started[i], s.Node, "the order is that of the start")
	}
	require.NoError(t, b.stop(t))
}

func TestRehearse_doesNotDependOnWhatHasHappened(t *testing.T) {
	b := newFixture()
	b.mode = hooks.Mode{Concurrent: true, Limit: 1}
	first := b.component("example.com/shop/first.New")
	first.OnStop(func(context.Context) error { return nil })
	first.OnStart(func(context.Context) error { return nil })
	b.component("example.com/shop/second.New").OnStart(func(context.Context) error { return nil })
	b.seal(t)
	want := []string{"first.New 0: 0s to 1s, slack 0s", "second.New 0: 1s to 2s, slack 0s"}
	require.Equal(t, want, rehearsed(b.plan, false, nil))
	require.NoError(t, b.Start(t.Context(), b.plan, 0))
	require.Equal(t, want, rehearsed(b.plan, false, nil))
	require.NoError(t, b.stop(t))
	require.Equal(t, want, rehearsed(b.plan, false, nil))
}

func TestRehearse_ofNoPlanHasNoSteps(t *testing.T) {
	var none *hooks.Plan
	require.Empty(t, rehearsed(none, true, nil))
	require.False(t, none.IsConcurrent())
	times := (&observe.Timeline{}).Times(none)
	require.Equal(t, "Nothing has started yet.\n", times.String())
}
