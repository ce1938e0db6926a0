// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import (
	"fmt"
	"slices"
	"strings"
)

// options applies the options to the Spec. Those whose words are excluded do not
// apply to what; they reach nothing but the problem that lists them.
func (r *reader) options(opts []Option, what string, excluded ...string) {
	if len(opts) == 0 {
		return
	}
	var wrong []string
	c := &config{}
	for _, o := range opts {
		switch {
		case o == nil:
			c.problem("bad-option", "a nil option is given; leave it out")
		case slices.Contains(excluded, word(o)):
			wrong = append(wrong, o.String())
		default:
			o.apply(c)
		}
	}
	does, it := "does", "it"
	if len(wrong) > 1 {
		does, it = "do", "them"
	}
	if len(wrong) > 0 {
		r.problem("bad-option", fmt.Sprintf("%s %s not apply to %s; leave %s out", list(wrong), does, what, it))
	}
	c.exclusions()
	c.reach(r.spec)
	r.config = *c // r itself need not be allocated
}

// word returns the name of an option.
func word(o Option) string {
	text := o.String()
	return text[:strings.IndexAny(text, "[(")]
}

// exclusions finds options that do not go together.
func (c *config) exclusions() {
	if c.name != "" && c.group != "" {
		c.problem("name-with-group", fmt.Sprintf("Name(%q) and Group(%q) exclude each other; keep one", c.name, c.group))
	}
	for _, word := range []string{"Name", "Group"} {
		if c.given["Results"] && c.given[word] {
			c.problem("conflicting-options", word+" and Results exclude each other; say it in the tags of Results")
		}
	}
	if c.self && !c.rekeyed {
		c.problem("bad-option", "Self() keeps the own type beside those of As, and there is no As; leave it out")
	}
}

// reach copies to s what the options say.
func (c *config) reach(s *Spec) {
	s.Eager, s.Private = c.eager, c.private
	if c.parallel != "" || len(c.after)+len(c.before) > 0 || c.startTimeout > 0 || c.stopTimeout > 0 {
		s.Extra = &Extra{
			Parallel: c.parallel, After: c.after, Before: c.before,
			StartTimeout: c.startTimeout, StopTimeout: c.stopTimeout,
		}
	}
}
