// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package stages_test

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet/internal/stages"
)

func TestOf_theRule(t *testing.T) {
	for _, c := range []struct{ name, nodes, stages string }{
		{"without groups the construction order", ". . .0 . .1", "[[0] [1] [2] [3] [4]]"},
		{"a group is one stage", "x x . x", "[[0 1 3] [2]]"},
		{"it waits for all of its members", "x . x1", "[[1] [0 2]]"},
		{"it goes before the nodes after its first member", "x . . x1", "[[1] [0 3] [2]]"},
		{"a member that depends on another is in a later stage", "x x0 x", "[[0 2] [1]]"},
		{"also through other nodes", "x .0 x1 x", "[[0 3] [1] [2]]"},
		{"a node without steps is passed", ". -0 x1 x", "[[0] [2 3]]"},
		{"also if it is tagged", "x X0 x1 x", "[[0 3] [2]]"},
		{"a split costs fewest stages", "y x y1 x0 x1", "[[1] [0 2] [3 4]]"},
		{"then leaves the fewest members", "y x y1 y1 x0", "[[1] [0 2 3] [4]]"},
		{"then takes the smallest node", "x y0 y x2", "[[0] [1 2] [3]]"},
		{"what waits for a cycle of groups is not split", "z x y1 y x3 z4", "[[1] [2 3] [4] [0 5]]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.stages, fmt.Sprint(parseTagged(c.nodes).stages()))
		})
	}
}

// parseTagged reads nodes. Each is a letter for its group, a capital one if it has
// no steps, or without a group a dot, or a minus sign if it has no steps; then the
// digits of the nodes that it depends on.
func parseTagged(nodes string) *tagged {
	in := &tagged{}
	for node := range strings.FieldsSeq(nodes) {
		kind, tag := rune(node[0]), -1
		if unicode.IsLetter(kind) {
			tag = int(unicode.ToLower(kind) - 'a')
		}
		var deps []int
		for _, d := range node[1:] {
			deps = append(deps, int(d-'0'))
		}
		in.deps = append(in.deps, deps)
		in.tag = append(in.tag, tag)
		in.busy = append(in.busy, kind != '-' && !unicode.IsUpper(kind))
	}
	return in
}

func TestOf_nothingToOrder(t *testing.T) {
	require.Empty(t, stages.Of(nil, nil, nil))
	require.Empty(t, parseTagged("- -0 X1").stages())
}

// randomTagged makes n nodes with up to so many groups. It is for rapid and for
// seeds.
func randomTagged(intn func(int) int, n, groups int) *tagged {
	in := &tagged{deps: make([][]int, n), tag: make([]int, n), busy: make([]bool, n)}
	groups = 1 + intn(groups)
	most, window, untagged, idle := 1+intn(4), 1+intn(n), intn(groups+1), 2+intn(20)
	for i := range n {
		in.tag[i] = max(-1, intn(groups+untagged)-untagged)
		in.busy[i] = intn(idle) > 0
		for range intn(most + 1) {
			if i > 0 {
				in.deps[i] = append(in.deps[i], i-1-intn(min(i, window))) // perhaps twice the same
			}
		}
	}
	return in
}

func drawTagged(t *rapid.T, n, groups int) *tagged {
	intn := func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "number") }
	in := randomTagged(intn, 1+intn(n), groups)
	t.Logf("%+v", *in)
	return in
}

// fixed yields so many inputs of n nodes, always the same.
func fixed(cases, n, groups int) iter.Seq[*tagged] {
	r := rand.New(rand.NewPCG(1, 2))
	return func(yield func(*tagged) bool) {
		for range cases {
			if !yield(randomTagged(r.IntN, n, groups)) {
				return
			}
		}
	}
}

func TestOf_everyBusyNodeOnceAfterAllThatItDependsOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawTagged(t, 40, 5)
		newStaged(in).check(t, in.stages())
	})
}

// check holds stages to the promises that do not depend on the rule.
func (o *staged) check(t require.TestingT, stages [][]int) {
	at := make([]int, len(o.deps)) // by node: the number of its stage, from 1
	for k, stage := range stages {
		require.NotEmpty(t, stage)
		require.True(t, slices.IsSorted(stage))
		for _, i := range stage {
			require.True(t, o.busy[i])
			require.Zero(t, at[i], "node %d twice", i)
			at[i] = k + 1
			if len(stage) > 1 {
				require.GreaterOrEqual(t, o.tag[i], 0)
				require.Equal(t, o.tag[stage[0]], o.tag[i])
			}
		}
	}
	for i, busy := range o.busy {
		if !busy {
			continue
		}
		require.NotZero(t, at[i], "node %d is missing", i)
		for d, before := range o.before[i] {
			require.False(t, before && at[d] >= at[i], "node %d is not after %d", i, d)
		}
	}
}

// The shares are those of fixed cases, so that they do not vary.
func TestOf_leastWhereNoGroupsCrossAndNearlyWhereTheyDo(t *testing.T) {
	crossing, optimal, near := 0, 0, 0
	for in := range fixed(20_000, 10, 5) {
		o := newStaged(in)
		more := len(in.stages()) - o.optimum()
		require.GreaterOrEqual(t, more, 0, "%+v", *in)
		if !o.crosses() {
			require.Zero(t, more, "%+v", *in)
			continue
		}
		crossing++
		if more == 0 {
			optimal++
		}
		if more <= 1 {
			near++
		}
	}
	require.Greater(t, crossing, 500)
	require.GreaterOrEqual(t, near*100, crossing*95)
	require.GreaterOrEqual(t, optimal*100, crossing*95)
}

func TestOf_withoutCrossingAsManyAsTheLongestChains(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawTagged(t, 40, 3)
		if o := newStaged(in); !o.crosses() {
			require.Len(t, in.stages(), o.least())
		}
	})
}

func TestOf_oneGroupHasAsManyAsItsLongestChain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawTagged(t, 60, 1)
		o := newStaged(in)
		require.False(t, o.crosses())
		ofGroup := 0
		for _, stage := range in.stages() {
			if o.group[stage[0]] == 0 {
				ofGroup++
			}
		}
		require.Equal(t, o.depth(slices.Concat(o.groups...)), ofGroup)
	})
}

func TestOf_withoutTagsConstructionOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawTagged(t, 60, 1)
		var want [][]int
		for i, busy := range in.busy {
			in.tag[i] = -1
			if busy {
				want = append(want, []int{i})
			}
		}
		require.Equal(t, want, in.stages())
	})
}

// Nor do they depend on how groups are numbered, on the order in which
// dependencies are listed, or on how often.
func TestOf_sameInputSameStages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawTagged(t, 40, 6)
		first := in.stages()
		require.Equal(t, first, in.stages())
		for i, deps := range in.deps {
			slices.Reverse(deps)
			in.deps[i] = slices.Concat(deps, deps)
			if in.tag[i] >= 0 {
				in.tag[i] = 10 - in.tag[i]
			}
		}
		require.Equal(t, first, in.stages())
	})
}

func TestOf_inputIsOnlyRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawTagged(t, 40, 6)
		deps := make([][]int, len(in.deps))
		for i := range deps {
			deps[i] = slices.Clone(in.deps[i])
		}
		tag, busy := slices.Clone(in.tag), slices.Clone(in.busy)
		in.stages()
		require.Equal(t, &tagged{deps, tag, busy}, in)
	})
}

func TestOf_areThoseOfTheNaiveRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { requireNaive(t, drawTagged(t, 40, 8)) })
	for in := range fixed(1_500, 40, 10) {
		requireNaive(t, in)
	}
	for _, s := range shapes(300) { // with many groups, and with large ones
		requireNaive(t, s.tagged)
	}
}

func requireNaive(t require.TestingT, in *tagged) {
	o := newStaged(in)
	want, splits := o.naive()
	require.Equal(t, want, in.stages(), "%+v", *in)
	require.Equal(t, o.crosses(), splits > 0, "%+v", *in)
}

// BenchmarkOf takes milliseconds where no groups cross, tens of them with thousands of
// groups that span each other.
func BenchmarkOf(b *testing.B) {
	for _, s := range shapes(10_000) {
		b.Run(s.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.stages()
			}
		})
	}
}

type shape struct {
	name string
	*tagged
}

// shapes returns inputs of n nodes, always the same. Their names tell in which of
// them groups cross.
func shapes(n int) []shape {
	r := rand.New(rand.NewPCG(1, 2))
	side := int(math.Sqrt(float64(n)))
	never := func(int) int { return -1 }
	always := func(int) int { return 0 }
	inTurn := func(groups int) func(int) int { return func(i int) int { return i % groups } }
	atRandom := func(groups int) func(int) int { return func(int) int { return r.IntN(groups) } }
	chains := func(length int) func(int) []int {
		return func(i int) []int {
			if i%length == 0 {
				return nil
			}
			return []int{i - 1}
		}
	}
	some := func(most, layer int) func(int) []int {
		return func(i int) (deps []int) {
			first, end := 0, i
			if layer > 0 {
				first, end = (i/layer-1)*layer, i/layer*layer
			}
			for range most {
				if end > 0 {
					deps = append(deps, first+r.IntN(end-first))
				}
			}
			return deps
		}
	}
	return []shape{
		newShape("untagged", n, some(3, 0), never),
		newShape("one independent group", n, chains(1), always),
		newShape("one group of chains", n, chains(side), always),
		newShape("one group in a chain", n, chains(n), always),
		newShape("layers", n, some(3, side), func(i int) int { return i / side }),
		newShape("levels of chains", n, chains(side), inTurn(side)),
		newShape("levels of two chains", n, chains(n/2), inTurn(n/2)),
		newShape("pairs in a chain", n, chains(n), inTurn(n/2)),
		newShape("small groups in a chain", n, chains(n), inTurn(n/60+1)),
		newShape("crossing pairs", n, chains(2), func(i int) int { return i/4*2 + []int{0, 1, 1, 0}[i%4] }),
		newShape("crossing two groups", n, some(3, 0), atRandom(2)),
		newShape("crossing groups", n, some(3, 0), atRandom(n/4)),
		newShape("crossing groups with much between", n, some(10, 0), atRandom(n/6)),
		newShape("crossing small groups", n, some(3, 0), atRandom(n/2)),
		newShape("crossing groups in layers", n, some(3, n/10), atRandom(n/4)),
		newShape("crossing groups of chains", n, chains(side), atRandom(n/4)),
	}
}

func newShape(name string, n int, deps func(i int) []int, tag func(i int) int) shape {
	in := &tagged{}
	for i := range n {
		in.deps, in.tag, in.busy = append(in.deps, deps(i)), append(in.tag, tag(i)), append(in.busy, true)
	}
	return shape{name, in}
}
