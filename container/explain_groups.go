// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"fmt"

	"github.com/facet-go/facet/graph"
)

// groupConflict explains that two consumers name different parallel groups.
func (e *explainer) groupConflict(provider int, first, second groupRequest) *graph.Problem {
	n := e.node(provider)
	return &graph.Problem{
		Slug: "conflicting-groups", Place: n.Place,
		Text: fmt.Sprintf("%s: consumers name the parallel groups %q and %q for it; use one tag, or add provide.Parallel to its Provide, which overrides both",
			n.Name(), first.group, second.group),
		Path: []graph.Hop{e.hop(fmt.Sprintf("%q by", first.group), first.consumer), e.hop(fmt.Sprintf("%q by", second.group), second.consumer)},
	}
}
