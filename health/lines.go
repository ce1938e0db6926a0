// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// rank is the importance of a line. If there are too many lines, those with the lowest
// ranks are kept.
type rank int

const (
	rankHead        rank = iota
	rankCause            // the failure of a root cause
	rankFailure          // another check that failed
	rankConsequence      // a component that is not ready because of another one
	rankPassed
	ranks
)

// lines are the lines of a response. At most 100 lines or 64 KiB are written. The zero
// value is empty.
type lines struct {
	byRank [ranks][]lazyLine
	counts [ranks]int
	all    int
}

// lazyLine is a line whose text is made only if there is room for it.
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

// write writes the lines in the order in which they were added. If there is not room
// for all, it writes the lines of the lowest ranks first, and then how many are left
// out.
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
			text := truncate(line.text()) + "\n"
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
		well := left[rankPassed] // heads are never left out
		fmt.Fprintf(b, "warn: %d more lines are left out: %d failed, %d ok\n", more, more-well, well)
	}
}
