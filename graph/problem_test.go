// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/golden"
)

func missingUsers() *graph.Problem {
	return &graph.Problem{
		Slug: "missing-dependency", Text: "nothing provides store.Users",
		Path: []graph.Hop{
			{Relation: "needed by", Name: "api.NewHandler", Place: place("internal/api/handler.go:31"), Detail: "parameter 2"},
			{Relation: "for", Name: "http.NewServer", Place: place("internal/http/server.go:18"), Detail: "parameter 1"},
			{Relation: "for", Name: "invoke main.run", Place: place("cmd/orders/main.go:24")},
		},
		Near: []graph.Near{
			{
				Text: "*postgres.Users implements store.Users", Place: place("internal/postgres/users.go:15"),
				Change: "add provide.As[store.Users]() to its Provide",
			},
			{
				Text: `store.Users is provided under the name "replica"`, Place: place("internal/postgres/replica.go:9"),
				Change: "ask for it with `name:\"replica\"`",
			},
		},
	}
}

// The relations are aligned to the right.
func TestProblems_readLikeAGoodCompiler(t *testing.T) {
	err := &graph.Problems{Op: "build", Left: "nothing was constructed", List: []*graph.Problem{missingUsers()}}
	golden.Equal(t, "problem.golden", err.Error()+"\n")
}

func TestProblems_areListedOneByOne(t *testing.T) {
	err := &graph.Problems{Op: "validate", List: []*graph.Problem{
		missingUsers(),
		{Slug: "only-error", Text: "main.run: returns only an error", Place: place("main.go:7")},
		{Slug: "dependency-cycle", Text: "a.New needs its own result", Path: []graph.Hop{
			{Name: "a.New", Place: place("a/a.go:1"), Detail: "parameter 1"},
			{Relation: "which needs", Name: "b.NewWithAVeryLongNameOfItsOwn", Place: place("b/b.go:100"), Detail: "parameter 2, field A"},
			{Relation: "which needs", Name: "ж.New"},
		}},
		{Slug: "near-only", Text: "nothing provides it", Near: []graph.Near{{Text: "here is a hint without a place or a change"}}},
		{Slug: "advice", Text: "nothing provides it", Advice: "provide it"},
	}}
	golden.Equal(t, "problems.golden", err.Error()+"\n")
}

func TestProblem_textIsTheSameAloneAsInTheList(t *testing.T) {
	p := missingUsers()
	all := &graph.Problems{Op: "build", List: []*graph.Problem{p}}
	require.True(t, strings.HasSuffix(all.Error(), "\n\n"+p.Error()))
	require.False(t, strings.HasSuffix(p.Error(), "\n"))
}

func TestProblems_areFoundByErrorsAs(t *testing.T) {
	first, second := missingUsers(), &graph.Problem{Slug: "b"}
	err := fmt.Errorf("main: %w", &graph.Problems{Op: "build", List: []*graph.Problem{first, second}})

	var all *graph.Problems
	require.ErrorAs(t, err, &all)
	require.Len(t, all.List, 2)

	var one *graph.Problem
	require.ErrorAs(t, err, &one)
	require.Same(t, first, one)
	require.ErrorIs(t, err, second)
	require.NotErrorIs(t, err, &graph.Problem{Slug: "b"})
}
