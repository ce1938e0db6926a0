// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import (
	"fmt"
	"reflect"
	"strings"
)

// grouped reads a result that is a member of a group, or of a decorator that is
// the whole group.
func (r *reader) grouped(t reflect.Type, arg int, field []int, tag string, as []asked) {
	group, flatten, fault := r.resultGroup(tag)
	if fault != "" {
		r.resultProblem("bad-tag", arg, field, fault)
		return
	}
	res := Result{Arg: arg, Field: field, Flatten: flatten, Whole: r.decorates()}
	switch {
	case res.Whole && t.Kind() != reflect.Slice:
		r.resultProblem("bad-group", arg, field, fmt.Sprintf("a decorator gives the whole group as a slice, and %v is none; return a []%v", t, t))
		return
	case flatten && t.Kind() != reflect.Slice:
		r.resultProblem("bad-group", arg, field, fmt.Sprintf("flatten takes a slice apart, and %v is none", t))
		return
	case flatten && len(as) > 0:
		r.resultProblem("bad-as", arg, field, "As does not apply to a group that is flattened; return a slice of the interface")
		return
	case flatten || res.Whole:
		t = t.Elem()
	}
	for _, as := range r.types(t, arg, field, as) {
		res.Key = Key{Type: as, Group: group}
		r.spec.Results = append(r.spec.Results, res)
	}
}

// resultGroup reads the text of a group at a result.
func (r *reader) resultGroup(tag string) (group string, flatten bool, fault string) {
	group, flags := parseGroup(tag)
	if group == "" {
		return group, flatten, fmt.Sprintf("the group %q has no name; put one before the comma", tag)
	}
	for _, flag := range flags {
		switch {
		case flag == "flatten" && r.decorates():
			return group, flatten, "flatten belongs to the constructor that joins the group; a decorator gives all members, as a slice"
		case flag == "flatten":
			flatten = true
		case flag == "soft":
			return group, flatten, "soft belongs to the parameter that collects the group, not to the result"
		case r.decorates():
			return group, flatten, fmt.Sprintf("unknown word %q in the group %q; write %q", flag, tag, group)
		default:
			return group, flatten, fmt.Sprintf("unknown word %q in the group %q; write %q or %q", flag, tag, group, group+",flatten")
		}
	}
	return group, flatten, ""
}

// parseGroup splits the text of a group tag into the name and its flags.
func parseGroup(tag string) (string, []string) {
	words := strings.Split(tag, ",")
	return words[0], words[1:]
}
