// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import "strings"

// addAdded adds a change for a node of the new graph only.
func (d *diff) addAdded(node int) {
	n := &d.now.g.Nodes[node]
	line := d.now.name(n.ID) + " added: " + d.now.describe(n, verbs{"gives", "decorates", "needs"})
	d.changes = append(d.changes, Change{Kind: ChangeAdded, Node: n.ID, Text: line, Place: n.line()})
}

// addRemoved adds a change for a node of the old graph only.
func (d *diff) addRemoved(node int) {
	n := &d.was.g.Nodes[node]
	line := d.was.name(n.ID) + " removed: " + d.was.describe(n, verbs{"gave", "decorated", "needed"})
	d.changes = append(d.changes, Change{Kind: ChangeRemoved, Node: n.ID, Text: line, Place: n.line()})
}

// verbs are the words of a description.
type verbs struct{ gives, decorates, needs string }

// describe says what a node is, in one line.
func (s *diffSide) describe(n *Node, verb verbs) string {
	what := n.Kind.String()
	if n.Module != "" {
		what += " of " + moduleName(n.Module)
	}
	if n.Private != "" {
		what += ", private"
	}
	parts := []string{what}
	gives := verb.gives
	if n.Kind == KindDecorator {
		gives = verb.decorates
	}
	if len(n.Gives) > 0 {
		parts = append(parts, gives+" "+listOf(sortedTexts(n.Gives)))
	}
	if len(n.Needs) > 0 {
		keys := make([]Key, len(n.Needs))
		for i := range n.Needs {
			keys[i] = n.Needs[i].Key
		}
		parts = append(parts, verb.needs+" "+listOf(sortedTexts(keys)))
	}
	if !n.Reached {
		parts = append(parts, "unused")
	}
	return strings.Join(parts, "; ")
}
