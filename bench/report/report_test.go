// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package report_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/bench/report"
)

func TestMarkdown_isOneTable(t *testing.T) {
	rows := []report.Row{
		{
			What: "build", Facet: report.Duration(1234 * time.Microsecond), Ratios: map[string]float64{"dig": 1.234, "plain": 650},
			Allocs: "12", Checks: []report.Check{report.AtMost("dig", 1.234, 1.2), report.Within(time.Second, time.Minute)},
		},
		{What: "size", Facet: "3 MB", Note: "so it is"},
	}
	require.Equal(t, `| | facet | ÷ dig | ÷ fx | ÷ fx each | ÷ do | ÷ plain | allocations | target (measured) | met |
|---|---:|---:|---:|---:|---:|---:|---:|---|---|
| build | 1.23 ms | 1.23 |  |  |  | 650 | 12 | dig ≤ 1.20 (1.23)<br>≤ 60.0 s (1.00 s) | **no**<br>yes |
| size | 3 MB |  |  |  |  |  |  | so it is |  |
`, report.Markdown(rows))
	met, all := report.Tally(rows)
	require.Equal(t, [2]int{1, 2}, [2]int{met, all})
}
