// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"fmt"

	"github.com/facet-go/facet/graph"
)

func (c *Container) nameNodes() []string {
	ids := make([]string, len(c.nodes))
	for i, n := range c.nodes {
		ids[i] = n.ID()
	}
	same := repeated(ids)
	if len(same) == 0 {
		return ids
	}
	for _, i := range same {
		if rs := c.nodes[i].Results; len(rs) > 0 && c.nodes[i].Kind != graph.KindValue {
			ids[i] += " " + rs[0].Key.Graph().Type
		}
	}
	numberDuplicates(ids)
	return ids
}

// repeated returns the indexes of the ids that occur more than once.
func repeated(ids []string) []int {
	count := make(map[string]int, len(ids))
	for _, id := range ids {
		count[id]++
	}
	if len(count) == len(ids) {
		return nil
	}
	var indexes []int
	for i, id := range ids {
		if count[id] > 1 {
			indexes = append(indexes, i)
		}
	}
	return indexes
}

// numberDuplicates appends a number to equal ids.
func numberDuplicates(ids []string) {
	taken := make(map[string]bool, len(ids))
	for _, id := range ids {
		taken[id] = true
	}
	count := make(map[string]int)
	for _, i := range repeated(ids) {
		id := ids[i]
		if count[id]++; count[id] == 1 {
			continue
		}
		for taken[ids[i]] {
			ids[i] = fmt.Sprintf("%s#%d", id, count[id])
			if taken[ids[i]] {
				count[id]++
			}
		}
	}
}
