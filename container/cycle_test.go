// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/provide"
)

type (
	optionalPong struct {
		provide.In
		Pong *pong `optional:"true"`
	}
	softRoutesIn struct {
		provide.In
		Routes []route `group:"routes,soft"`
	}
)

// cycleOf returns the names on the way around the only cycle.
func cycleOf(t *testing.T, l *list) []string {
	t.Helper()
	c := l.container()
	_, err := c.Build(t.Context(), config0)
	require.Len(t, problemsOf(err), 1)
	require.Equal(t, problemTexts(err), problemTexts(c.Validate()))
	var names []string
	for _, h := range problemsOf(err)[0].Path {
		if h.Relation == "needed by" {
			break
		}
		names = append(names, h.Name)
	}
	return names
}

func name(of string) string { return "container_test." + of }

func TestCycle_isFoundWhateverItGoesThrough(t *testing.T) {
	pingOptional := func(optionalPong) *ping { return nil }
	indexSoft := func(softRoutesIn) *index { return nil }
	pongOfPing := func(*ping) *pong { return nil }

	require.Equal(t, []string{name("newSelf"), name("newSelf")},
		cycleOf(t, listing(t).provide(newSelf).invoke(runQueue)), "itself")
	require.Equal(t, []string{name("newPing"), name("newPong"), name("newPeng"), name("newPing")},
		cycleOf(t, listing(t).provide(newPeng).provide(newPong).provide(newPing).provide(newRing).invoke(runRing)), "three")
	require.Equal(t, []string{name("newIndex"), name("newIndexRoute"), name("newIndex")},
		cycleOf(t, listing(t).provide(newIndex).provide(newIndexRoute, provide.Group("routes")).invoke(runIndex)), "a group")
	require.Len(t, cycleOf(t, listing(t).provide(pingOptional).provide(pongOfPing).invoke(func(*ping) {})), 3, "an optional")
	require.Len(t, cycleOf(t, listing(t).provide(indexSoft).
		provide(newIndexRoute, provide.Group("routes"), provide.Eager()).invoke(runIndex)), 3, "a soft group")
}

func TestCycle_throughAnEmptySoftGroupIsAProblemOfValidateOnly(t *testing.T) {
	indexSoft := func(softRoutesIn) *index { return nil }
	c := listing(t).provide(indexSoft).provide(newIndexRoute, provide.Group("routes")).invoke(runIndex).container()
	err, warning := c.Check()
	require.NoError(t, err)
	require.NoError(t, warning)
	require.Len(t, problemsOf(c.Validate()), 1)
	_, err = c.Build(t.Context(), config0)
	require.NoError(t, err)
}

func TestCycle_ofAThousandIsFoundWhole(t *testing.T) {
	l := listing(t)
	for i := range 1000 {
		next := strconv.Itoa((i + 1) % 1000)
		l.add(chained(next, strconv.Itoa(i)))
	}
	l.add(chained("0", "root"))
	l.specs[1000].Eager = true
	require.Len(t, cycleOf(t, l), 1001)
}

func TestCycles_thatShareNothingAreReportedEach(t *testing.T) {
	l := listing(t).provide(newPing).provide(newPong).provide(newPeng).provide(newSelf).
		provide(newIndex).provide(newIndexRoute, provide.Group("routes"))
	_, err := l.invoke(func(*ping, *queue, *index) {}).build()
	require.Equal(t, []string{
		"dependency-cycle: container_test.newPing needs its own result",
		"dependency-cycle: container_test.newSelf needs its own result",
		"dependency-cycle: container_test.newIndex needs its own result",
	}, problemTexts(err))
}

// A node on a cycle whose dependency is missing as well has two problems.
func TestCycle_doesNotHideAMissingDependency(t *testing.T) {
	l := listing(t).provide(func(*queue, config) *queue { return nil }).invoke(runQueue)
	_, err := l.build()
	require.Equal(t, map[string]bool{"missing-dependency": true, "dependency-cycle": true}, slugs(err))
}
