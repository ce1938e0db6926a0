// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/dig"
	"pgregory.net/rapid"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
)

// TestBuild_agreesWithDig makes up registrations and compares what facet's
// container does, by dig and directly, with what a plain dig container does. Where the two differ by
// intent (design.md, section 3) the difference is computed and compared too; no
// case is skipped.
func TestBuild_agreesWithDig(t *testing.T) {
	seen := tally{}
	rapid.Check(t, func(rt *rapid.T) {
		tr := &trial{T: rt, seen: seen}
		drawn := drawWorld(rt)
		defer func() {
			if rt.Failed() {
				rt.Logf("the world\n%v", drawn)
			}
		}()
		tr.run(drawn)
		tr.refused()
		tr.keys()
		tr.unreachedCycle()
		tr.build()
		tr.permuted()
		tr.ordered()
	})
	seen.check(t)
}

// trial is one case.
type trial struct {
	*rapid.T
	seen tally

	w *world
	d *digRun
	f *facetRun
	o *oracle
}

// run runs a world in both containers.
func (tr *trial) run(w *world) {
	tr.w, tr.d, tr.f, tr.o = w, runDig(w), runFacet(w), newOracle(w)
	tr.noTextOfDig(tr.f)
	tr.sameDirectly()
}

// sameDirectly runs the world without dig, and compares everything.
func (tr *trial) sameDirectly() {
	f, direct := tr.f, runBy(tr.w, true)
	require.Equal(tr, f.problems, direct.problems)
	require.Equal(tr, f.calls, direct.calls)
	require.Equal(tr, errorText(f.valid), errorText(direct.valid))
	require.Equal(tr, errorText(f.err), errorText(direct.err))
	if f.b != nil {
		require.Equal(tr, f.b.Nodes(), direct.b.Nodes())
		require.Equal(tr, f.b.Nodes(), direct.b.Nodes())
	}
}

// errorText returns the text of an error, without what changes from run to run.
func errorText(err error) string {
	if err == nil {
		return ""
	}
	return mask(err.Error())
}

// refused compares the refused registrations, and continues without them.
// dig refuses at once, facet after all are known.
func (tr *trial) refused() {
	d, f := tr.d, tr.f
	if len(d.rejected) == 0 {
		require.Empty(tr, f.problems, "dig refuses nothing")
		return
	}
	tr.seen["refused"]++
	if len(f.problems) == 0 {
		require.Contains(tr, slugs(f.err), "duplicate-provider")
		require.Contains(tr, slugs(f.valid), "duplicate-provider")
	}
	require.Empty(tr, f.calls)
	tr.run(tr.w.without(func(c *ctor) bool { return slices.Contains(d.rejected, c) }))
}

// unreachedCycle compares cycles. dig refuses them anywhere, facet's Build where
// a root needs them, facet's Validate anywhere. If dig refuses one that no root
// needs, the trial continues without the unreached ones.
func (tr *trial) unreachedCycle() {
	d, f, o := tr.d, tr.f, tr.o
	everything := map[int]bool{}
	for _, c := range tr.w.ctors {
		everything[c.id] = true
	}
	cyclic := o.cyclic(everything)
	require.Equal(tr, cyclic, slugs(f.valid)["dependency-cycle"])
	require.Equal(tr, o.cyclic(o.reached()), slugs(f.err)["dependency-cycle"])
	if dig.IsCycleDetected(d.err) {
		require.True(tr, cyclic)
	}
	if !cyclic || slugs(f.err)["dependency-cycle"] {
		return
	}
	require.Error(tr, d.err, "dig refuses cycles anywhere")
	tr.seen["unreached cycle"]++
	reached := o.reached()
	tr.run(tr.w.without(func(c *ctor) bool { return !reached[c.id] }))
}

// build compares a build with dig's.
func (tr *trial) build() {
	d, f := tr.d, tr.f
	tr.predicted()
	if f.valid == nil {
		require.Empty(tr, slugs(f.err), "Validate accepts the graph")
	}
	var problems *graph.Problems
	var failure *container.ConstructError
	switch {
	case f.err == nil:
		tr.seen["built"]++
		require.NoError(tr, d.err)
		tr.sameCalls()
		tr.flow()
	case errors.As(f.err, &problems):
		tr.problems()
	default:
		require.ErrorAs(tr, f.err, &failure)
		tr.seen["constructor failed"]++
		require.Equal(tr, failure.Err, dig.RootCause(d.err), "the same constructor fails")
		tr.sameCalls()
	}
}

// problems compares a graph that cannot be built.
func (tr *trial) problems() {
	d, f, o := tr.d, tr.f, tr.o
	require.Empty(tr, f.calls, "nothing is constructed")
	found := map[string]bool{}
	for _, p := range problemsOf(f.err) {
		tr.seen[p.Slug]++
		if p.Slug == "missing-dependency" {
			require.False(tr, found[p.Text], "one missing key is one problem")
			found[p.Text] = true
		}
	}
	require.Equal(tr, o.missing(o.reached()), found)
	if len(found) == 0 {
		require.True(tr, dig.IsCycleDetected(d.err), "%v", d.err)
	}
	if d.err == nil {
		// dig passes over a broken provider of an optional value.
		tr.seen["broken optional"]++
		require.True(tr, o.brokenOptional())
		d = runDig(tr.w.strict())
	}
	require.Error(tr, d.err)
}

// permuted compares with the same registrations in another order.
func (tr *trial) permuted() {
	p := &world{rapid.Permutation(tr.w.ctors).Draw(tr.T, "another order")}
	a, b := tr.f, runFacet(p)
	tr.noTextOfDig(b)
	require.Equal(tr, slugs(a.err), slugs(b.err))
	require.Equal(tr, slugs(a.valid), slugs(b.valid))
	require.Equal(tr, a.err == nil, b.err == nil)
	require.Equal(tr, missingTexts(a.err), missingTexts(b.err))
	if a.err == nil {
		tr.sameValues(a, b)
	}
}

// tally counts what the cases came to.
type tally map[string]int

// check fails if the cases were too much alike to say anything.
func (seen tally) check(t *testing.T) {
	t.Helper()
	t.Log(seen)
	total := seen["built"] + seen["constructor failed"] + seen["cannot build"]
	if t.Failed() || total < 1000 {
		return
	}
	for what, percent := range map[string]float64{
		"built": 40, "constructor failed": 5, "cannot build": 8, "refused": 2, "missing-dependency": 3,
		"dependency-cycle": 1, "unreached cycle": 0.3, "broken optional": 0.02, "soft differs": 0.3,
		"ordered": 40, "order cycle": 3, "order of nothing": 1, "order differs": 6,
		"calls": 200, "groups in another order": 2, "optional absent": 2, "optional present": 5, "emulated": 5,
	} {
		require.GreaterOrEqual(t, float64(seen[what])*100/float64(total), percent, what)
	}
}

func problemsOf(err error) []*graph.Problem {
	var problems *graph.Problems
	if !errors.As(err, &problems) {
		return nil
	}
	return problems.List
}

// slugs returns the kinds of problems of the graph.
func slugs(err error) map[string]bool {
	all := map[string]bool{}
	for _, p := range problemsOf(err) {
		all[p.Slug] = true
	}
	return all
}

func missingTexts(err error) map[string]bool {
	all := map[string]bool{}
	for _, p := range problemsOf(err) {
		if p.Slug == "missing-dependency" {
			all[p.Text] = true
		}
	}
	return all
}

// noTextOfDig fails if an error says something in dig's words.
func (tr *trial) noTextOfDig(f *facetRun) {
	texts := []error{f.err, f.valid}
	for _, p := range f.problems {
		texts = append(texts, p)
	}
	for _, err := range texts {
		if err == nil {
			continue
		}
		for _, phrase := range digPhrases {
			require.NotContains(tr, strings.ToLower(err.Error()), phrase)
		}
	}
}

var digPhrases = []string{
	"dig", "did you mean", "missing type", "missing dependencies for", "could not build", "failed to build",
	"received non-nil error", "already provided by", "cycle detected", "introduces a cycle", "internal error",
}
