// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/text"
)

// Text returns the text of an error for people. The text of facet's own errors is not
// changed. In any other text nothing controls a terminal, each line except the first
// is indented, and everything after 16 KiB is cut. If the error's methods panic or do
// not return, the text begins with the name of its type.
func Text(err error) string {
	if hasOwnText(err) {
		return err.Error()
	}
	return text.Block(guard.Text(err), "  ")
}

// hasOwnText reports whether the text of err is facet's.
func hasOwnText(err error) bool {
	switch err := err.(type) { //nolint:errorlint // an error that wraps one has another text
	case *graph.Problem:
		return err != nil
	case *graph.Problems:
		return err != nil
	default:
		return guard.IsOwn(err)
	}
}
