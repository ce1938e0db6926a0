// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

import (
	"fmt"
	"slices"
	"strings"
)

// applyOptions applies the options to the Spec. The options whose names are in excluded
// do not apply to what: they have no effect, and one problem lists them.
func (r *reader) applyOptions(opts []Option, what string, excluded ...string) {
	if len(opts) == 0 {
		return
	}
	var inapplicable []string
	c := &config{}
	for _, o := range opts {
		switch {
		case o == nil:
			c.addProblem("bad-option", "a nil option is given; leave it out")
		case slices.Contains(excluded, optionName(o)):
			inapplicable = append(inapplicable, o.String())
		default:
			o.apply(c)
		}
	}
	does, it := "does", "it"
	if len(inapplicable) > 1 {
		does, it = "do", "them"
	}
	if len(inapplicable) > 0 {
		r.addProblem("bad-option", fmt.Sprintf("%s %s not apply to %s; leave %s out", enumerate(inapplicable), does, what, it))
	}
	c.rejectConflicts()
	c.copyTo(r.spec)
	r.config = *c // a copy, so that r stays on the stack
}

// optionName returns the name of an option.
func optionName(o Option) string {
	text := o.String()
	return text[:strings.IndexAny(text, "[(")]
}

// rejectConflicts reports options that exclude each other.
func (c *config) rejectConflicts() {
	if c.name != "" && c.group != "" {
		c.addProblem("name-with-group", fmt.Sprintf("Name(%q) and Group(%q) exclude each other; keep one", c.name, c.group))
	}
	for _, word := range []string{"Name", "Group"} {
		if c.isSet["Results"] && c.isSet[word] {
			c.addProblem("conflicting-options", word+" and Results exclude each other; put it in the tags of Results")
		}
	}
	if c.keepOwnType && !c.hasAs {
		c.addProblem("bad-option", "Self() keeps the own type besides those of As, and there is no As; leave it out")
	}
}

// copyTo copies the options to s.
func (c *config) copyTo(s *Spec) {
	s.Eager, s.Private, s.LastCounts = c.eager, c.private, c.lastCounts
	s.Parallel, s.After, s.Before = c.parallel, c.after, c.before
	s.StartTimeout, s.StopTimeout = c.startTimeout, c.stopTimeout
	if !c.place.IsZero() {
		s.Place = c.place
	}
}
