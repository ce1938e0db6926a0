// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

import (
	"fmt"

	"github.com/facet-go/facet/graph"
)

// rejectNoResult reports a function without a value among its results.
func (r *reader) rejectNoResult(results, values int) {
	what := "a constructor returns what it provides"
	if r.isDecorator() {
		what = "a decorator returns the new version of what it changes"
	}
	switch {
	case results == 0:
		r.addProblem("no-result", fmt.Sprintf("returns nothing, and %s; return a value, or call the function with facet.Invoke", what))
	case values == 0:
		r.addProblem("only-error", fmt.Sprintf("returns only an error, and %s; return a value too, or call the function with facet.Invoke", what))
	default:
		r.addProblem("no-result", "returns a result struct without fields, and provides nothing; add a field")
	}
}

func (r *reader) isDecorator() bool { return r.spec.Kind == graph.KindDecorator }

// rejectDuplicateKeys reports keys that one constructor provides twice.
func (r *reader) rejectDuplicateKeys() {
	if len(r.spec.Results) < 2 {
		return
	}
	seen := make(map[Key]Result, len(r.spec.Results))
	for _, res := range r.spec.Results {
		first, twice := seen[res.Key]
		switch {
		case res.Key.Group != "" && !res.Whole:
		case twice:
			r.addProblem("conflicting-keys", fmt.Sprintf("gives %v twice, as %s and as %s; %s",
				res.Key, r.resultWhere(first.Arg, first.Field), r.resultWhere(res.Arg, res.Field), disambiguation(first, res)))
		default:
			seen[res.Key] = res
		}
	}
}

// disambiguation returns how to give two results of one key different keys.
func disambiguation(a, b Result) string {
	switch {
	case a.Whole:
		return "return the members together"
	case len(a.Field) == 0 || len(b.Field) == 0:
		return "give one of them a name of its own, with provide.Results"
	default:
		return "give one of them another name, with `name:\"...\"`"
	}
}
