// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
)

// Components returns the constructors, decorators and invoked functions that the app
// needs, in construction order, with their states: what package health needs to know,
// for less than [App.Graph] costs. Components that only calls of Do have started are
// not among them. It may be called at any time and from any goroutine.
func (a *App) Components() []container.Component {
	a.mu.Lock()
	r := a.run
	a.mu.Unlock()
	list := a.container.Components(r.built.Load())
	for i := range list {
		c := &list[i]
		lc := a.live[c.Node].Load()
		if lc == nil {
			lc = r.handle(c.Node)
		}
		if lc == nil {
			continue
		}
		s := a.hooks.Status(lc)
		if s.State > graph.StateBuilt {
			c.State = s.State
		}
		c.Registered, c.Up = s.Registered, s.Up
	}
	return list
}
