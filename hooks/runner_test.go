// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/hooks"
)

// Of many hooks that return at once, every tenth does not before all have begun.
func TestStart_hooksThatWaitForEachOtherHoldUpNone(t *testing.T) {
	const width, waiting = 1000, 100
	b := newFixture()
	b.mode.Concurrent = true
	var begun atomic.Int32
	gates := [...]chan struct{}{make(chan struct{}), make(chan struct{})} // of the start and the stop
	wait := func(context.Context) error {
		number := begun.Add(1) - 1
		gate := gates[number/waiting]
		if number%waiting == waiting-1 {
			close(gate)
		}
		<-gate
		return nil
	}
	for i := range width {
		hook := hooks.Hook{OnStart: noop, OnStop: noop}
		if i%(width/waiting) == 0 {
			hook = hooks.Hook{OnStart: wait, OnStop: wait}
		}
		b.component("sibling").Append(hook)
	}
	b.up(t)
	require.NoError(t, b.stop(t))
	require.EqualValues(t, 2*waiting, begun.Load())
}

func TestStart_quickHooksNextToSlowOnesTakeNoTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.mode.Concurrent = true
		for i := range 500 {
			lc := b.component("sibling")
			lc.Append(hooks.Hook{OnStart: noop, OnStop: noop})
			if i%7 == 0 {
				lc.Append(hooks.Hook{OnStart: ignores(time.Second), OnStop: ignores(time.Second)})
			}
			lc.Append(hooks.Hook{OnStart: noop, OnStop: noop})
		}
		takes(t, time.Second, func() { b.up(t) })
		takes(t, time.Second, func() { require.NoError(t, b.stop(t)) })
	})
}
