// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// parallelTag reads the tag parallel:"..." of the field that p is for. The field
// keeps its other tags even if this one is wrong.
func (r *reader) parallelTag(f reflect.StructField, p Param) string {
	tag, ok := f.Tag.Lookup("parallel")
	if !ok {
		return ""
	}
	fault := parallelFault(tag)
	if f.Type.Kind() == reflect.Struct && embeds(f.Type, inType) {
		fault = "does not apply to a whole parameter struct; tag its fields"
	}
	if fault != "" {
		r.paramProblem("bad-tag", p, fmt.Sprintf("the tag `parallel:%q` %s", tag, fault))
		return ""
	}
	return tag
}

// parallelAtResult says what to do about a tag at who gives a value.
func parallelAtResult(tag string) string {
	change := "leave it out"
	if parallelFault(tag) == "" {
		change = fmt.Sprintf("add provide.Parallel(%q) to the constructor", tag)
	}
	return fmt.Sprintf("the tag `parallel:%q` belongs to who asks for a value, not to who gives it; %s", tag, change)
}

// parallelFault says why tag cannot be that of a parallel group; "" is for one
// that can. Tags are printed in plans, one line each, and are compared by eye.
func parallelFault(tag string) string {
	switch {
	case tag == "":
		return "says nothing; leave it out, or give it a word"
	case strings.Contains(tag, "`"):
		return "holds a backquote, which a struct tag in backquotes cannot; take another word"
	case !utf8.ValidString(tag), strings.ContainsFunc(tag, func(c rune) bool { return !strconv.IsPrint(c) }):
		return "holds a line break or another character that does not print; take another word"
	case strings.Trim(tag, " ") != tag:
		return "begins or ends with a space; leave the space out"
	default:
		return ""
	}
}
