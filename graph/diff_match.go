// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// match finds the nodes that are in both graphs.
func (d *diff) match() {
	was, now := d.was.unmatched((*diffSide).function), d.now.unmatched((*diffSide).function)
	for function, before := range was {
		after := now[function]
		if len(before) == 1 && len(after) == 1 {
			d.join(before[0], after[0]) // the case of most nodes, which needs no wiring
			continue
		}
		d.matchBy((*diffSide).wiring, before, after)
		d.matchBy((*diffSide).results, before, after)
		d.matchBy((*diffSide).function, before, after)
	}
	d.matchUnique((*diffSide).values)
	d.matchUnique((*diffSide).shortForm)
}

func (d *diff) join(was, now int) { d.was.partner[was], d.now.partner[now] = now, was }

// matchBy makes partners of nodes that have no partner and share a key. Of several with
// one key those belong together whose wirings have the same place in a sorted list.
func (d *diff) matchBy(key func(s *diffSide, node int) string, was, now []int) {
	before, after := d.was.sortedByKey(key, was), d.now.sortedByKey(key, now)
	for len(before) > 0 && len(after) > 0 {
		switch cmp.Compare(before[0].key, after[0].key) {
		case -1:
			before = before[1:]
		case 1:
			after = after[1:]
		default:
			d.join(before[0].node, after[0].node)
			before, after = before[1:], after[1:]
		}
	}
}

type keyedNode struct {
	key, wiring string
	node        int
}

// sortedByKey returns those of nodes that have no partner, sorted by key and wiring.
func (s *diffSide) sortedByKey(key func(s *diffSide, node int) string, nodes []int) []keyedNode {
	var list []keyedNode
	for _, i := range nodes {
		if s.partner[i] == none {
			list = append(list, keyedNode{key(s, i), s.wiring(i), i})
		}
	}
	slices.SortFunc(list, func(a, b keyedNode) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.wiring, b.wiring), cmp.Compare(s.g.Nodes[a.node].ID, s.g.Nodes[b.node].ID))
	})
	return list
}

// matchUnique makes partners of nodes that have no partner and share a key with no others.
// A node with the key "" gets no partner.
func (d *diff) matchUnique(key func(s *diffSide, node int) string) {
	was, now := d.was.unmatched(key), d.now.unmatched(key)
	for k, before := range was {
		if after := now[k]; k != "" && len(before) == 1 && len(after) == 1 {
			d.join(before[0], after[0])
		}
	}
}

// unmatched returns the nodes without a partner by their keys.
func (s *diffSide) unmatched(key func(s *diffSide, node int) string) map[string][]int {
	nodes := map[string][]int{}
	for i := range s.g.Nodes {
		if s.partner[i] == none {
			k := key(s, i)
			nodes[k] = append(nodes[k], i)
		}
	}
	return nodes
}

func (s *diffSide) function(node int) string { return s.g.Nodes[node].function() }

// function returns the id without what distinguishes several registrations of a function.
func (n *Node) function() string {
	id := n.ID
	if hash := strings.LastIndexByte(id, '#'); hash > 0 && strings.Trim(id[hash+1:], "0123456789") == "" {
		id = id[:hash]
	}
	if n.Kind != KindValue {
		id, _, _ = strings.Cut(id, " ")
	}
	return id
}

// results is the function with its results.
func (s *diffSide) results(node int) string {
	n := &s.g.Nodes[node]
	return joinKey(n.function(), keysOf(n.Gives, Key.full))
}

// wiring is the function with everything that Diff compares. Other nodes are in it by
// their functions, because ids depend on the order of registrations.
func (s *diffSide) wiring(node int) string {
	n := &s.g.Nodes[node]
	var needs []string
	for _, need := range n.Needs {
		needs = append(needs, joinKey(need.Key.full(), s.functions(need.From), strconv.FormatBool(need.Optional), strconv.FormatBool(need.Soft)))
	}
	slices.Sort(needs)
	var hooks []string
	for _, h := range n.Hooks {
		hooks = append(hooks, joinKey(h.Kind, h.Name))
	}
	slices.Sort(hooks)
	return joinKey(s.results(node), n.Kind.String(), n.Module, n.Private, n.Parallel, strconv.FormatBool(n.Reached),
		joinKey(needs...), joinKey(hooks...), s.functions(n.Replaces), s.functions(n.ReplacedBy), s.functions(s.after[n.ID]))
}

func (s *diffSide) functions(ids []string) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = id
		if at, ok := s.numbers[id]; ok {
			list[i] = s.g.Nodes[at].function()
		}
	}
	slices.Sort(list)
	return joinKey(list...)
}

// values is the key of nodes that give the same. It is "" if other nodes may give that too.
func (s *diffSide) values(node int) string {
	n := &s.g.Nodes[node]
	if !slices.ContainsFunc(n.Gives, func(k Key) bool { return k.Group == "" }) {
		return ""
	}
	return joinKey(n.Kind.String(), keysOf(n.Gives, Key.full))
}

// shortForm is the key of nodes that have moved to another package with their types.
func (s *diffSide) shortForm(node int) string {
	n := &s.g.Nodes[node]
	return joinKey(n.Kind.String(), n.Name, keysOf(n.Gives, Key.String))
}

func keysOf(keys []Key, form func(Key) string) string {
	list := make([]string, len(keys))
	for i, k := range keys {
		list[i] = form(k)
	}
	slices.Sort(list)
	return joinKey(list...)
}

// full returns a text that no other key has.
func (k Key) full() string { return joinKey(k.Type, k.Name, k.Group) }

// joinKey joins parts so that no other parts have the same result.
func joinKey(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		writeStrings(&b, strconv.Itoa(len(p)), ":", p)
	}
	return b.String()
}
