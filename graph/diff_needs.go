// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"slices"

	"github.com/facet-go/facet/internal/text"
)

// compareNeeds compares the parameters, and who provides them.
func (d *nodeDiff) compareNeeds() {
	was, now := needsByKey(d.was), needsByKey(d.now)
	var added, removed []Key
	for _, key := range sortedKeys(was, now) {
		before, wasThere := was[key]
		after, isThere := now[key]
		switch {
		case !wasThere:
			added = append(added, key)
		case !isThere:
			removed = append(removed, key)
		default:
			d.compareNeed(before, after)
		}
	}
	added, removed = d.pairNeeds(added, removed, now)
	for _, key := range added {
		d.addNeed(now[key], Key{})
	}
	for _, key := range removed {
		d.addGone(ChangeRewired, "no longer needs ", text.Line(key.String()))
	}
}

// needsByKey returns the parameters of a node. Several with one key count as one.
func needsByKey(n *Node) map[Key]Need {
	needs := make(map[Key]Need, len(n.Needs))
	for _, need := range n.Needs {
		if first, ok := needs[need.Key]; ok {
			need.From = slices.Concat(first.From, need.From)
			need.Optional, need.Soft = first.Optional && need.Optional, first.Soft && need.Soft
		}
		needs[need.Key] = need
	}
	return needs
}

func sortedKeys(was, now map[Key]Need) []Key {
	keys := make([]Key, 0, len(was)+len(now))
	for key := range was {
		keys = append(keys, key)
	}
	for key := range now {
		if _, ok := was[key]; !ok {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, compareKeys)
	return keys
}

// pairNeeds adds a change for each new parameter that takes the place of an old one: it
// has the same type, or it is the only one. It returns the others.
func (d *nodeDiff) pairNeeds(added, removed []Key, now map[Key]Need) (restAdded, restRemoved []Key) {
	for _, key := range added {
		at := slices.IndexFunc(removed, func(k Key) bool { return k.Type == key.Type })
		if at < 0 {
			restAdded = append(restAdded, key)
			continue
		}
		d.addNeed(now[key], removed[at])
		removed = slices.Delete(removed, at, at+1)
	}
	if len(restAdded) == 1 && len(removed) == 1 {
		d.addNeed(now[restAdded[0]], removed[0])
		return nil, nil
	}
	return restAdded, removed
}

// addNeed adds a change for a new parameter. was is the one in whose place it is, or zero.
// Types whose short forms are equal are written with their paths.
func (d *nodeDiff) addNeed(need Need, was Key) {
	now, before := text.Line(need.Key.String()), text.Line(was.String())
	switch {
	case was == Key{}:
		before = "nothing"
	case now == before:
		now, before = text.Line(need.Key.notation(need.Key.Type)), text.Line(was.notation(was.Type))
	}
	what := "now needs " + now
	switch {
	case need.Optional:
		what += ", optionally"
	case need.isMissing():
		what += ", which nothing provides"
	}
	d.add(ChangeRewired, what, now, before)
}

func (n *Need) isMissing() bool { return len(n.From) == 0 && !n.Optional && n.Key.Group == "" }

// compareNeed compares a parameter that is in both graphs.
func (d *nodeDiff) compareNeed(was, now Need) {
	key := text.Line(now.Key.String())
	switch {
	case was.Optional && !now.Optional:
		d.add(ChangeRewired, "now requires "+key, "required", "optional")
	case !was.Optional && now.Optional:
		d.add(ChangeRewired, "now needs "+key+" only optionally", "optional", "required")
	}
	switch {
	case was.Soft && !now.Soft:
		d.add(ChangeRewired, "now needs all members of "+key, "all", "only those that are constructed earlier")
	case !was.Soft && now.Soft:
		d.add(ChangeRewired, "now receives only the members of "+key+" that are constructed earlier", "soft", "all")
	}
	d.compareSources(key, was, now)
}

// compareSources compares the providers of a parameter.
func (d *nodeDiff) compareSources(key string, was, now Need) {
	added, removed := d.differenceOfIDs(was.From, now.From)
	more, less := "from "+listOf(added), "from "+listOf(removed)
	switch {
	case len(added) == 0 && len(removed) == 0:
	case now.isMissing():
		d.add(ChangeRewired, "needs "+key+", which nothing provides now", "nothing", less)
	case now.Key.Group != "":
		if len(added) > 0 {
			d.addNew(ChangeRewired, "also receives "+key+" ", more)
		}
		if len(removed) > 0 {
			d.addGone(ChangeRewired, "no longer receives "+key+" ", less)
		}
	case len(removed) == 0:
		d.add(ChangeRewired, "now receives "+key+" "+more, more, "nothing")
	case len(added) == 0:
		d.add(ChangeRewired, "no longer receives "+key, "nothing", less)
	default:
		d.add(ChangeRewired, "now receives "+key+" "+more, more, less)
	}
}
