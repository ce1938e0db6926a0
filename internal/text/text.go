// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package text makes names and texts of users harmless in texts for people: in logs,
// terminals, probes' answers and graph pages. Nothing of them ends a line that is not
// theirs, moves a cursor, or turns the direction of what stands beside it.
package text

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// separator stands between what were lines, in one line.
const separator = " | "

// tab stands for a tab in a block.
const tab = "    "

// Line returns s as one line. A tab is written as a space, and line breaks between
// other text as " | "; those at the ends are left out. What else controls a terminal
// or the direction of text, and what is no UTF-8, is written as in a Go string: \x1b,
// \u202e, \xff. Any other text is returned as it is, without an allocation.
func Line(s string) string {
	if isHarmless(s) {
		return s
	}
	s = strings.TrimFunc(s, isBreak)
	var b strings.Builder
	b.Grow(len(s) + len(separator))
	broken := false
	for s != "" {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case isBreak(r):
			broken = true
		case r == '\t':
			b.WriteByte(' ')
		default:
			if broken {
				b.WriteString(separator)
				broken = false
			}
			write(&b, s[:size], r)
		}
		s = s[size:]
	}
	return b.String()
}

// Block returns s as part of a text of several lines: the lines of s stay apart, and
// each but the first begins with indent. "\r\n" is a line break, too. All else is
// as in [Line], save for a tab, which is written as four spaces.
func Block(s, indent string) string { return block(s, indent, tab) }

// Stack is [Block] for the text of a stack, whose tabs stay.
func Stack(s, indent string) string { return block(s, indent, "\t") }

func block(s, indent, tab string) string {
	if isHarmless(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + len(indent))
	for s != "" {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case strings.HasPrefix(s, "\r\n"):
			size = 2
			fallthrough
		case r == '\n':
			b.WriteByte('\n')
			if len(s) > size {
				b.WriteString(indent)
			}
		case r == '\t':
			b.WriteString(tab)
		default:
			write(&b, s[:size], r)
		}
		s = s[size:]
	}
	return b.String()
}

// isHarmless reports whether s is one line without anything to be escaped. Most
// texts are ASCII.
func isHarmless(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			return utf8.ValidString(s[i:]) && strings.IndexFunc(s[i:], isHarmful) < 0
		case c < ' ' || c == 0x7f:
			return false
		}
	}
	return true
}

// isBreak reports whether r ends a line in a terminal, an editor or a browser.
func isBreak(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return true
	default:
		return false
	}
}

// isHarmful reports whether r is not to be written as it is.
func isHarmful(r rune) bool {
	switch {
	case r < 0x7f:
		return r < ' '
	case r < 0xa0, r == '\u2028', r == '\u2029', r == '\ufeff':
		return true
	default:
		return unicode.Is(unicode.Bidi_Control, r)
	}
}

const digits = "0123456789abcdef"

// write writes one rune, of which raw are the bytes.
func write(b *strings.Builder, raw string, r rune) {
	switch {
	case r == utf8.RuneError && len(raw) == 1:
		hex(b, `\x`, rune(raw[0]), 2)
	case !isHarmful(r):
		b.WriteString(raw)
	case r < 0x80:
		hex(b, `\x`, r, 2)
	default:
		hex(b, `\u`, r, 4) // nothing harmful is beyond that
	}
}

func hex(b *strings.Builder, prefix string, r rune, n int) {
	b.WriteString(prefix)
	for n--; n >= 0; n-- {
		b.WriteByte(digits[r>>(4*n)&0xf])
	}
}

// Count returns a number with its noun: "1 node", "2 nodes".
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
