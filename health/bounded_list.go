// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// The limits of a text for people, for the sake of terminals, logs and cluster agents.
const (
	maxParts = 100      // lines of a response, causes of an error
	maxPart  = 8 << 10  // bytes of one part
	maxBytes = 64 << 10 // bytes of all parts
)

// boundedList joins parts to a text within the limits. The zero value is empty.
type boundedList struct {
	separator string
	parts     int
	leftOut   int
	b         strings.Builder
}

// add adds a part if there is room for it. After a part without room, no part is added.
func (l *boundedList) add(part string) {
	part = truncate(part)
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

// String returns the parts, and the number of parts that are left out.
func (l *boundedList) String() string {
	if l.leftOut == 0 {
		return l.b.String()
	}
	return l.b.String() + l.separator + "and " + strconv.Itoa(l.leftOut) + " more"
}

// truncate limits the length of a part.
func truncate(part string) string {
	if len(part) <= maxPart {
		return part
	}
	end := maxPart
	for !utf8.RuneStart(part[end]) {
		end--
	}
	return part[:end] + "... (" + strconv.Itoa(len(part)-end) + " bytes more)"
}
