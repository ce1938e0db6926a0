// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package promfacet_test

import (
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// scrape returns what a registry exposes, in the text format, as lines. It parses them, too.
func scrape(t *testing.T, from prometheus.Gatherer) []string {
	t.Helper()
	families, err := from.Gather()
	require.NoError(t, err)
	var out strings.Builder
	for _, family := range families {
		_, err := expfmt.MetricFamilyToText(&out, family)
		require.NoError(t, err)
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	_, err = parser.TextToMetricFamilies(strings.NewReader(out.String()))
	require.NoError(t, err, out.String())
	return strings.Split(strings.TrimSpace(out.String()), "\n")
}

// series returns the lines of a metric.
func series(t *testing.T, from prometheus.Gatherer, name string) (lines []string) {
	t.Helper()
	for _, line := range scrape(t, from) {
		if strings.HasPrefix(line, name+"{") || strings.HasPrefix(line, name+" ") {
			lines = append(lines, strings.ReplaceAll(line, "promfacet_test.", ""))
		}
	}
	return lines
}
