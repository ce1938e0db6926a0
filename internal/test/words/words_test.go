// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package words_test keeps words out of the code and the documents for which there is a
// plainer one.
package words_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// words maps a pattern to the plain words.
var words = map[string]string{
	`nobody|somebody|anybody|whoever|whom`:        "nothing, a caller, the user: code is no person",
	`tells? whether`:                              "reports whether",
	`(is|are|was|were|be|being) told`:             "receives, is reported, is notified",
	`save (that|for)`:                             "except",
	`likewise|be it|as it were`:                   "as well, or a sentence of its own",
	`what lives|that lives?`:                      "live components, instances",
	`(goes|go|going|went) on`:                     "continues",
	`in hand`:                                     "runs",
	`(given|gives|give|gave) up`:                  "abandoned",
	`behind`:                                      "after",
	`beside`:                                      "besides, next to, during, concurrently",
	`mends?|mended`:                               "fixes, restores",
	`glimpse|relief|likeness|doomed|overruled`:    "the field's word",
	`fares?|has the word|untold`:                  "the field's word",
	`has (it|them|the \w+) (called|made|stopped)`: "calls, makes, stops",
}

// anyWord matches all words.
var anyWord = regexp.MustCompile(`(?i)\b(` + strings.Join(slices.Sorted(maps.Keys(words)), "|") + `)\b`)

func plainer(word string) string {
	for pattern, plain := range words {
		if regexp.MustCompile(`(?i)^(` + pattern + `)$`).MatchString(word) {
			return plain
		}
	}
	return ""
}

// allowed are the uses that have another meaning.
var allowed = []string{
	"behind haproxy", "constant load behind", "http.NoBody",
}

func TestWords_arePlain(t *testing.T) {
	var found []string
	for _, file := range sources(t) {
		text, err := os.ReadFile(file) //nolint:gosec // of the repository
		require.NoError(t, err)
		found = append(found, findings(file, string(text))...)
	}
	require.Empty(t, found, "see the words in this test")
}

func TestNames_ofTestsArePlain(t *testing.T) {
	name := regexp.MustCompile(`func Test\w*(Nobody|Somebody|Whoever|WhatLives|Behind|Beside[A-Z])\w*`)
	for _, file := range sources(t) {
		text, err := os.ReadFile(file) //nolint:gosec // of the repository
		require.NoError(t, err)
		require.Empty(t, name.FindAllString(string(text), -1), file)
	}
}

func TestWords_areFound(t *testing.T) {
	require.Equal(t, []string{"x.go:2: tells whether: reports whether"}, findings("x.go", "package x\n// isUp tells whether x is up.\n"))
	require.Empty(t, findings("x.md", "three processes behind haproxy, and a misbehavior"))
}

// findings returns the words in a text, with their lines.
func findings(file, text string) []string {
	var found []string
	for number, line := range strings.Split(text, "\n") {
		for _, ok := range allowed {
			line = strings.ReplaceAll(line, ok, "")
		}
		for _, word := range anyWord.FindAllString(line, -1) {
			found = append(found, fmt.Sprintf("%s:%d: %s: %s", file, number+1, word, plainer(word)))
		}
	}
	return found
}

// sources returns the Go files and documents of the repository. It leaves out generated code
// and pages, and this test.
func sources(t *testing.T) []string {
	t.Helper()
	root := filepath.Join("..", "..", "..")
	var files []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		name := filepath.ToSlash(strings.TrimPrefix(path, root+string(filepath.Separator)))
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "testdata" || name == "bench/small" || name == "internal/test/words"):
			return fs.SkipDir
		case name == "CHANGELOG.md" || name == "docs/benchmarks.md" || d.IsDir():
		case strings.HasSuffix(name, ".go") || strings.HasSuffix(name, ".md"):
			files = append(files, path)
		}
		return nil
	})
	require.NoError(t, err)
	require.Greater(t, len(files), 300)
	return files
}
