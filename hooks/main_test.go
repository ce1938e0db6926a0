// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"regexp"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	varying = regexp.MustCompile(`(_test\.go):\d+|after \d\S*( and was)?`)
	// Of a stack: the goroutine's number and state; of each frame the arguments, the
	// folder and the offset.
	header = regexp.MustCompile(`goroutine \d+ .*:`)
	call   = regexp.MustCompile(`(?m)^( +\S*[\w\])])\([^()]*\)$`)
	place  = regexp.MustCompile(`(?m)^( +\t)\S*/(\S+\.go):\d+.*$`)
)

// masked hides line numbers and times, and of stacks what varies.
func masked(text string) string {
	text = header.ReplaceAllString(text, "goroutine N [state]:")
	text = call.ReplaceAllString(text, "$1(...)")
	text = place.ReplaceAllString(text, "$1.../$2:NN")
	return varying.ReplaceAllStringFunc(text, func(s string) string {
		m := varying.FindStringSubmatch(s)
		if m[1] != "" {
			return m[1] + ":NN"
		}
		return "after TIME" + m[2]
	})
}
