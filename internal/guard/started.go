// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// The limits of [Dump.Started].
const (
	maxStacks = 8
	maxFrames = 20
)

// Started returns the stacks of the goroutines that a component started: the goroutines
// that carry its id as [Label], including its tasks. Goroutines that call its hooks are
// left out, and so is one with the stack own. Equal stacks are one, with their number.
// Started returns "" if there are none.
func (d *Dump) Started(component, own string) string {
	stacks := withoutOne(userStacks(d.labelled[component]), own)
	slices.SortStableFunc(stacks, func(a, b *stack) int {
		return cmp.Or(cmp.Compare(b.count, a.count), slices.CompareFunc(a.frames, b.frames, compareFrames))
	})
	return stacksText(stacks)
}

func compareFrames(a, b Frame) int {
	return cmp.Or(cmp.Compare(a.Call, b.Call), cmp.Compare(a.Place, b.Place))
}

// withoutOne removes one goroutine with a stack that [Dump.Stack] returned.
func withoutOne(stacks []*stack, text string) []*stack {
	places := placesOf(text)
	for i, s := range stacks {
		hasPlace := func(f Frame, place string) bool { return f.Place == place }
		if slices.EqualFunc(s.frames, places, hasPlace) {
			if s.count--; s.count == 0 {
				return slices.Delete(stacks, i, i+1)
			}
			break
		}
	}
	return stacks
}

// placesOf returns the places of a stack, which are in the lines below those of the
// calls.
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

func stacksText(stacks []*stack) string {
	var b strings.Builder
	for _, s := range stacks[:min(len(stacks), maxStacks)] {
		s.write(&b)
	}
	if len(stacks) > maxStacks {
		more := 0
		for _, s := range stacks[maxStacks:] {
			more += s.count
		}
		fmt.Fprintf(&b, "and %d more, with %d other stacks", more, len(stacks)-maxStacks)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func (s *stack) write(b *strings.Builder) {
	if s.count == 1 {
		b.WriteString("1 goroutine\n")
	} else {
		fmt.Fprintf(b, "%d goroutines\n", s.count)
	}
	for _, f := range s.frames[:min(len(s.frames), maxFrames)] {
		fmt.Fprintf(b, "  %s(...)\n  \t%s\n", f.Call, f.Place)
	}
	if more := len(s.frames) - maxFrames; more > 0 {
		fmt.Fprintf(b, "  ...%d frames more\n", more)
	}
}
