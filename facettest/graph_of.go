// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
	"testing"

	"github.com/facet-go/facet"
)

// GraphOf is [Graph] for the options of an app, as the other functions take them.
func GraphOf(tb testing.TB, file string, opts ...facet.Option) {
	tb.Helper()
	Graph(tb, facet.New(opts...), file)
}
