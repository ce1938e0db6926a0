// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// parallelTag reads the tag parallel:"..." of the field of p. The other tags of the
// field still apply if this one is wrong.
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

// parallelAtResult returns the text of the problem of a parallel tag on a result.
func parallelAtResult(tag string) string {
	change := "leave it out"
	if parallelFault(tag) == "" {
		change = fmt.Sprintf("add provide.Parallel(%q) to the constructor", tag)
	}
	return fmt.Sprintf("the tag `parallel:%q` belongs to the parameter that asks for a value, not to the result that gives it; %s", tag, change)
}

// parallelFault returns why tag cannot be the tag of a parallel group, or "". Tags are
// printed in plans, one on a line, and are compared by eye.
func parallelFault(tag string) string {
	switch {
	case tag == "":
		return "is empty; leave it out, or give it a word"
	case strings.Contains(tag, "`"):
		return "contains a backquote, which a struct tag in backquotes cannot contain; take another word"
	case !utf8.ValidString(tag), strings.ContainsFunc(tag, func(c rune) bool { return !strconv.IsPrint(c) }):
		return "contains a line break or another character that does not print; take another word"
	case strings.Trim(tag, " ") != tag:
		return "begins or ends with a space; leave the space out"
	default:
		return ""
	}
}
