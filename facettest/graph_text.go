// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/names"
	"github.com/facet-go/facet/internal/text"
)

// graphText returns the text of a graph without data that may change when the graph
// does not: line numbers, states, times and numbers of nodes.
func graphText(g *graph.Graph) string {
	nodes := slices.Clone(g.Nodes)
	slices.SortStableFunc(nodes, func(a, b graph.Node) int {
		return cmp.Compare(uint(a.Seq-1), uint(b.Seq-1)) //nolint:gosec // 0, for nodes that are not reached, becomes the largest
	})
	names := names.Unambiguous(func(yield func(id, short string) bool) {
		for i := range nodes {
			if !yield(nodes[i].ID, nodes[i].Name) {
				return
			}
		}
	})
	var b strings.Builder
	for i := range nodes {
		writeNode(&b, &nodes[i], names)
		for _, e := range g.Edges {
			if e.Kind == graph.EdgeOrder && e.From == nodes[i].ID {
				fmt.Fprintf(&b, "    after %s\n", names[e.To])
			}
		}
	}
	return b.String()
}

func writeNode(b *strings.Builder, n *graph.Node, names map[string]string) {
	fmt.Fprintf(b, "%v %s", n.Kind, names[n.ID])
	if !n.Reached {
		b.WriteString(" (unused)")
	}
	b.WriteString("\n")
	if n.Module != "" {
		fmt.Fprintf(b, "    module %s\n", text.Line(n.Module))
	}
	if n.Parallel != "" {
		fmt.Fprintf(b, "    parallel %s\n", text.Line(n.Parallel))
	}
	if n.Private != "" {
		fmt.Fprintf(b, "    private to module %s\n", text.Line(n.Private))
	}
	for _, id := range n.ReplacedBy {
		fmt.Fprintf(b, "    replaced by %s\n", names[id])
	}
	for _, key := range n.Gives {
		fmt.Fprintf(b, "    gives %v\n", key)
	}
	for _, need := range n.Needs {
		writeNeed(b, need, names)
	}
	for _, h := range n.Hooks {
		fmt.Fprintf(b, "    %s %s\n", h.Kind, graph.HookName(n.ID, h.Name))
	}
}

func writeNeed(b *strings.Builder, need graph.Need, names map[string]string) {
	fmt.Fprintf(b, "    needs %v", need.Key)
	if need.Optional {
		b.WriteString(", optional")
	}
	if need.Soft {
		b.WriteString(", soft")
	}
	from := make([]string, len(need.From))
	for i, id := range need.From {
		from[i] = names[id]
	}
	switch {
	case len(from) > 0:
		b.WriteString(", from " + strings.Join(from, " and "))
	case !need.Optional && need.Key.Group == "":
		b.WriteString(", MISSING")
	}
	b.WriteString("\n")
}
