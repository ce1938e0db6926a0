// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package property_test

import (
	"testing"

	"pgregory.net/rapid"
)

func TestProperty_everyRunKeepsThePromises(t *testing.T) {
	checkWorlds(t, kindOfWorld{modes: allModes, orders: true})
}

func TestProperty_everyStartThatFailsKeepsThePromises(t *testing.T) {
	checkWorlds(t, kindOfWorld{modes: allModes, orders: true, quiet: true})
}

func TestProperty_everyCallOfDoKeepsThePromises(t *testing.T) {
	checkWorlds(t, kindOfWorld{modes: allModes, orders: true, calls: true})
}

var allModes = []modeKind{sequential, grouped, concurrent, limited}

// everyCheck are the promises that hold in any world.
var everyCheck = []func(*oracle){
	(*oracle).checkOnce,
	(*oracle).checkStarts,
	(*oracle).checkStops,
	(*oracle).checkCleanups,
	(*oracle).checkLateStarts,
	(*oracle).checkTransitions,
	(*oracle).checkSiblings,
	(*oracle).checkInstances,
	(*oracle).checkCalls,
	(*oracle).checkShared,
	(*oracle).checkApp,
	(*oracle).checkGone,
	(*oracle).checkRefused,
	(*oracle).checkReentrancy,
	(*oracle).checkStates,
	(*oracle).checkEvents,
	(*oracle).checkResults,
	(*oracle).checkTimes,
	(*oracle).checkErrors,
	(*oracle).checkFirstCause,
	(*oracle).checkLeft,
}

// checkWorlds runs worlds of a kind and checks their traces.
func checkWorlds(t *testing.T, kind kindOfWorld) {
	t.Helper()
	first := ""
	t.Cleanup(func() {
		if first != "" {
			t.Logf("the first trace that failed:\n%s", first)
		}
	})
	rapid.Check(t, func(rt *rapid.T) {
		w := drawWorld(rt, kind)
		r := &recorder{}
		r.run(t, w, oneIn(rt, 16, "count goroutines"))
		o := newOracle(rt, r, &first)
		for _, check := range everyCheck {
			check(o)
		}
	})
}
