// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import (
	"fmt"

	"github.com/facet-go/facet/graph"
)

// noResult finds nothing in so many results and values among them.
func (r *reader) noResult(results, values int) {
	what := "a constructor returns what it provides"
	if r.decorates() {
		what = "a decorator returns the new version of what it changes"
	}
	switch {
	case results == 0:
		r.problem("no-result", fmt.Sprintf("returns nothing, and %s; return a value, or call the function with facet.Invoke", what))
	case values == 0:
		r.problem("only-error", fmt.Sprintf("returns only an error, and %s; return a value too, or call the function with facet.Invoke", what))
	default:
		r.problem("no-result", "returns a result struct without fields, and gives nothing; add a field")
	}
}

func (r *reader) decorates() bool { return r.spec.Kind == graph.KindDecorator }

// conflicts finds keys that one constructor would give twice.
func (r *reader) conflicts() {
	if len(r.spec.Results) < 2 {
		return
	}
	seen := make(map[Key]Result, len(r.spec.Results))
	for _, res := range r.spec.Results {
		first, twice := seen[res.Key]
		switch {
		case res.Key.Group != "" && !res.Whole:
		case twice:
			r.problem("conflicting-keys", fmt.Sprintf("gives %v twice, as %s and as %s; %s",
				res.Key, r.resultWhere(first.Arg, first.Field), r.resultWhere(res.Arg, res.Field), apart(first, res)))
		default:
			seen[res.Key] = res
		}
	}
}

// apart says how to tell two results of one key apart.
func apart(a, b Result) string {
	switch {
	case a.Whole:
		return "return the members together"
	case len(a.Field) == 0 || len(b.Field) == 0:
		return "give one of them a name of its own, with provide.Results"
	default:
		return "give one of them another name, with `name:\"...\"`"
	}
}
