// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/golden"
)

// orders is a bench with the components of a small service.
func orders() *fixture {
	b := newFixture()
	config := b.component("example.com/orders/config.New")
	config.Cleanup(b.cleanup("config"))
	db := b.component("example.com/orders/store.New", 0)
	db.OnStart(obeys, hooks.Name("example.com/orders/store.New.func1"))
	db.Go("vacuum", obeys)
	db.OnStop(obeys, hooks.Name("flush"))
	cache := b.component("example.com/orders/cache.New", 0)
	cache.Append(hooks.Hook{Name: "warm", OnStart: obeys, OnStop: obeys})
	b.nodes = append(b.nodes, hooks.Node{Deps: []int{1, 2}}) // without a handle
	b.ids = append(b.ids, "example.com/orders/api.New")
	server := b.component("example.com/orders/http.NewServer", 3)
	server.Serve("listen", func(context.Context, func()) error { return nil })
	return b
}

func TestPlan_String(t *testing.T) {
	b := orders()
	b.seal(t)
	golden.Equal(t, "plan.txt", masked(b.plan.String()))
	require.Equal(t, "plan: none before the build\n", (*hooks.Plan)(nil).String())
}

func TestPlan_stagesSayWhyTheyWait(t *testing.T) {
	b := orders()
	b.seal(t)
	stages := b.plan.Stages()
	require.Len(t, stages, 3)
	var members []hooks.Member
	for _, s := range stages {
		require.Len(t, s.Members, 1)
		members = append(members, s.Members...)
	}
	require.Empty(t, members[0].Waits)
	require.Equal(t, []hooks.Wait{{For: members[0].Node, Reason: hooks.ReasonSequence}}, members[1].Waits)
	require.Equal(t, []hooks.Wait{{For: members[1].Node, Reason: hooks.ReasonDependency}}, members[2].Waits, "through a component without a handle")
	require.Equal(t, "task", members[0].Steps[1].Kind)
}

// shop is a bench with two parallel groups, of which one is split.
func shop(mode hooks.Mode) *fixture {
	b := newFixture()
	b.mode = mode
	add := func(name, group string, deps ...int) *hooks.Lifecycle {
		lc := b.component("example.com/shop/"+name, deps...)
		b.nodes[len(b.nodes)-1].Group = group
		lc.Append(hooks.Hook{Name: "open", OnStart: obeys, OnStop: obeys})
		return lc
	}
	add("config.New", "")
	add("store.NewDB", "stores", 0).Go("vacuum", obeys)
	add("store.NewCache", "stores", 0)
	add("store.NewQueue", "stores")
	add("store.NewIndex", "stores", 1, 2) // after its own group
	add("mail.New", "", 0)
	add("api.NewOrders", "api", 4)
	add("api.NewCatalog", "api", 5)
	add("http.NewServer", "alone", 6, 7)
	return b
}

func TestPlan_StringOfStages(t *testing.T) {
	b := shop(hooks.Mode{})
	b.seal(t)
	golden.Equal(t, "plan_stages.txt", masked(b.plan.String()))
}

func TestPlan_StringOfADataflow(t *testing.T) {
	for name, limit := range map[string]int{"plan_concurrent.txt": 0, "plan_limited.txt": 3} {
		b := shop(hooks.Mode{Concurrent: true, Limit: limit})
		b.seal(t)
		golden.Equal(t, name, masked(b.plan.String()))
	}
}

func TestPlan_namesFiveWaitsAndCountsFromTheSixth(t *testing.T) {
	for needs, want := range map[int]string{
		4: "after n0, n1, n2, n3 (dependency)",
		5: "after n0, n1, n2, n3, n4 (dependency)",
		6: "after n0, n1, n2, n3, 2 more (dependency)",
	} {
		b := newFixture()
		b.mode = hooks.Mode{Concurrent: true}
		deps := make([]int, needs)
		for i := range needs {
			b.component("n" + strconv.Itoa(i)).OnStart(obeys)
			deps[i] = i
		}
		b.component("last", deps...).OnStart(obeys)
		b.seal(t)
		require.Contains(t, b.plan.String(), want)
	}
}

func TestPlan_stagesOfGroups(t *testing.T) {
	b := shop(hooks.Mode{})
	b.seal(t)
	var names [][]string
	stages := b.plan.Stages()
	for _, s := range stages {
		line := []string{s.Group}
		for _, m := range s.Members {
			line = append(line, strings.TrimPrefix(m.Node, "example.com/shop/"))
		}
		names = append(names, line)
	}
	require.Equal(t, [][]string{
		{"", "config.New"},
		{"stores", "store.NewDB", "store.NewCache", "store.NewQueue"},
		{"", "store.NewIndex"},
		{"", "mail.New"},
		{"api", "api.NewOrders", "api.NewCatalog"},
		{"", "http.NewServer"},
	}, names)
	config, mail := b.ids[0], b.ids[5]
	require.Equal(t, []hooks.Wait{{For: config, Reason: hooks.ReasonDependency}}, stages[1].Members[0].Waits)
	require.Equal(t, []hooks.Wait{{For: config, Reason: hooks.ReasonGroup}}, stages[1].Members[2].Waits)
	require.Equal(t, []hooks.Wait{{For: mail, Reason: hooks.ReasonGroup}}, stages[4].Members[0].Waits)
	require.Equal(t, []hooks.Wait{{For: b.ids[1], Reason: hooks.ReasonDependency}, {For: b.ids[2], Reason: hooks.ReasonDependency}}, stages[2].Members[0].Waits)
}

func TestPlan_aWholeStageIsWaitedForInSequence(t *testing.T) {
	b := newFixture()
	for i, lc := range b.components("a", "b", "c") {
		lc.OnStart(obeys)
		b.nodes[i].Group = []string{"ab", "ab", ""}[i]
	}
	b.seal(t)
	require.Equal(t, []hooks.Wait{{Reason: hooks.ReasonSequence}}, b.plan.Stages()[1].Members[0].Waits)
	require.Contains(t, b.plan.String(), "after the previous stage (sequence)")
}

func TestPlan_ofNothingHasNoStages(t *testing.T) {
	for _, mode := range []hooks.Mode{{}, {Concurrent: true}} {
		b := newFixture()
		b.mode = mode
		b.component("idle")
		b.nodes = append(b.nodes, hooks.Node{Deps: []int{0}})
		b.seal(t)
		require.Empty(t, b.plan.Stages())
		require.NoError(t, b.Start(t.Context(), b.plan, 0))
		require.NoError(t, b.stop(t))
	}
}

func TestHookError_Error(t *testing.T) {
	b := orders()
	b.seal(t)
	place := b.plan.Stages()[0].Members[0].Steps[0].Place
	const component, hook = "example.com/orders/store.New", "example.com/orders/store.New.func1"
	failed := &hooks.HookError{Component: component, Hook: hook, Phase: hooks.PhaseStart, Place: place, Elapsed: 1500, Err: io.EOF}
	hung := &hooks.HookError{
		Component: component, Hook: "flush", Phase: hooks.PhaseStop, Place: place, Elapsed: 1500,
		Abandoned: true, Stack: "goroutine 7 [select]:\nstore.flush()\n\tstore.go:12\n", Err: context.DeadlineExceeded,
	}
	both := hooks.Join(failed, nil, hung)
	golden.Equal(t, "hookerror.txt", masked(both.Error()+"\n"))
	require.ErrorIs(t, both, io.EOF)
	require.ErrorIs(t, both, context.DeadlineExceeded)
}

func TestJoin_takesFailuresApartAndKeepsTheFirstCauseFirst(t *testing.T) {
	one, two, three := errors.New("one"), errors.New("two"), errors.New("three")
	require.NoError(t, hooks.Join(nil, nil))
	require.Same(t, one, hooks.Join(nil, one))
	require.Equal(t, &hooks.Failure{Cause: one, Later: []error{two, three}}, hooks.Join(hooks.Join(one, two), nil, three))
	require.EqualError(t, hooks.Join(one, two), "one\nthen: two")
}
