// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
	"slices"
	"strings"
)

// contextLines is the number of equal lines that are shown around different ones.
const contextLines = 3

// diff returns the lines of two texts. Lines only in old begin with "-", lines only in
// text with "+". Equal lines are left out, except near different ones.
func diff(old, text string) string {
	lines := mergeLines(slices.Collect(strings.Lines(old)), slices.Collect(strings.Lines(text)))
	shown := make([]bool, len(lines))
	for i, line := range lines {
		if line[0] != ' ' {
			for j := max(0, i-contextLines); j <= min(len(lines)-1, i+contextLines); j++ {
				shown[j] = true
			}
		}
	}
	var b strings.Builder
	for i, line := range lines {
		switch {
		case shown[i]:
			b.WriteString(strings.TrimSuffix(line, "\n") + "\n")
		case i > 0 && shown[i-1]:
			b.WriteString("  ...\n")
		}
	}
	return b.String()
}

// mergeLines merges two lists of lines by a longest common subsequence.
func mergeLines(a, b []string) []string {
	var lines []string
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		lines = append(lines, "  "+a[0])
		a, b = a[1:], b[1:]
	}
	longest := commonLengths(a, b)
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			lines = append(lines, "  "+a[i])
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && longest[i+1][j] >= longest[i][j+1]:
			lines = append(lines, "- "+a[i])
			i++
		default:
			lines = append(lines, "+ "+b[j])
			j++
		}
	}
	return lines
}

// commonLengths returns for each i and j the length of the longest common subsequence
// of a[i:] and b[j:].
func commonLengths(a, b []string) [][]int {
	longest := make([][]int, len(a)+1)
	for i := range longest {
		longest[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				longest[i][j] = longest[i+1][j+1] + 1
			} else {
				longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			}
		}
	}
	return longest
}
