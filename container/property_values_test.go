// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// keys compares the keys that each registration gives and needs.
func (tr *trial) keys() {
	w, d, f := tr.w, tr.d, tr.f
	for i, c := range w.ctors {
		spec, node := f.c.Spec(i), f.declared.Nodes[i]
		var gives, needs []string
		var nodeGives, nodeNeeds []graph.Key
		for _, r := range spec.Results {
			gives = append(gives, digKey(r.Key.Type.String(), r.Key, false))
			nodeGives = append(nodeGives, r.Key.Graph())
		}
		for _, p := range spec.Params {
			t := p.Key.Type
			if p.Slice != nil {
				t = p.Slice
			}
			needs = append(needs, digKey(t.String(), p.Key, p.Optional))
			if p.Key.Type != handleType {
				nodeNeeds = append(nodeNeeds, p.Key.Graph())
			}
		}
		require.Equal(tr, nodeGives, node.Gives)
		require.Equal(tr, nodeNeeds, needKeys(node))
		info, asked := d.info[c.id], d.asked[c.id]
		switch {
		case c.emulated():
			tr.seen["emulated"]++
			require.Len(tr, info.Outputs, len(gives)+1, "and the token")
			require.Equal(tr, keyTexts(info.Outputs[:len(gives)]), gives)
			require.Equal(tr, keyTexts(info.Inputs), needs)
		case c.kind != graph.KindInvoke:
			require.Equal(tr, keyTexts(info.Outputs), gives)
			require.Equal(tr, keyTexts(info.Inputs), needs)
		case asked.Inputs != nil:
			require.Equal(tr, keyTexts(asked.Inputs), needs)
		}
	}
}

func keyTexts[T fmt.Stringer](keys []T) []string {
	var texts []string
	for _, k := range keys {
		texts = append(texts, k.String())
	}
	return texts
}

// digKey writes a key as dig does.
func digKey(t string, k registration.Key, optional bool) string {
	var words []string
	if optional {
		words = append(words, "optional")
	}
	if k.Name != "" {
		words = append(words, fmt.Sprintf("name = %q", k.Name))
	}
	if k.Group != "" {
		words = append(words, fmt.Sprintf("group = %q", k.Group))
	}
	if len(words) == 0 {
		return t
	}
	return t + "[" + strings.Join(words, ", ") + "]"
}

func needKeys(n graph.Node) []graph.Key {
	var keys []graph.Key
	for _, need := range n.Needs {
		keys = append(keys, need.Key)
	}
	return keys
}

// predicted compares the order that Graph(nil) predicts with the order of the
// calls, and what is reached with the closure.
func (tr *trial) predicted() {
	w, f := tr.w, tr.f
	bySeq := make([]int, len(w.ctors)) // of ids, by Seq - 1
	reached, n := map[int]bool{}, 0
	for i, node := range f.declared.Nodes {
		require.Equal(tr, node.Reached, node.Seq > 0)
		if node.Reached {
			n++
			reached[w.ctors[i].id] = true
			bySeq[node.Seq-1] = w.ctors[i].id
		}
	}
	require.Equal(tr, tr.o.reached(), reached)
	if len(problemsOf(f.err)) > 0 {
		tr.seen["cannot build"]++
		return
	}
	var functions []int
	for _, id := range bySeq[:n] {
		if isFunc(w.byID(id)) {
			functions = append(functions, id)
		}
	}
	ran := f.ran()
	require.Equal(tr, functions[:len(ran)], ran)
	constructed := []int{}
	for _, i := range f.b.Nodes() {
		constructed = append(constructed, w.ctors[i].id)
	}
	require.Equal(tr, bySeq[:len(constructed)], constructed)
	if f.err == nil {
		require.Len(tr, ran, len(functions))
		require.Len(tr, constructed, n)
	}
}

func (w *world) byID(id int) *ctor {
	return w.ctors[slices.IndexFunc(w.ctors, func(c *ctor) bool { return c.id == id })]
}

// sameCalls compares every call with what it should hold, and with dig's. The
// order of calls is dig's; the order of a group's values is ours; soft groups
// hold all that was constructed before, of which dig may pass a part.
func (tr *trial) sameCalls() {
	w, d, f, o := tr.w, tr.d, tr.f, tr.o
	require.Equal(tr, d.ran(), f.ran())
	before := tr.constructedBefore()
	for i, made := range f.calls {
		tr.seen["calls"]++
		c := w.byID(made.id)
		require.Equal(tr, o.args(c, before[c.id]), made.args, "constructor %d", c.id)
		for j, l := range c.leaves() {
			ours, digs := made.args[j], d.calls[i].args[j]
			switch {
			case l.soft:
				require.Subset(tr, ours, digs)
				tr.count("soft differs", len(ours) != len(digs))
			case l.key.Group != "":
				require.ElementsMatch(tr, ours, digs)
				tr.count("groups in another order", !slices.Equal(ours, digs))
			default:
				require.Equal(tr, digs, ours)
				tr.count("optional absent", l.optional && ours[0] == "")
				tr.count("optional present", l.optional && ours[0] != "")
			}
		}
	}
}

func (tr *trial) count(what string, happened bool) {
	if happened {
		tr.seen[what]++
	}
}

// constructedBefore returns for each called constructor the ids of what had been
// constructed then.
func (tr *trial) constructedBefore() map[int]map[int]bool {
	w, f := tr.w, tr.f
	before, so := map[int]map[int]bool{}, map[int]bool{}
	note := func(id int) {
		before[id] = map[int]bool{}
		for k := range so {
			before[id][k] = true
		}
	}
	for _, i := range f.b.Nodes() {
		id := w.ctors[i].id
		note(id)
		so[id] = true
	}
	for _, made := range f.calls { // one that failed was not constructed
		if before[made.id] == nil {
			note(made.id)
		}
	}
	return before
}

// flow compares the edges of the graph with where the values came from.
func (tr *trial) flow() {
	w, f, o := tr.w, tr.f, tr.o
	before := tr.constructedBefore()
	snapshot := f.c.Graph(f.b)
	for _, made := range f.calls {
		c := w.byID(made.id)
		node := snapshot.Nodes[f.index[c.id]]
		require.Equal(tr, graph.StateBuilt, node.State)
		needs := node.Needs
		all := map[int]bool{}
		for j, l := range c.leaves() {
			if l.key.Type == handleType {
				continue
			}
			edges := w.idsOf(snapshot, needs[0].From)
			needs = needs[1:]
			for _, id := range edges {
				all[id] = all[id] || !l.soft || before[c.id][id]
			}
			from := map[int]bool{}
			for _, origin := range made.args[j] {
				from[producer(origin)] = true
			}
			delete(from, -1)
			for _, id := range edges {
				if from[id] {
					delete(from, id)
					continue
				}
				silent := l.soft && !before[c.id][id] || len(o.group(l, map[int]bool{id: true})) == 0
				require.True(tr, silent, "an edge to %d without a value", id)
			}
			require.Empty(tr, from, "values without an edge")
		}
		require.Empty(tr, needs)
		for _, dep := range o.predecessors(c) {
			all[dep.id] = all[dep.id] || before[c.id][dep.id]
		}
		var depends []int
		for _, i := range f.c.DependsOn(f.index[c.id]) {
			depends = append(depends, w.ctors[i].id)
		}
		for id, live := range all {
			require.Equal(tr, live, slices.Contains(depends, id))
		}
		require.LessOrEqual(tr, len(depends), len(all))
	}
	require.Len(tr, snapshot.Edges, edgeCount(snapshot)+len(orderEdges(snapshot)))
}

// edgeCount counts the edges that the needs of the nodes ask for.
func edgeCount(g *graph.Graph) int {
	n := 0
	for _, node := range g.Nodes {
		for _, need := range node.Needs {
			n += len(need.From)
		}
	}
	return n
}

func (w *world) idsOf(g *graph.Graph, nodes []string) []int {
	var ids []int
	for _, id := range nodes {
		at := slices.IndexFunc(g.Nodes, func(n graph.Node) bool { return n.ID == id })
		ids = append(ids, w.ctors[at].id)
	}
	return ids
}

// sameValues compares two runs of one world whose registrations stand in
// different orders: all but soft groups and the order of groups is the same.
func (tr *trial) sameValues(a, b *facetRun) {
	args := map[int][][]string{}
	for _, made := range b.calls {
		args[made.id] = made.args
	}
	require.ElementsMatch(tr, a.ran(), b.ran())
	for _, made := range a.calls {
		for j, l := range tr.w.byID(made.id).leaves() {
			if !l.soft {
				require.ElementsMatch(tr, made.args[j], args[made.id][j])
			}
		}
	}
}
