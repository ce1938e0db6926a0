// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// rank says how much a line tells. Of too many lines those of the first ranks are
// answered.
type rank int

const (
	rankHead        rank = iota
	rankCause            // what is wrong with a root cause
	rankFailure          // another check that failed
	rankConsequence      // a component that is not ready because of another one
	rankWell
	ranks
)

// lines are the lines of an answer, of which 100 or 64 KiB are written at most. The
// zero value is empty.
type lines struct {
	byRank [ranks][]lazyLine
	counts [ranks]int
	all    int
}

// lazyLine is a line that is written out if there is room for it.
type lazyLine struct {
	at   int // among all lines
	text func() string
}

func (l *lines) add(r rank, text func() string) {
	if len(l.byRank[r]) < maxParts {
		l.byRank[r] = append(l.byRank[r], lazyLine{l.all, text})
	}
	l.counts[r]++
	l.all++
}

// write writes the lines in the order in which they were added. If there is no room for
// all, it writes those that tell most first, and says how many there are besides.
func (l *lines) write(b *strings.Builder) {
	type written struct {
		at   int
		text string
	}
	var list []written
	left, size := l.counts, 0
fill:
	for r, of := range l.byRank {
		for _, line := range of {
			text := cut(line.text()) + "\n"
			if size += len(text); size > maxBytes || len(list) == maxParts {
				break fill
			}
			list = append(list, written{line.at, text})
			left[r]--
		}
	}
	if len(list) == l.all {
		slices.SortFunc(list, func(x, y written) int { return cmp.Compare(x.at, y.at) })
	}
	for _, line := range list {
		b.WriteString(line.text)
	}
	if more := l.all - len(list); more > 0 {
		well := left[rankWell] // heads are always there
		fmt.Fprintf(b, "warn: %d more lines are left out: %d of what failed, %d of what is well\n", more, more-well, well)
	}
}
