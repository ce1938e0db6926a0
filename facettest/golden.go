// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
)

// updateEnv is the variable that makes Graph write files.
const updateEnv = "FACETTEST_UPDATE"

// Graph compares the graph of an app with a file, and fails the test with the
// differences: first what has changed in words of the wiring, as [graph.Diff] returns it,
// then the lines of the file. So changes of the graph show in reviews. With
// FACETTEST_UPDATE=1 in the environment it writes the file instead.
//
// The text has the nodes in construction order, with the keys that they provide and
// need, and the providers. Places, states and times are left out, so that the text
// changes only when the graph changes. Nothing is constructed. If the app is built
// already, the text includes its hooks.
func Graph(tb testing.TB, app *facet.App, file string) {
	tb.Helper()
	got := graphText(app.Graph())
	if on := os.Getenv(updateEnv); on != "" && on != "0" {
		if err := writeFile(file, got); err != nil {
			tb.Fatalf("facettest: the graph could not be written: %v", err)
		}
		return
	}
	data, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		tb.Fatalf("facettest: there is no %s to compare the graph with; run the test with %s=1 to write it:\n%s", file, updateEnv, got)
	case err != nil:
		tb.Fatalf("facettest: %v", err)
	}
	want := strings.ReplaceAll(string(data), "\r\n", "\n") // git may check the file out with these
	if got != want {
		tb.Fatalf("facettest: the graph is not that of %s; if it is right, run the test with %s=1:\n%s\nlines of the file (-) and of the graph (+):\n%s",
			file, updateEnv, changes(want, got), diff(want, got))
	}
}

// changes says what differs between two texts of graphText.
func changes(want, got string) string {
	list := graph.Diff(graphOf(want), graphOf(got))
	if len(list) == 0 {
		return "only the order of construction differs\n"
	}
	return list.String()
}

func writeFile(file, text string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil { //nolint:gosec // source code, not secret
		return err
	}
	return os.WriteFile(file, []byte(text), 0o644) //nolint:gosec // as above
}
