// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"cmp"
	"strings"

	"github.com/facet-go/facet/internal/text"
)

func compareKeys(a, b Key) int {
	return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Group, b.Group))
}

// String returns the changes for a terminal or a review: a line with their numbers, and a
// line for each. It begins with "+" for what was added, "-" for what was removed, ">" for
// what was moved and "~" for other changes.
func (c Changes) String() string {
	if len(c) == 0 {
		return "graph: no changes\n"
	}
	var b strings.Builder
	writeStrings(&b, "graph: ", c.counts(), "\n")
	for i := range c {
		writeStrings(&b, c[i].Kind.sign(), " ", text.Line(c[i].Text))
		if place := c[i].Place.String(); place != "" {
			writeStrings(&b, "    ", text.Line(place))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func (k ChangeKind) sign() string {
	switch k {
	case ChangeAdded:
		return "+"
	case ChangeRemoved:
		return "-"
	case ChangeMoved:
		return ">"
	case ChangeRewired, ChangeOther:
	}
	return "~"
}

// counts says how many nodes have changed in which way. A node with several changes
// counts once, for the first of them.
func (c Changes) counts() string {
	kinds := [...]ChangeKind{ChangeAdded, ChangeRemoved, ChangeMoved, ChangeRewired, ChangeOther}
	count := map[ChangeKind]int{}
	for i := range c {
		if i == 0 || c[i].Node != c[i-1].Node {
			count[c[i].Kind]++
		}
	}
	var parts []string
	for _, k := range kinds {
		if n := count[k]; n > 0 {
			parts = append(parts, text.Count(n, "node")+" "+string(k))
		}
	}
	return strings.Join(parts, ", ")
}
