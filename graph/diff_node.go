// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"slices"

	"github.com/facet-go/facet/internal/text"
)

// nodeDiff compares one node that is in both graphs.
type nodeDiff struct {
	*diff
	name     string
	was, now *Node
}

// add adds a change of something that was different before. what is the text after the
// name of the node.
func (d *nodeDiff) add(kind ChangeKind, what, now, was string) {
	d.append(kind, what+" (was: "+was+")", now, was)
}

// addNew adds a change of something that was not there before.
func (d *nodeDiff) addNew(kind ChangeKind, what, now string) { d.append(kind, what+now, now, "") }

// addGone adds a change of something that is not there now.
func (d *nodeDiff) addGone(kind ChangeKind, what, was string) { d.append(kind, what+was, "", was) }

func (d *nodeDiff) append(kind ChangeKind, what, now, was string) {
	d.changes = append(d.changes, Change{Kind: kind, Node: d.now.ID, Text: d.name + " " + what, Was: was, Now: now, Place: d.now.line()})
}

func (d *diff) compareNodes(was, now int) {
	n := &nodeDiff{diff: d, was: &d.was.g.Nodes[was], now: &d.now.g.Nodes[now]}
	n.name = d.now.name(n.now.ID)
	n.compareIdentity()
	n.compareGives()
	n.compareNeeds()
	n.compareLinks()
	n.compareRest()
}

// name returns the name of a node as one line.
func (s *diffSide) name(id string) string {
	if name := s.names[id]; name != "" {
		return text.Line(name)
	}
	return text.Line(id)
}

// compareIdentity compares the function, the kind and the module.
func (d *nodeDiff) compareIdentity() {
	if was, now := d.was.function(), d.now.function(); was != now {
		if d.was.Name == d.now.Name {
			d.add(ChangeMoved, "moved to "+text.Line(now), text.Line(now), text.Line(was))
		} else {
			old := d.diff.was.name(d.was.ID)
			d.append(ChangeMoved, "takes the place of "+old, d.name, old)
		}
	}
	if d.was.Kind != d.now.Kind {
		d.add(ChangeOther, "now of the kind "+d.now.Kind.String(), d.now.Kind.String(), d.was.Kind.String())
	}
	if d.was.Module != d.now.Module {
		now := moduleName(d.now.Module)
		d.add(ChangeMoved, "moved to "+now, now, moduleName(d.was.Module))
	}
}

// moduleName returns the name of a module with its noun. Constructors that are in no
// module belong to the app.
func moduleName(path string) string {
	if path == "" {
		return "the app itself"
	}
	return "module " + text.Line(path)
}

// compareGives compares the results.
func (d *nodeDiff) compareGives() {
	verb := "gives"
	if d.now.Kind == KindDecorator {
		verb = "decorates"
	}
	added, removed := difference(keyTexts(d.was.Gives), keyTexts(d.now.Gives))
	for _, key := range added {
		d.addNew(ChangeRewired, "now "+verb+" ", key)
	}
	for _, key := range removed {
		d.addGone(ChangeRewired, "no longer "+verb+" ", key)
	}
}

func keyTexts(keys []Key) []string {
	list := make([]string, len(keys))
	for i, k := range keys {
		list[i] = text.Line(k.String())
	}
	return list
}

func sortedTexts(keys []Key) []string {
	list := keyTexts(keys)
	slices.Sort(list)
	return list
}

// compareLinks compares orders and replacements.
func (d *nodeDiff) compareLinks() {
	added, removed := d.differenceOfIDs(d.diff.was.after[d.was.ID], d.diff.now.after[d.now.ID])
	d.addLinks(added, "now starts after ", removed, "no longer waits for ")
	added, removed = d.differenceOfIDs(d.was.Replaces, d.now.Replaces)
	d.addLinks(added, "now replaces ", removed, "no longer replaces ")
	added, removed = d.differenceOfIDs(d.was.ReplacedBy, d.now.ReplacedBy)
	d.addLinks(added, "now replaced by ", removed, "no longer replaced by ")
}

func (d *nodeDiff) addLinks(added []string, now string, removed []string, was string) {
	if len(added) > 0 {
		d.addNew(ChangeRewired, now, listOf(added))
	}
	if len(removed) > 0 {
		d.addGone(ChangeRewired, was, listOf(removed))
	}
}

// compareRest compares privacy, group, use and hooks.
func (d *nodeDiff) compareRest() {
	switch was, now := d.was.Private, d.now.Private; {
	case was == now:
	case now == "":
		d.add(ChangeOther, "no longer private", "", "private to "+moduleName(was))
	case was == "":
		d.add(ChangeOther, "now private to "+moduleName(now), "private to "+moduleName(now), "public")
	default:
		d.add(ChangeOther, "now private to "+moduleName(now), "private to "+moduleName(now), "to "+moduleName(was))
	}
	if d.was.Parallel != d.now.Parallel {
		d.add(ChangeOther, "now in "+parallelName(d.now.Parallel), parallelName(d.now.Parallel), parallelName(d.was.Parallel))
	}
	switch {
	case d.was.Reached && !d.now.Reached:
		d.add(ChangeOther, "now unused: no root needs it", "unused", "used")
	case !d.was.Reached && d.now.Reached:
		d.add(ChangeOther, "now used", "used", "unused")
	}
	if d.comparesHooks {
		added, removed := difference(hookTexts(d.was), hookTexts(d.now))
		for _, h := range added {
			d.addNew(ChangeOther, "now has the hook ", h)
		}
		for _, h := range removed {
			d.addGone(ChangeOther, "no longer has the hook ", h)
		}
	}
}

func parallelName(group string) string {
	if group == "" {
		return "no parallel group"
	}
	return "the parallel group " + text.Line(group)
}

func hookTexts(n *Node) []string {
	list := make([]string, len(n.Hooks))
	for i, h := range n.Hooks {
		list[i] = text.Line(h.Kind) + " " + HookName(n.Name, h.Name)
	}
	return list
}

// differenceOfIDs returns the names of nodes in one list whose partners are not in the
// other list.
func (d *nodeDiff) differenceOfIDs(was, now []string) (added, removed []string) {
	before := make([]string, len(was))
	for i, id := range was {
		before[i] = d.currentName(id)
	}
	after := make([]string, len(now))
	for i, id := range now {
		after[i] = d.diff.now.name(id)
	}
	return difference(before, after)
}

// currentName returns the name of a node of the old graph, in the new graph if it is there.
func (d *diff) currentName(id string) string {
	if at, ok := d.was.numbers[id]; ok && d.was.partner[at] != none {
		return d.now.name(d.now.g.Nodes[d.was.partner[at]].ID)
	}
	return d.was.name(id)
}

// difference returns what is in only one of two lists, sorted. What is in a list twice is
// compared twice.
func difference(was, now []string) (added, removed []string) {
	count := map[string]int{}
	for _, s := range now {
		count[s]++
	}
	for _, s := range was {
		count[s]--
	}
	for s, n := range count {
		for range n {
			added = append(added, s)
		}
		for range -n {
			removed = append(removed, s)
		}
	}
	slices.Sort(added)
	slices.Sort(removed)
	return added, removed
}
