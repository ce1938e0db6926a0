// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import "github.com/facet-go/facet/internal/registration"

// pinnedProviders returns the positions of the registrations that a parameter names as
// its provider, or nil if there is none.
func pinnedProviders(specs []*registration.Spec) map[*registration.Spec]int {
	var pinned map[*registration.Spec]int
	for _, s := range specs {
		for i := range s.Params {
			if from := s.Params[i].From; from != nil {
				if pinned == nil {
					pinned = make(map[*registration.Spec]int, len(specs))
				}
				pinned[from] = unbound
			}
		}
	}
	if pinned == nil {
		return nil
	}
	for i, s := range specs {
		if _, ok := pinned[s]; ok {
			pinned[s] = i
		}
	}
	return pinned
}

// bindPinned returns the binding of a parameter that names its provider. A provider that
// is not registered, or does not provide the key, leaves it unbound.
func (c *Container) bindPinned(p *registration.Param) binding {
	node, ok := c.pinned[p.From]
	if !ok || node < 0 || !c.nodes[node].provides(p.Key) {
		return binding{provider: unbound}
	}
	return c.bindResult(node, p.Key)
}
