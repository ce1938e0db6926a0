// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"errors"
	"reflect"
	"strings"
)

var (
	errTagsNotSeparated = errors.New("multiple tags are not separated by space")
	errTagKey           = errors.New("tag key is invalid, Use group, name or optional as tag keys")
	errTagNotQuoted     = errors.New("tag value should start with double quote. i.e. key:\"value\" ")
	errTagNotClosed     = errors.New("tag value should end in double quote. i.e. key:\"value\" ")
)

// ParamTags sets the tags of the parameters by position, as the fields of a parameter
// struct have them: name:"..", group:".." and optional:"..". "" is none.
func ParamTags(tags ...string) Annotation {
	return tagAnnotation("ParamTags", tags, func(a *annotated) *[]string { return &a.paramTags })
}

// ResultTags sets the tags of the results by position, as the fields of a result struct
// have them. "" is none.
func ResultTags(tags ...string) Annotation {
	return tagAnnotation("ResultTags", tags, func(a *annotated) *[]string { return &a.resultTags })
}

func tagAnnotation(name string, tags []string, field func(*annotated) *[]string) Annotation {
	return annotation(func(a *annotated) error {
		if len(*field(a)) > 0 {
			return errors.New("cannot apply more than one line of " + name)
		}
		for _, tag := range tags {
			if err := checkTags(tag); err != nil {
				return err
			}
		}
		*field(a) = tags
		return nil
	})
}

// checkTags checks the tags of one parameter or result.
func checkTags(tags string) error {
	for isFirst := true; strings.TrimSpace(tags) != ""; isFirst = false {
		if !isFirst && tags[0] != ' ' {
			return errTagsNotSeparated
		}
		key, value, _ := strings.Cut(tags, ":")
		switch strings.TrimSpace(key) {
		case "group", "name", "optional":
		default:
			return errTagKey
		}
		if value == "" || value[0] != '"' {
			return errTagNotQuoted
		}
		end := closingQuote(value)
		if end < 0 {
			return errTagNotClosed
		}
		tags = value[end+1:]
	}
	return nil
}

// closingQuote returns the position of the quote that ends a quoted value, or -1.
func closingQuote(value string) int {
	for i := 1; i < len(value); i++ {
		switch value[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}

// tagAt returns the tags at a position, or "".
func tagAt(tags []string, i int) reflect.StructTag {
	if i < len(tags) {
		return reflect.StructTag(tags[i])
	}
	return ""
}

// groupOf returns the group of a tag, and the word after it: "soft" or "flatten".
func groupOf(tag reflect.StructTag) (group, word string) {
	group, word, _ = strings.Cut(tag.Get("group"), ",")
	return group, word
}
