// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"fmt"
	"strings"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// partialReplacement explains that a replacement does not provide a key that is needed.
func (e *explainer) partialReplacement(m *missingKey) *graph.Problem {
	p, _ := e.need(m)
	by := m.replaced.replacedBy
	p.Slug = "partial-replacement"
	p.Text = fmt.Sprintf("%s replaces %s without providing %v, which is needed; provide it there as well", by.Name(), m.replaced.Name(), m.key)
	if m.key.Group == "" {
		p.Text += ", or add one more facet.Replace that does"
	}
	p.Place = by.Place
	return p
}

// replacedText says that n provided a key and its replacement does not.
func (n *node) replacedText(key registration.Key) string {
	return fmt.Sprintf("%s, which provided %v, is replaced by %s, which does not", n.Name(), key, n.replacedBy.Name())
}

func (e *explainer) replacedNothing(n *node, keys []registration.Key) *graph.Problem {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.String()
	}
	p := &graph.Problem{
		Slug: "replaced-nothing", Place: n.Place,
		Text: fmt.Sprintf("%s: replaces nothing: nothing provides %s; use facet.Provide, or replace a type that is provided", n.Name(), strings.Join(names, ", ")),
	}
	e.suggestTargets(p, n, keys[0], "replace")
	return p
}

// privateReplacement explains that a replacement cannot be private if the replaced node
// is not. It returns nil if there is no such problem.
func (e *explainer) privateReplacement(n *node, key registration.Key, home *scope) *graph.Problem {
	private := e.c.resultScope(n.Spec)
	if home.isWithin(private) || !n.Private && e.c.hasPrivateProviders(private) {
		return nil
	}
	option, change := "provide.Private()", "remove it"
	if !n.Private {
		option, change = "facet.Private()", "remove it, because the module provides nothing else"
	}
	return &graph.Problem{
		Slug: "private-replacement", Place: n.Place,
		Text: fmt.Sprintf("%s: %s has no effect on a replacement: %v is replaced for all consumers; %s, or use facet.Provide for a value that only module %q sees",
			n.Name(), option, key, change, private.module.Path()),
	}
}

func (e *explainer) keylessReplacement(n *node) *graph.Problem {
	return &graph.Problem{
		Slug: "replaced-nothing", Place: n.Place,
		Text: n.Name() + ": replaces nothing: all its results are members of groups, which have no key by which to find the constructor to replace; return another result of that constructor as well, or use facet.Decorate for the whole group",
	}
}

func (e *explainer) replacedTwice(first, second *node, key registration.Key) *graph.Problem {
	return &graph.Problem{
		Slug: "conflicting-replacements", Place: second.Place,
		Text: fmt.Sprintf("%v is replaced twice; keep one", key),
		Path: []graph.Hop{first.registration("replaced by"), second.registration("and by")},
	}
}

// decoratedNothing explains a decorator of a key that is not provided.
func (e *explainer) decoratedNothing(n *node, key registration.Key) *graph.Problem {
	p := &graph.Problem{Slug: "decorated-nothing", Place: n.Place}
	if old, ok := e.c.replacedProvider(n.scope, key, binding{provider: unbound}); ok {
		p.Text = fmt.Sprintf("%s: decorates %v, but %s; provide it there as well, or remove the decorator", n.Name(), key, old.replacedText(key))
		return p
	}
	where := ""
	if n.Module != nil {
		where = fmt.Sprintf(" where module %q sees it", n.Module.Path())
	}
	p.Text = fmt.Sprintf("%s: decorates %v, but nothing provides it%s; provide it, or remove the decorator", n.Name(), key, where)
	e.suggestTargets(p, n, key, "decorate")
	return p
}
