// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package mutant_test

import (
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/mutation/mutant"
)

// change has the fields of a mutant that a test compares.
type change struct {
	operator      mutant.Operator
	before, after string
}

func find(t *testing.T, source string) []mutant.Mutant {
	t.Helper()
	found, err := mutant.Find("a/b.go", []byte(source))
	require.NoError(t, err)
	return found
}

func TestFind_appliesEachOperator(t *testing.T) {
	const cond, bound, logic, gone, failure = mutant.ConditionNegated, mutant.BoundMoved, mutant.LogicSwapped, mutant.StatementRemoved, mutant.ErrorRemoved
	for _, c := range []struct {
		body string
		want []change
	}{
		{"if a == b {\n}", []change{{cond, "if a == b {", "if !(a == b) {"}}},
		{"if x := f(); !x {\n}", []change{{cond, "if x := f(); !x {", "if x := f(); x {"}}},
		{"for !(a) {\n}", []change{{cond, "for !(a) {", "for (a) {"}}},
		{"for {\n}", nil},
		{"switch {\ncase a, b:\n}", []change{{cond, "case a, b:", "case !(a), b:"}, {cond, "case a, b:", "case a, !(b):"}}},
		{"switch a {\ncase b:\n}", nil},
		{"x := i < j", []change{{bound, "x := i < j", "x := i <= j"}}},
		{"x := i <= j", []change{{bound, "x := i <= j", "x := i < j"}}},
		{"x := i > j", []change{{bound, "x := i > j", "x := i >= j"}}},
		{"x := i >= j", []change{{bound, "x := i >= j", "x := i > j"}}},
		{"x := a && b || c", []change{{logic, "x := a && b || c", "x := a || b || c"}, {logic, "x := a && b || c", "x := a && b && c"}}},
		{"g(1,\n\t2) // says", []change{{gone, "g(1, 2)", ""}}},
		{"i++", []change{{gone, "i++", ""}}},
		{"i += 2", []change{{gone, "i += 2", ""}}},
		{"_ = i", nil},
		{"_ = f()", []change{{gone, "_ = f()", ""}}},
		{"c <- 1", []change{{gone, "c <- 1", ""}}},
		{"defer g()", []change{{gone, "defer g()", ""}}},
		{"go g()", []change{{gone, "go g()", ""}}},
		{"for {\nbreak\n}", []change{{gone, "break", ""}}},
		{"return", []change{{gone, "return", ""}}},
		{"select {\ncase <-c:\n\tg()\n}", []change{{gone, "g()", ""}}},
		{"x := func() error { return err }", []change{{failure, "x := func() error { return err }", "x := func() error { return nil }"}}},
		{"x := func() (int, error) { return 0, nil }", nil},
		{"x := func() (int, error) { return f() }", nil},
		{"x := func() (n int, err error) { return 1, wrap(\nerr) }", []change{{failure, "x := func() (n int, err error) { return 1, wrap( err) }", "x := func() (n int, err error) { return 1, nil }"}}},
	} {
		source := "package p\n\nfunc f() {\n" + c.body + "\n}\n"
		found := find(t, source)
		var got []change
		for i, m := range found {
			got = append(got, change{m.Operator, m.Before, m.After})
			mutated := string(found[i].Apply([]byte(source)))
			_, err := parser.ParseFile(token.NewFileSet(), "", mutated, 0)
			require.NoError(t, err, mutated)
			require.NotEqual(t, source, mutated)
			require.Equal(t, strings.Count(source, "\n"), strings.Count(mutated, "\n"), mutated)
		}
		require.Equal(t, c.want, got, c.body)
	}
}

func TestFind_namesTheFunction(t *testing.T) {
	found := find(t, `package p

var v = func() { g() }

func f() { func() { g() }() }

func (p *pair[A, B]) get() { g() }

func (list[T]) get() error { return func() error { return err }() }
`)
	var got []string
	for _, m := range found {
		got = append(got, m.Function)
	}
	require.Equal(t, []string{"", "f", "f", "pair.get", "list.get", "list.get"}, got)
}

func TestFind_saysWhatDoesNotParse(t *testing.T) {
	_, err := mutant.Find("a/b.go", []byte("package"))
	require.ErrorContains(t, err, "a/b.go:1")
}

func TestRank_outlivesChangesElsewhere(t *testing.T) {
	before := find(t, "package p\n\nfunc f() {\n\tg()\n\tg()\n}\n")
	after := find(t, "package p\n\n// A comment.\nfunc e() { h() }\n\nfunc f() {\n\tg() // and another\n\tg()\n}\n")
	require.Equal(t, []uint64{before[0].Rank(1), before[1].Rank(1)}, []uint64{after[1].Rank(1), after[2].Rank(1)})
	require.NotEqual(t, before[0].Rank(1), before[1].Rank(1), "equal lines")
	require.NotEqual(t, before[0].Rank(1), before[0].Rank(2), "another seed")
}
