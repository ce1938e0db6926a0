// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"fmt"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

// checkDecorators returns a problem for each decorator of what is not visible
// where it is listed.
func (c *Container) checkDecorators() []*graph.Problem {
	var problems []*graph.Problem
	for _, n := range c.nodes {
		if n.Kind != graph.KindDecorator || n.Broken {
			continue
		}
		for _, r := range n.Results {
			if !c.isProvided(n.scope, r.Key) {
				problems = append(problems, c.explainDecoratedNothing(n, r.Key))
			}
		}
	}
	return problems
}

// isProvided tells whether anything in w's view gives a key.
func (c *Container) isProvided(w *scope, key provide.Key) bool {
	if key.Group != "" {
		return len(c.visibleMembers(w, key)) > 0
	}
	_, _, ok := w.lookup(key)
	return ok
}

func (c *Container) explainDecoratedNothing(n *node, key provide.Key) *graph.Problem {
	p := &graph.Problem{Slug: "decorated-nothing", Place: n.Place}
	if old, ok := c.replacedProvider(n.scope, key, binding{provider: unbound}); ok {
		p.Text = fmt.Sprintf("%s: decorates %v, which %s gave; %s replaces that, and does not give it; have it give that too, or leave the decorator out",
			n.Name(), key, old.Name(), old.replacedBy.Name())
		return p
	}
	where := ""
	if n.Module != nil {
		where = fmt.Sprintf(" where module %q sees it", n.Module.Path())
	}
	p.Text = fmt.Sprintf("%s: decorates %v, and nobody provides it%s; provide it, or leave the decorator out", n.Name(), key, where)
	c.suggestTargets(p, n, key, "decorate")
	return p
}

// suggestTargets adds to a problem what a decorator or a replacement of a key that
// nothing gives may have meant.
func (c *Container) suggestTargets(p *graph.Problem, n *node, key provide.Key, verb string) {
	if !c.registrar.compared.take() {
		p.Advice = notCompared
		return
	}
	m := &missingKey{key: key, consumers: []edgeRef{{node: n.index}}}
	p.Near = c.rankMatches(m, c.skippedByIf(key, true), func(n *node, r provide.Result) match {
		l := n.match(key, r, true)
		return l.withAdvice(func(proposed string) string {
			if l.kind == implements {
				return proposed + ", or " + verb + " " + r.Key.String()
			}
			return verb + " " + r.Key.String()
		})
	})
}
