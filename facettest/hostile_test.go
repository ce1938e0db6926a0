// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/facettest"
	"github.com/facet-go/facet/internal/hostile"
)

func TestLifecycle_aHostileErrorFailsTheTestAndNothingElse(t *testing.T) {
	for kind, err := range hostile.NonBlocking() {
		got := failing(func(tb *fake) {
			h := facettest.Lifecycle(tb).RequireStart()
			h.Lifecycle.Shutdown(err)
		})
		require.Len(t, got.failures, 1, kind)
		require.Contains(t, got.text(), "the component did not run and stop cleanly:\n", kind)
		got = failing(func(tb *fake) {
			h := facettest.Lifecycle(tb)
			h.Lifecycle.Shutdown(err)
			h.RequireStart()
		})
		require.Len(t, got.failures, 1, kind)
		require.Contains(t, got.text(), "the component did not start:\n", kind)
		require.Less(t, len(got.text()), 18<<10, kind)
	}
}
