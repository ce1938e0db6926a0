// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard_test

import (
	"context"
	"regexp"
	"runtime/pprof"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/internal/guard"
)

// blocked is a set of goroutines that wait for the end of the test.
type blocked struct {
	t   *testing.T
	end chan struct{}
	ids chan uint64
}

// withBlocked runs a test in a bubble, which waits until started goroutines block, and at
// the end until they have ended.
func withBlocked(t *testing.T, test func(*blocked)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		b := &blocked{t, make(chan struct{}), make(chan uint64)}
		defer close(b.end)
		test(b)
	})
}

// start starts a goroutine with labels, like a component, and returns its id.
func (b *blocked) start(f func(), labels ...string) uint64 {
	pprof.Do(b.t.Context(), pprof.Labels(labels...), func(context.Context) { go f() })
	defer synctest.Wait()
	return <-b.ids
}

func (b *blocked) here()  { waitHere(b.ids, b.end) }
func (b *blocked) there() { waitHere(b.ids, b.end) }
func (b *blocked) deep(n int) {
	if n == 0 {
		b.here()
		return
	}
	b.deep(n - 1)
}

var line = regexp.MustCompile(`\S+(/guard/\w+\.go):\d+`)

// started returns the stacks in a new dump, with shorter places.
func started(component, own string) string {
	text := guard.TakeDump().Started(component, own)
	return strings.ReplaceAll(line.ReplaceAllString(text, "$1"), "github.com/facet-go/facet/internal/", "")
}

const (
	hereStack = `  guard_test.waitHere(...)
  	/guard/stack_test.go
  guard_test.(*blocked).here(...)
  	/guard/started_test.go`
	thereStack = `  guard_test.waitHere(...)
  	/guard/stack_test.go
  guard_test.(*blocked).there(...)
  	/guard/started_test.go`
)

func TestStarted_hasTheGoroutinesWithTheLabelEqualStacksOnce(t *testing.T) {
	withBlocked(t, func(b *blocked) {
		b.start(b.there, guard.Label, "a")
		b.start(b.here, guard.Label, "a")
		b.start(func() { go b.here() }, guard.Label, "a", "user", "1")
		b.start(b.here, "also", "2", guard.Label, "a")
		require.Equal(b.t, "3 goroutines\n"+hereStack+"\n1 goroutine\n"+thereStack, started("a", ""))
	})
}

func TestStarted_ofWhatHasNoneIsEmpty(t *testing.T) {
	withBlocked(t, func(b *blocked) {
		b.start(b.here, guard.Label, "ab")
		b.start(b.here, "label", "a")
		b.start(b.here, `x"facet`, "a")
		b.start(b.here, "x", `", "facet":"a"`)
		b.start(b.here)
		require.Empty(b.t, started("a", ""))
	})
}

func TestStarted_anIdMayHoldAnything(t *testing.T) {
	withBlocked(t, func(b *blocked) {
		for _, id := range []string{`example.com/a.Set[*b.C["x"]]`, "line\nline", "tab\t@ }", "ü", ""} {
			b.start(b.here, guard.Label, id)
			require.Equal(b.t, "1 goroutine\n"+hereStack, started(id, ""), "%q", id)
		}
	})
}

func TestStarted_leavesOutTheOneWhoseStackIsKnown(t *testing.T) {
	withBlocked(t, func(b *blocked) {
		b.start(b.there, guard.Label, "a")
		for n := range 2 {
			own := strings.Split(stackOf(b.start(b.here, guard.Label, "a")), "\n")
			text := started("a", strings.Join(own[:len(own)-2], "\n")) // without "created by"
			require.Equal(b.t, n, strings.Count(text, ".here(...)"))
			require.Equal(b.t, 1, strings.Count(text, ".there(...)"))
		}
	})
}

func TestStarted_showsTwentyFramesOfAStack(t *testing.T) {
	withBlocked(t, func(b *blocked) {
		b.start(func() { b.deep(30) }, guard.Label, "a")
		text := started("a", "")
		require.Equal(b.t, 18, strings.Count(text, ".deep(...)\n"))
		require.True(b.t, strings.HasSuffix(text, "\n  ...14 frames more"), text)
	})
}

func TestStarted_showsTheEightMostFrequentStacks(t *testing.T) {
	withBlocked(t, func(b *blocked) {
		for i := range 10 {
			b.start(func() { b.deep(i) }, guard.Label, "a")
			b.start(func() { b.deep(5) }, guard.Label, "a")
		}
		text := started("a", "")
		require.Equal(b.t, 8, strings.Count(text, "\n  guard_test.waitHere")) // at the top of each
		require.True(b.t, strings.HasPrefix(text, "10 goroutines\n"), text)
		require.True(b.t, strings.HasSuffix(text, "\nand 3 more, with 3 other stacks"), text)
	})
}
