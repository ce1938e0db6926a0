// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package names chooses the names of nodes in texts for people.
package names

import "iter"

// Unambiguous returns a name for each id of nodes: the short name, or the id if several
// nodes have that short name. nodes yields ids and short names, and is read twice.
func Unambiguous(nodes iter.Seq2[string, string]) map[string]string {
	uses := map[string]int{}
	for _, short := range nodes {
		uses[short]++
	}
	names := make(map[string]string, len(uses))
	for id, short := range nodes {
		names[id] = short
		if uses[short] > 1 {
			names[id] = id
		}
	}
	return names
}
