// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
	"slices"
	"strings"
)

// around is how many equal lines are shown around those that differ.
const around = 3

// diff returns the lines of two texts, those only in old behind "-", those only in
// text behind "+". Equal lines are shown near these only.
func diff(old, text string) string {
	lines := compare(slices.Collect(strings.Lines(old)), slices.Collect(strings.Lines(text)))
	shown := make([]bool, len(lines))
	for i, line := range lines {
		if line[0] != ' ' {
			for j := max(0, i-around); j <= min(len(lines)-1, i+around); j++ {
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

// compare merges two lists of lines by a longest common subsequence.
func compare(a, b []string) []string {
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

// commonLengths returns for each i and j the length of the longest common
// subsequence of a[i:] and b[j:].
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
