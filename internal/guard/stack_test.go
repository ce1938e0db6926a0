// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/internal/guard"
)

func TestGoroutineID_differsByGoroutineAndStaysTheSame(t *testing.T) {
	mine, other := guard.GoroutineID(), make(chan uint64)
	go func() { other <- guard.GoroutineID() }()
	require.NotZero(t, mine)
	require.NotEqual(t, mine, <-other)
	require.Equal(t, mine, guard.GoroutineID())
}

func waitHere(id chan<- uint64, release <-chan struct{}) {
	id <- guard.GoroutineID()
	<-release
}

func stackOf(id uint64) string { return guard.TakeDump().Stack(id) }

func TestStack_findsABlockedGoroutine(t *testing.T) {
	ids, release, ended := make(chan uint64), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		waitHere(ids, release)
	}()
	id := <-ids
	stack := stackOf(id)
	require.Contains(t, stack, "guard_test.waitHere")
	require.NotContains(t, stack, "\n\n")
	require.Equal(t, strings.TrimSpace(stack), stack)

	close(release)
	<-ended
}

func TestStack_ofAnotherGoroutineIsNotMixedUp(t *testing.T) {
	require.NotContains(t, stackOf(guard.GoroutineID()), "guard_test.waitHere")
	require.Contains(t, stackOf(guard.GoroutineID()), "guard.TakeDump")
}

func TestStack_ofAnEndedGoroutineIsEmpty(t *testing.T) {
	require.Empty(t, stackOf(0))
}

// Together they fill the first buffer; the dump has to grow.
func TestStack_findsAGoroutineAmongManyDeepOnes(t *testing.T) {
	const goroutines = 40
	ids, release, ended := make(chan uint64), make(chan struct{}), make(chan struct{})
	for range goroutines {
		go func() {
			defer func() { ended <- struct{}{} }()
			deep(50, func() { waitHere(ids, release) })
		}()
	}
	for i := range goroutines {
		if id := <-ids; i%10 == 9 {
			require.Contains(t, stackOf(id), "guard_test.waitHere")
		}
	}
	close(release)
	for range goroutines {
		<-ended
	}
}

func deep(n int, f func()) {
	if n == 0 {
		f()
		return
	}
	deep(n-1, f)
	runtime.KeepAlive(n)
}
