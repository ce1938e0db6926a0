// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// What [Dump.Started] shows at most.
const (
	maxStacks = 8
	maxFrames = 20
)

// Started returns the stacks of the goroutines that a component started: those
// that carry its id as [Label], its tasks among them, but not those on which its
// hooks are called, nor the one whose stack is own. Equal stacks are one, with
// their number. It returns "" if there are none.
func (d *Dump) Started(component, own string) string {
	groups := without(groups(d.labelled[component]), own)
	slices.SortStableFunc(groups, func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.count, a.count), slices.CompareFunc(a.frames, b.frames, compare))
	})
	return text(groups)
}

func compare(a, b frame) int {
	return cmp.Or(cmp.Compare(a.call, b.call), cmp.Compare(a.place, b.place))
}

// without takes off the goroutine with that stack, which [Dump.Stack] returned.
func without(groups []*group, stack string) []*group {
	places := placesOf(stack)
	for i := range groups {
		same := func(f frame, place string) bool { return f.place == place }
		if slices.EqualFunc(groups[i].frames, places, same) {
			if groups[i].count--; groups[i].count == 0 {
				return slices.Delete(groups, i, i+1)
			}
			break
		}
	}
	return groups
}

// placesOf returns the places of a stack: the lines below those of the calls.
func placesOf(stack string) []string {
	var places []string
	for line := range strings.SplitSeq(stack, "\n") {
		if place, ok := strings.CutPrefix(line, "\t"); ok {
			place, _, _ = strings.Cut(place, " +0x")
			places = append(places, place)
		}
	}
	return places
}

func text(groups []*group) string {
	var b strings.Builder
	for _, g := range groups[:min(len(groups), maxStacks)] {
		g.write(&b)
	}
	if len(groups) > maxStacks {
		more := 0
		for _, g := range groups[maxStacks:] {
			more += g.count
		}
		fmt.Fprintf(&b, "and %d more, with %d other stacks", more, len(groups)-maxStacks)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func (g *group) write(b *strings.Builder) {
	if g.count == 1 {
		b.WriteString("1 goroutine\n")
	} else {
		fmt.Fprintf(b, "%d goroutines\n", g.count)
	}
	for _, f := range g.frames[:min(len(g.frames), maxFrames)] {
		fmt.Fprintf(b, "  %s(...)\n  \t%s\n", f.call, f.place)
	}
	if more := len(g.frames) - maxFrames; more > 0 {
		fmt.Fprintf(b, "  ...%d frames more\n", more)
	}
}
