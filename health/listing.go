// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// The limits of a text for people: what a terminal, a log line or the agent of a
// cluster takes.
const (
	maxParts = 100      // lines of an answer, causes of an error
	maxPart  = 8 << 10  // bytes of one
	maxBytes = 64 << 10 // of all
)

// listing is a text of several parts that stays within the limits. The zero value
// is empty.
type listing struct {
	separator string
	parts     int
	leftOut   int
	b         strings.Builder
}

// add adds a part if there is room for it. When there was none, no further part is
// added.
func (l *listing) add(part string) {
	part = cut(part)
	if l.leftOut > 0 || l.parts == maxParts || l.b.Len()+len(part) > maxBytes {
		l.leftOut++
		return
	}
	if l.parts > 0 {
		l.b.WriteString(l.separator)
	}
	l.parts++
	l.b.WriteString(part)
}

// String returns the parts, and says how many are left out.
func (l *listing) String() string {
	if l.leftOut == 0 {
		return l.b.String()
	}
	return l.b.String() + l.separator + "and " + strconv.Itoa(l.leftOut) + " more"
}

// cut bounds a part.
func cut(part string) string {
	if len(part) <= maxPart {
		return part
	}
	end := maxPart
	for !utf8.RuneStart(part[end]) {
		end--
	}
	return part[:end] + "... (" + strconv.Itoa(len(part)-end) + " bytes more)"
}
