// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package text makes names and texts of users harmless in texts for people: in logs, in
// terminals, in responses to probes and in graphs. They cannot end a line, move a cursor,
// or change the direction of the text next to them.
package text

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// separator replaces line breaks in one line.
const separator = " | "

// tab replaces a tab in a block.
const tab = "    "

// Line returns s as one line. A tab becomes a space. A line break between other text
// becomes " | ", and line breaks at the ends are removed. Other characters that control
// a terminal or the direction of text, and invalid UTF-8, are written as in a Go
// string: \x1b, \u202e, \xff. Other text is returned unchanged and without an
// allocation.
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

// Block returns s for a text of several lines. The lines of s stay separate, and each
// but the first begins with indent. "\r\n" is a line break too. A tab becomes four
// spaces. All else is as in [Line].
func Block(s, indent string) string { return block(s, indent, tab) }

// Stack is [Block] for the text of a stack, whose tabs are kept.
func Stack(s, indent string) string { return block(s, indent, "\t") }

// Section returns stacks as a part of a text, below a title, or "" if there are none.
func Section(title, stacks string) string {
	if stacks = strings.TrimSpace(stacks); stacks == "" {
		return ""
	}
	return "\n  " + title + "\n    " + Stack(stacks, "    ")
}

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

// isHarmless reports whether s is one line without characters to escape. Most texts are
// ASCII.
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

// isHarmful reports whether r must be escaped.
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

// write writes one rune. raw are its bytes.
func write(b *strings.Builder, raw string, r rune) {
	switch {
	case r == utf8.RuneError && len(raw) == 1:
		hex(b, `\x`, rune(raw[0]), 2)
	case !isHarmful(r):
		b.WriteString(raw)
	case r < 0x80:
		hex(b, `\x`, r, 2)
	default:
		hex(b, `\u`, r, 4) // all harmful runes have at most four digits
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
