// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"fmt"

	"github.com/facet-go/facet/graph"
)

// explainer writes the text of problems.
type explainer struct {
	query
	paths    *rootPaths // set by problems
	compared int        // the number of problems for which suggestions were searched
}

// problems returns the problems of a query as one error, with the duplicates of the
// container, or nil if there are none.
func (q *query) problems(op, consequence string, findings []finding) error {
	e := &explainer{query: *q}
	var list []*graph.Problem
	for _, d := range q.c.duplicates {
		list = append(list, e.duplicate(d))
	}
	if len(findings) > 0 {
		e.paths = q.shortestPaths()
		for _, f := range findings {
			list = append(list, e.problem(f))
		}
	}
	if len(list) == 0 {
		return nil
	}
	return &graph.Problems{Op: op, Left: consequence, List: list}
}

func (e *explainer) problem(f finding) *graph.Problem {
	switch {
	case f.missing != nil:
		return e.missing(f.missing)
	case f.partial != nil:
		return e.partialReplacement(f.partial)
	case f.order != nil:
		return e.unresolvedOrder(f.order)
	default:
		return e.cycle(f.cycle)
	}
}

// maxCompared is the number of problems for which suggestions are searched, which takes
// long. A report with more problems has few causes.
const maxCompared = 100

const notCompared = "suggestions were not searched, because there are more than 100 such problems"

// mayCompare reports whether suggestions may be searched for one more problem.
func (e *explainer) mayCompare() bool {
	e.compared++
	return e.compared <= maxCompared
}

// nothingToRun returns the problem of a container without roots.
func (c *Container) nothingToRun() *graph.Problem {
	last := c.nodes[len(c.nodes)-1]
	return &graph.Problem{
		Slug: "nothing-to-run", Place: last.Place,
		Text: fmt.Sprintf("no Invoke or Eager constructor needs anything that is registered; add facet.Invoke with a function that takes what the program runs, for example what %s returns, or add provide.Eager()", last.Name()),
	}
}
