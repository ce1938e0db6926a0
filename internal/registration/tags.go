// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Params is the option provide.Params.
func Params(tags ...string) Option {
	tags = slices.Clone(tags)
	return option{"Params(" + quoteTags(tags) + ")", func(c *config) {
		if c.setOnce("Params") {
			c.params = tags
		}
	}}
}

// Results is the option provide.Results.
func Results(tags ...string) Option {
	tags = slices.Clone(tags)
	return option{"Results(" + quoteTags(tags) + ")", func(c *config) {
		if c.setOnce("Results") {
			c.results = tags
		}
	}}
}

func quoteTags(tags []string) string {
	quoted := make([]string, len(tags))
	for i, tag := range tags {
		quoted[i] = quoteTag(tag)
	}
	return strings.Join(quoted, ", ")
}

// quoteTag writes a tag in the notation of code: in backquotes if they can hold it.
func quoteTag(tag string) string {
	if strconv.CanBackquote(tag) {
		return "`" + tag + "`"
	}
	return strconv.Quote(tag)
}

// tagAt returns the tag at a position, or "".
func tagAt(tags []string, i int) string {
	if i < len(tags) {
		return tags[i]
	}
	return ""
}

// rejectExtraTags reports more tags than positions.
func (r *reader) rejectExtraTags(option string, tags []string, what string, n int) {
	if len(tags) > n {
		r.addProblem("bad-option", fmt.Sprintf("the number of tags in %s is %d, that of the %s %d; leave out the surplus tags", option, len(tags), what, n))
	}
}

// readTaggedParam reads a parameter like a field with that tag.
func (r *reader) readTaggedParam(p Param, tag string, variadic bool) {
	f := reflect.StructField{Type: p.Key.Type, Tag: reflect.StructTag(tag)}
	fault := tagFault(tag, "a parameter", "name", "group", "optional", "parallel")
	switch {
	case fault != "":
	case f.Type.Kind() == reflect.Struct && embeds(f.Type, inType):
		fault = "a tag does not apply to a whole parameter struct; tag its fields"
	case variadic && f.Tag.Get("group") == "":
		fault = fmt.Sprintf("a variadic parameter is left empty unless it collects a group, and the tag %s names no group; leave the tag out", quoteTag(tag))
	default:
		r.readField(f, p)
		return
	}
	r.paramProblem("bad-tag", p, fault)
}

// readTaggedResult reads a result like a field with that tag.
func (r *reader) readTaggedResult(t reflect.Type, arg int, tag string) {
	if fault := tagFault(tag, "a result", "name", "group"); fault != "" {
		r.resultProblem("bad-tag", arg, nil, fault)
		return
	}
	r.readResultField(reflect.StructField{Type: t, Tag: reflect.StructTag(tag)}, arg, nil)
}

// tagFault returns why a tag does not apply to what, or "". Neither the compiler nor
// vet checks tags in options.
func tagFault(tag, what string, known ...string) string {
	keys, ok := tagKeys(tag)
	if !ok {
		return fmt.Sprintf("the tag %s is not a list of key:\"value\" pairs; write it as in a struct, name:\"main\"", quoteTag(tag))
	}
	for i, key := range keys {
		switch {
		case !slices.Contains(known, key):
			return fmt.Sprintf("unknown key %q in the tag %s; the keys for %s are %s", key, quoteTag(tag), what, enumerate(known))
		case slices.Contains(keys[:i], key):
			return fmt.Sprintf("the tag %s gives %s twice; keep one", quoteTag(tag), key)
		}
	}
	return ""
}

// tagKeys returns the keys of a struct tag. ok reports whether reflect can read all of
// it.
func tagKeys(tag string) (keys []string, ok bool) {
	for tag = strings.TrimLeft(tag, " "); tag != ""; tag = strings.TrimLeft(tag, " ") {
		key, rest, _ := strings.Cut(tag, ":")
		value, err := strconv.QuotedPrefix(rest)
		if key == "" || strings.ContainsFunc(key, notInKey) || err != nil || value[0] != '"' {
			return keys, false
		}
		keys, tag = append(keys, key), rest[len(value):]
	}
	return keys, len(keys) > 0
}

func notInKey(c rune) bool { return c <= ' ' || c == '"' || c == 0x7f }

// enumerate joins words for a sentence: "name, group and optional".
func enumerate(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
