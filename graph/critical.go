// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"cmp"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/facet-go/facet/internal/text"
)

// CriticalPath is the chain of dependencies whose start hooks took the longest. It is
// computed from [Timing]: a node takes the time from Started to Up. A node that is not up
// and one without hooks take no time.
type CriticalPath struct {
	// Took is the sum of the links. No order of hooks in which each node waits for its
	// dependencies takes less.
	Took time.Duration `json:"took"`
	// Links are the nodes of the chain that have hooks and are up, dependencies first.
	Links []Link `json:"links"`
	// Slack is by id how much longer a node could have taken without a longer chain. It
	// is 0 for the links. It has the nodes that a root needs and those that are up.
	Slack map[string]time.Duration `json:"slack"`

	names map[string]string
}

// Link is a node of a [CriticalPath].
type Link struct {
	Node string        `json:"node"`           // id
	Own  time.Duration `json:"own"`            // from the begin of its first hook until it was up
	Wait time.Duration `json:"wait,omitempty"` // its dependencies were up, and its first hook had not begun
}

// CriticalPath returns the critical path of the start that the times of the nodes belong
// to. Of several equally long chains it is one. Members of soft groups that were
// constructed later than the consumer do not count as its dependencies. The time grows
// with the size of the graph.
func (g *Graph) CriticalPath() *CriticalPath {
	x := g.newIndex(isReceived)
	order := x.withoutCycles()
	p := &CriticalPath{Links: []Link{}, Slack: make(map[string]time.Duration, len(g.Nodes)), names: g.nodeNames()}
	finish := make([]time.Duration, len(g.Nodes)) // by node: of the longest chain that ends with it
	last := none
	for _, node := range order {
		before, _ := x.longestBefore(node, finish)
		finish[node] = before + g.Nodes[node].ownTime()
		if last == none || finish[node] > finish[last] {
			last = node
		}
	}
	if last == none {
		return p
	}
	p.Took = finish[last]
	g.addSlack(p, x, order, finish)
	for node := last; node != none; _, node = x.longestBefore(node, finish) {
		if n := &g.Nodes[node]; !n.Timing.Up.IsZero() {
			p.Links = append(p.Links, Link{Node: n.ID, Own: n.ownTime(), Wait: n.waitTime()})
		}
	}
	slices.Reverse(p.Links)
	return p
}

// isReceived reports whether a value was received, or might be: a member of a soft group
// that is constructed later is not.
func isReceived(e *Edge, from, to *Node) bool {
	return e.Kind != EdgeSoft || from.Seq == 0 || to.Seq != 0 && to.Seq < from.Seq
}

// longestBefore returns the dependency with the longest chain, and the time of that.
func (x *index) longestBefore(node int, finish []time.Duration) (longest time.Duration, dep int) {
	dep = none
	for _, d := range x.needs[node] {
		if dep == none || finish[d] > longest {
			longest, dep = finish[d], d
		}
	}
	return longest, dep
}

// addSlack sets the slack of each node: the time between the end of the longest chain
// that ends with it, and the latest end that delays nothing.
func (g *Graph) addSlack(p *CriticalPath, x *index, order []int, finish []time.Duration) {
	latest := make([]time.Duration, len(g.Nodes))
	for _, node := range slices.Backward(order) {
		latest[node] = p.Took
		for _, user := range x.neededBy[node] {
			latest[node] = min(latest[node], latest[user]-g.Nodes[user].ownTime())
		}
		if n := &g.Nodes[node]; n.Reached || !n.Timing.Up.IsZero() {
			p.Slack[n.ID] = latest[node] - finish[node]
		}
	}
}

// ownTime returns the time from the first hook until the node was up, or 0.
func (n *Node) ownTime() time.Duration {
	if n.Timing.Up.IsZero() || n.Timing.Started.IsZero() {
		return 0
	}
	return max(n.Timing.Up.Sub(n.Timing.Started), 0)
}

// waitTime returns the time for which the dependencies were up before the first hook, or
// 0 if that is unknown.
func (n *Node) waitTime() time.Duration {
	if n.Timing.Started.IsZero() || n.Timing.Eligible.IsZero() {
		return 0
	}
	return max(n.Timing.Started.Sub(n.Timing.Eligible), 0)
}

// maxSlackLines is the number of nodes whose slack the text shows.
const maxSlackLines = 20

// String returns the path for a terminal: the links with their times, then the slack of
// other nodes, the least first.
func (p *CriticalPath) String() string {
	if len(p.Links) == 0 {
		return "critical path: no component with start hooks is up\n"
	}
	var b strings.Builder
	writeStrings(&b, "critical path: ", text.Duration(p.Took), " of start hooks, each after the one before\n")
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, l := range p.Links {
		wait := ""
		if l.Wait > 0 {
			wait = "\tbegan " + text.Duration(l.Wait) + " after its dependencies were up"
		}
		writeCells(w, "  ", p.name(l.Node), text.Duration(l.Own)+wait)
	}
	_ = w.Flush() // a strings.Builder does not fail
	p.writeSlack(&b)
	return b.String()
}

func (p *CriticalPath) name(id string) string { return text.Line(cmp.Or(p.names[id], id)) }

func (p *CriticalPath) writeSlack(b *strings.Builder) {
	ids := make([]string, 0, len(p.Slack))
	for id, slack := range p.Slack {
		if slack > 0 {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(cmp.Compare(p.Slack[a], p.Slack[b]), cmp.Compare(a, b)) })
	b.WriteString("slack: each of these could take that much longer without a longer path\n")
	w := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	for _, id := range ids[:min(len(ids), maxSlackLines)] {
		writeCells(w, "  ", p.name(id), text.Duration(p.Slack[id]))
	}
	_ = w.Flush() // a strings.Builder does not fail
	if more := len(ids) - maxSlackLines; more > 0 {
		writeStrings(b, "  and ", text.Count(more, "component"), " with more\n")
	}
}
