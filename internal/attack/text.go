// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package main

import (
	"fmt"
	"reflect"
	"strings"
)

// The limits of facet's texts.
const (
	maxErrorText = 8 << 20
	maxView      = 4 << 20
)

// showError asks an error of facet for its text, which must return at once and be
// limited and harmless. Errors of users are not checked.
func (l *life) showError(from string, err error) {
	if !isOurs(err) {
		return
	}
	var text string
	l.call("the text of an error of "+from, atOnce, func() { text = err.Error() })
	l.checkHarmless("the error of "+from, text, maxErrorText)
}

// isOurs reports whether an error has a type of facet.
func isOurs(err error) bool {
	if err == nil {
		return false
	}
	t := reflect.TypeOf(err)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	path := t.PkgPath()
	return strings.HasPrefix(path, "github.com/facet-go/facet") && !strings.Contains(path, "/internal/")
}

// checkHarmless checks a text for people: it may have no control characters except line
// breaks and tabs, and no line that a user has forged.
func (l *life) checkHarmless(what, text string, limit int) {
	if len(text) > limit {
		l.violated("text-bound", "%s has %d bytes", what, len(text))
	}
	for i, r := range text {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 {
			l.violated("text-control", "%s has the control character %q: %q", what, r, around(text, i))
		}
	}
	for line := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(line, forged) { // an indented line belongs to the one above
			l.violated("text-forged", "%s has a line that a user has forged: %q", what, around(text, strings.Index(text, "\n"+line)))
		}
	}
}

func around(text string, at int) string {
	return text[max(at-200, 0):min(at+200, len(text))]
}

// textOf returns the text of an error for a finding.
func textOf(err error) string {
	if err == nil || isOurs(err) {
		return fmt.Sprint(err)
	}
	return fmt.Sprintf("an error of type %T", err)
}
