// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Params gives the parameters struct tags by position, for a function that one
// does not own: name, group, optional and parallel, with the meaning that they
// have on a field of a parameter struct. An empty string is no tag, and the last
// parameters may go without. A variadic parameter with a group receives its
// members. It does not apply to a parameter struct, whose fields carry their own.
func Params(tags ...string) Option {
	tags = slices.Clone(tags)
	return option{"Params(" + quoteTags(tags) + ")", func(c *config) {
		if c.once("Params") {
			c.params = tags
		}
	}}
}

// Results gives the results struct tags by position, for a function that one does
// not own: name and group, with the meaning that they have on a field of a result
// struct. An empty string is no tag, and the last results may go without. [As]
// and [Self] keep the tag and change the type. It excludes [Name] and [Group] and
// does not apply to a result struct, whose fields carry their own.
func Results(tags ...string) Option {
	tags = slices.Clone(tags)
	return option{"Results(" + quoteTags(tags) + ")", func(c *config) {
		if c.once("Results") {
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

// quoteTag writes a tag as one does in code: in backquotes where they can hold it.
func quoteTag(tag string) string {
	if strconv.CanBackquote(tag) {
		return "`" + tag + "`"
	}
	return strconv.Quote(tag)
}

// tagAt returns the tag for a position, "" for none.
func tagAt(tags []string, i int) string {
	if i < len(tags) {
		return tags[i]
	}
	return ""
}

// tagCount finds more tags than positions.
func (r *reader) tagCount(option string, tags []string, what string, n int) {
	if len(tags) > n {
		r.problem("bad-option", fmt.Sprintf("the number of tags in %s is %d, that of the %s %d; leave out what is too many", option, len(tags), what, n))
	}
}

// taggedParam reads a parameter as a field with that tag.
func (r *reader) taggedParam(p Param, tag string, variadic bool) {
	f := reflect.StructField{Type: p.Key.Type, Tag: reflect.StructTag(tag)}
	fault := tagFault(tag, "a parameter", "name", "group", "optional", "parallel")
	switch {
	case fault != "":
	case f.Type.Kind() == reflect.Struct && embeds(f.Type, inType):
		fault = "a tag does not apply to a whole parameter struct; tag its fields"
	case variadic && f.Tag.Get("group") == "":
		fault = fmt.Sprintf("a variadic parameter is left empty unless it collects a group, and the tag %s names none; leave the tag out", quoteTag(tag))
	default:
		r.field(f, p)
		return
	}
	r.paramProblem("bad-tag", p, fault)
}

// taggedResult reads a result as a field with that tag.
func (r *reader) taggedResult(t reflect.Type, arg int, tag string) {
	if fault := tagFault(tag, "a result", "name", "group"); fault != "" {
		r.resultProblem("bad-tag", arg, nil, fault)
		return
	}
	r.resultField(reflect.StructField{Type: t, Tag: reflect.StructTag(tag)}, arg, nil)
}

// tagFault says why a tag does not go with what; "" is for one that does. No
// compiler and no vet looks at tags in options.
func tagFault(tag, what string, known ...string) string {
	keys, ok := tagKeys(tag)
	if !ok {
		return fmt.Sprintf("the tag %s is no list of key:\"value\" pairs; write it as in a struct, name:\"main\"", quoteTag(tag))
	}
	for i, key := range keys {
		switch {
		case !slices.Contains(known, key):
			return fmt.Sprintf("unknown key %q in the tag %s; the keys for %s are %s", key, quoteTag(tag), what, list(known))
		case slices.Contains(keys[:i], key):
			return fmt.Sprintf("the tag %s gives %s twice; keep one", quoteTag(tag), key)
		}
	}
	return ""
}

// tagKeys returns the keys of a struct tag, and whether reflect can read all of it.
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

// list writes words as one says them: "name, group and optional".
func list(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
