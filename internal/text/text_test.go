// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package text_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/internal/text"
)

// ordinary is text that does not change.
var ordinary = []string{
	"", "store.NewDB", `module "a" & <b> \n %`, "Größe 日本 ж 🙂 👩\u200d🔬", "می\u200cخواهم", "a\u00a0b",
}

func TestLine_leavesOrdinaryTextAsItIs(t *testing.T) {
	for _, s := range ordinary {
		require.Equal(t, s, text.Line(s))
		require.Equal(t, s, text.Block(s, "  "))
	}
	require.Zero(t, testing.AllocsPerRun(100, func() {
		for _, s := range ordinary {
			text.Line(s)
			text.Block(s, "  ")
		}
	}))
}

func TestLine_isOneLine(t *testing.T) {
	for s, want := range map[string]string{
		"a\nb":                      "a | b",
		"a\r\n\r\nb\n":              "a | b",
		"\n\na":                     "a",
		"a\u2028b\u2029c\u0085d\ve": "a | b | c | d | e",
		"\n":                        "",
		"a\tb":                      "a b",
		"a\rb":                      "a | b",
		"\x1b[31mred\x1b[0m\a":      `\x1b[31mred\x1b[0m\x07`,
		"\u009b31mred":              `\u009b31mred`,
		"nul\x00del\x7f":            `nul\x00del\x7f`,
		"a\u202eb\u2066c\u200f":     `a\u202eb\u2066c\u200f`,
		"\ufeffa":                   `\ufeffa`,
		"a\xffb\xc3":                `a\xffb\xc3`,
		"a\uFFFDb":                  "a\uFFFDb",
	} {
		require.Equal(t, want, text.Line(s), "%q", s)
	}
}

func TestBlock_keepsLinesApartAndIndentsAllButTheFirst(t *testing.T) {
	for s, want := range map[string]string{
		"a\nb":        "a\n  b",
		"a\r\n\r\nb":  "a\n  \n  b",
		"a\n":         "a\n",
		"\na":         "\n  a",
		"a\n\tb":      "a\n      b",
		"a\rb":        `a\x0db`,
		"a\u2028b":    `a\u2028b`,
		"a\x1b[2Kb\n": `a\x1b[2Kb` + "\n",
	} {
		require.Equal(t, want, text.Block(s, "  "), "%q", s)
	}
	require.Equal(t, "f(...)\n  \tf.go:1", text.Stack("f(...)\n\tf.go:1", "  "))
}

func FuzzText(f *testing.F) {
	for _, s := range append(ordinary, "a\nFORGED", "a\r\nFORGED\x1b[2J\u202e\xff\u2028FORGED\t") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		line, block := text.Line(s), text.Block(s, "  ")
		require.NotContains(t, line, "\n")
		requireHarmless(t, line)
		requireHarmless(t, block)
		require.Equal(t, line, text.Line(line), "it is harmless already")
		for i, l := range strings.Split(block, "\n") {
			require.True(t, i == 0 || l == "" || strings.HasPrefix(l, "  "), "%q", block)
		}
	})
}

// requireHarmless checks a text without the functions of the package.
func requireHarmless(t *testing.T, s string) {
	t.Helper()
	require.True(t, utf8.ValidString(s))
	for _, r := range s {
		ok := r == '\n' || !unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp, unicode.Bidi_Control)
		require.True(t, ok, "%q", s)
	}
}

func TestCount_addsAnSExceptToOne(t *testing.T) {
	require.Equal(t, "0 nodes, 1 node, 2 nodes", text.Count(0, "node")+", "+text.Count(1, "node")+", "+text.Count(2, "node"))
}

func TestSection_isATitleAndAnIndentedStack(t *testing.T) {
	require.Equal(t, "\n  stack\n    main.run()\n    \tmain.go:7", text.Section("stack", "\nmain.run()\n\tmain.go:7\n\n"))
	require.Empty(t, text.Section("stack", " \n"))
}
