// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/text"
)

// Text returns the text of an error for people. That of facet's own errors is as it
// is. In that of any other error nothing controls a terminal, each line but the first
// is indented, and it is cut after 16 KiB; if the error's methods panic or do not
// return, it begins with the name of its type.
func Text(err error) string {
	if hasOwnText(err) {
		return err.Error()
	}
	return text.Block(guard.Text(err), "  ")
}

// hasOwnText reports whether the text of err is facet's.
func hasOwnText(err error) bool {
	switch err := err.(type) { //nolint:errorlint // what is around it has a text of its own
	case *graph.Problem:
		return err != nil
	case *graph.Problems:
		return err != nil
	default:
		return guard.IsOwn(err)
	}
}
