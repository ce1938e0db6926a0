// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"cmp"
	"slices"
)

// Modules are the modules of a graph, sorted by path. The first may be the app itself,
// with what is in no module.
type Modules []Module

// Module is what one module adds to a graph. Modules inside it are modules of their own.
// Replaced nodes, which are never constructed, give and need nothing.
type Module struct {
	Path      string       `json:"path"`                // names joined by dots; "" for what is in no module
	Nodes     []string     `json:"nodes"`               // ids, in registration order
	Gives     []ModuleKey  `json:"gives,omitempty"`     // what all modules see
	Private   []ModuleKey  `json:"private,omitempty"`   // what only one module sees, mostly this one
	Decorates []ModuleKey  `json:"decorates,omitempty"` // what its decorators change
	Needs     []ModuleNeed `json:"needs,omitempty"`     // what it receives from other modules, and what is missing
}

// ModuleKey is a value with the node that gives or decorates it.
type ModuleKey struct {
	Key  Key    `json:"key"`
	Node string `json:"node"`          // id
	For  string `json:"for,omitempty"` // the module that sees a private value
}

// ModuleNeed is a value that comes from outside of a module.
type ModuleNeed struct {
	Key Key `json:"key"`
	// From is the path of the module that gives the value. It is nil if nothing does.
	From     *string  `json:"from"`
	Optional bool     `json:"optional,omitempty"` // no node of the module requires it
	By       []string `json:"by"`                 // ids of the nodes that need it
}

// Modules returns what each module provides, needs from other modules, decorates and
// keeps private. It is the same before and after a build. The time grows with the size of
// the graph.
func (g *Graph) Modules() Modules {
	s := moduleSurvey{nodes: g.nodesByID(), modules: map[string]*Module{}, sources: map[string][]moduleSource{}}
	for i := range g.Nodes {
		s.add(&g.Nodes[i])
	}
	list := make(Modules, 0, len(s.modules))
	for path, m := range s.modules {
		m.Needs = mergeSources(s.sources[path])
		list = append(list, *m)
	}
	slices.SortFunc(list, func(a, b Module) int { return cmp.Compare(a.Path, b.Path) })
	return list
}

// moduleSource is a parameter of one node that is given from outside of its module, or missing.
type moduleSource struct {
	from *Node // nil if it is missing
	need *Need
	by   *Node
}

// compare sorts by module and key. What is missing comes last.
func (s moduleSource) compare(other moduleSource) int {
	switch {
	case s.from == nil && other.from == nil:
	case s.from == nil:
		return 1
	case other.from == nil:
		return -1
	case s.from.Module != other.from.Module:
		return cmp.Compare(s.from.Module, other.from.Module)
	}
	return compareKeys(s.need.Key, other.need.Key)
}

// mergeSources returns one need for each module and key.
func mergeSources(list []moduleSource) []ModuleNeed {
	slices.SortStableFunc(list, moduleSource.compare)
	var needs []ModuleNeed
	for i, s := range list {
		if i == 0 || list[i-1].compare(s) != 0 {
			need := ModuleNeed{Key: s.need.Key, Optional: true}
			if s.from != nil {
				need.From = &s.from.Module
			}
			needs = append(needs, need)
		}
		need := &needs[len(needs)-1]
		need.Optional = need.Optional && s.need.Optional
		if last := len(need.By) - 1; last < 0 || need.By[last] != s.by.ID {
			need.By = append(need.By, s.by.ID)
		}
	}
	return needs
}

type moduleSurvey struct {
	nodes   map[string]*Node // by id
	modules map[string]*Module
	sources map[string][]moduleSource // by module
}

func (s *moduleSurvey) add(n *Node) {
	m := s.modules[n.Module]
	if m == nil {
		m = &Module{Path: n.Module}
		s.modules[n.Module] = m
	}
	m.Nodes = append(m.Nodes, n.ID)
	if len(n.ReplacedBy) > 0 {
		return
	}
	for _, k := range n.Gives {
		switch key := (ModuleKey{Key: k, Node: n.ID}); {
		case n.Kind == KindDecorator:
			m.Decorates = append(m.Decorates, key)
		case n.Private != "":
			key.For = n.Private
			m.Private = append(m.Private, key)
		default:
			m.Gives = append(m.Gives, key)
		}
	}
	for i := range n.Needs {
		s.addNeed(n, &n.Needs[i])
	}
}

func (s *moduleSurvey) addNeed(n *Node, need *Need) {
	if need.isMissing() {
		s.sources[n.Module] = append(s.sources[n.Module], moduleSource{nil, need, n})
	}
	for _, id := range need.From {
		if from := s.nodes[id]; from != nil && from.Module != n.Module {
			s.sources[n.Module] = append(s.sources[n.Module], moduleSource{from, need, n})
		}
	}
}
