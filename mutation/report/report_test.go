// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package report_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/mutation/living"
	"github.com/facet-go/facet/mutation/mutant"
	"github.com/facet-go/facet/mutation/report"
	"github.com/facet-go/facet/mutation/trial"
)

func summary() *trial.Summary {
	of := func(file, before, after string, op mutant.Operator, v trial.Verdict, by string) trial.Result {
		m := mutant.Mutant{File: file, Function: "T.f", Operator: op, Line: 7, Before: before, After: after}
		return trial.Result{Mutant: m, Verdict: v, By: by, Took: 1500 * time.Millisecond}
	}
	s := &trial.Summary{
		Seed: 3, Took: time.Minute, Places: 70, Covered: 60, Noisy: []string{"TestAtTimes"},
		Results: []trial.Result{
			of("hooks/a.go", "if n < 2 {", "if n <= 2 {", mutant.BoundMoved, trial.Killed, "facet/hooks: TestA"),
			of("hooks/a.go", "g()", "", mutant.StatementRemoved, trial.NotCompiled, ""),
			of("hooks/a.go", "h()", "", mutant.StatementRemoved, trial.Lives, ""),
			of("app.go", "i()", "", mutant.StatementRemoved, trial.Lives, ""),
			of("app.go", "j()", "", mutant.StatementRemoved, trial.Killed, "facet: time-out"),
		},
	}
	for _, r := range s.Results {
		s.All = append(s.All, r.Mutant)
	}
	return s
}

var known = living.List{
	{File: "hooks/a.go", Function: "T.f", Before: "h()", Reason: "Only a hint."},
	{File: "app.go", Function: "T.f", Before: "j()", Reason: "It was thought so."},
	{File: "app.go", Function: "T.f", Before: "old()", Reason: "It was so."},
}

func TestText_listsTheSurvivorsWithTheirReasons(t *testing.T) {
	var b strings.Builder
	report.Text(&b, summary(), known)
	require.Equal(t, `                     killed  live   share  not compiled
              hooks       1     1  50.0 %             1
                  .       1     1  50.0 %             0
        bound moved       1     0   0.0 %             0
  statement removed       1     2  66.7 %             1
                all       2     2  50.0 %             1
seed 3; 70 places, 60 of them covered; 1m0s
TestAtTimes fails at times without a mutant: it judged none
lives as expected: hooks/a.go:7 T.f: h() -> (nothing)
    Only a hint.
in the list, but killed: app.go:7 T.f: j() -> (nothing)
in the list, but not in the code: app.go T.f: old()

not in the list: 1. Each needs a test, or an entry with the reason:

# line 7, statement removed
app.go T.f
- i()
+
  REASON
`, b.String())
}

func TestLine_hasTheVerdictFirst(t *testing.T) {
	require.Equal(t, "killed          1.5s  bound moved  hooks/a.go:7 T.f: if n < 2 { -> if n <= 2 {  (facet/hooks: TestA)", report.Line(&summary().Results[0]))
}

func TestJSON_hasAllResults(t *testing.T) {
	var b strings.Builder
	require.NoError(t, report.JSON(&b, summary()))
	var got struct {
		Seed    int
		Results []struct{ File, Before, Verdict, By string }
	}
	require.NoError(t, json.Unmarshal([]byte(b.String()), &got))
	require.Equal(t, 3, got.Seed)
	require.Len(t, got.Results, 5)
	require.Equal(t, "killed", got.Results[0].Verdict)
	require.Contains(t, b.String(), `"if n < 2 {"`)
}

func TestUnexpected_livesAndIsNotInTheList(t *testing.T) {
	some := report.Unexpected(summary(), known)
	require.Len(t, some, 1)
	require.Equal(t, "i()", some[0].Before)
}
