// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import "github.com/facet-go/facet/internal/registration"

// wiring names the providers of parameters. A nil wiring names none.
type wiring struct {
	providers registration.Wiring
	nodes     map[*registration.Spec]int // all registrations
}

func newWiring(specs []*registration.Spec, providers registration.Wiring) *wiring {
	if providers == nil {
		return nil
	}
	w := &wiring{providers, make(map[*registration.Spec]int, len(specs))}
	for i, s := range specs {
		w.nodes[s] = i
	}
	return w
}

// provider returns the named provider of a parameter, or nil.
func (w *wiring) provider(s *registration.Spec, param int) *registration.Spec {
	if w == nil {
		return nil
	}
	if named := w.providers[s]; param < len(named) {
		return named[param]
	}
	return nil
}

// bindWired returns the binding of a parameter to its named provider. A provider that is
// not registered, or does not provide the key, leaves it unbound.
func (c *Container) bindWired(from *registration.Spec, key registration.Key) binding {
	node, ok := c.wiring.nodes[from]
	if !ok || !c.nodes[node].provides(key) {
		return binding{provider: unbound}
	}
	return c.bindResult(node, key)
}
