// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package adapt

import (
	"errors"
	"slices"
	"strings"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
)

// Reword returns an error with the same problems as err in other words: for a front end
// whose users do not write facet.Provide. An error without problems is returned as it is.
func Reword(err error, words *strings.Replacer) error {
	var all *facet.Problems
	if !errors.As(err, &all) || err.Error() != all.Error() {
		return err // the problems are only a part of it
	}
	reworded := *all
	reworded.List = make([]*graph.Problem, len(all.List))
	for i, p := range all.List {
		other := *p
		other.Text, other.Advice = words.Replace(p.Text), words.Replace(p.Advice)
		other.Near = slices.Clone(p.Near)
		for j := range other.Near {
			other.Near[j].Text, other.Near[j].Change = words.Replace(other.Near[j].Text), words.Replace(other.Near[j].Change)
		}
		reworded.List[i] = &other
	}
	return &rewordedError{Problems: &reworded, err: err}
}

// rewordedError has the text of its problems. errors.Is and errors.As find the problems
// and what the first error wraps.
type rewordedError struct {
	*facet.Problems
	err error
}

// Unwrap returns the problems in other words, and the first error.
func (e *rewordedError) Unwrap() []error { return []error{e.Problems, e.err} }
