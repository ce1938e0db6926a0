// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

import (
	"fmt"
	"reflect"
	"strings"
)

// readGroupResult reads a result that is a member of a group, or the whole group if the
// function is a decorator.
func (r *reader) readGroupResult(t reflect.Type, arg int, field []int, tag string, as []asInterface) {
	group, flatten, fault := r.parseResultGroup(tag)
	if fault != "" {
		r.resultProblem("bad-tag", arg, field, fault)
		return
	}
	res := Result{Arg: arg, Field: field, Flatten: flatten, Whole: r.isDecorator()}
	switch {
	case res.Whole && t.Kind() != reflect.Slice:
		r.resultProblem("bad-group", arg, field, fmt.Sprintf("a decorator returns the whole group as a slice, and %v is not a slice; return a []%v", t, t))
		return
	case flatten && t.Kind() != reflect.Slice:
		r.resultProblem("bad-group", arg, field, fmt.Sprintf("flatten makes each element of a slice a member, and %v is not a slice", t))
		return
	case flatten && len(as) > 0:
		r.resultProblem("bad-as", arg, field, "As does not apply to a group that is flattened; return a slice of the interface")
		return
	case flatten || res.Whole:
		t = t.Elem()
	}
	for _, as := range r.providedTypes(t, arg, field, as) {
		res.Key = Key{Type: as, Group: group}
		r.spec.Results = append(r.spec.Results, res)
	}
}

// parseResultGroup reads the group tag of a result.
func (r *reader) parseResultGroup(tag string) (group string, flatten bool, fault string) {
	group, flags := parseGroup(tag)
	if group == "" {
		return group, flatten, fmt.Sprintf("the group %q has no name; put one before the comma", tag)
	}
	for _, flag := range flags {
		switch {
		case flag == "flatten" && r.isDecorator():
			return group, flatten, "flatten belongs to the constructor that joins the group; a decorator returns all members, as a slice"
		case flag == "flatten":
			flatten = true
		case flag == "soft":
			return group, flatten, "soft belongs to the parameter that collects the group, not to the result"
		case r.isDecorator():
			return group, flatten, fmt.Sprintf("unknown word %q in the group %q; write %q", flag, tag, group)
		default:
			return group, flatten, fmt.Sprintf("unknown word %q in the group %q; write %q or %q", flag, tag, group, group+",flatten")
		}
	}
	return group, flatten, ""
}

// parseGroup splits a group tag into the name and the flags.
func parseGroup(tag string) (string, []string) {
	words := strings.Split(tag, ",")
	return words[0], words[1:]
}
