// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fromfx_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const page = "../from-fx.md"

func TestPage_namesWhatFxAndDigExport(t *testing.T) {
	for _, p := range []struct{ module, folder string }{
		{"go.uber.org/fx", ""},
		{"go.uber.org/fx", "/fxtest"},
		{"go.uber.org/fx", "/fxevent"},
		{"go.uber.org/dig", ""},
	} {
		t.Run(strings.ReplaceAll(p.module+p.folder, "/", "."), func(t *testing.T) {
			var names []string
			for _, row := range rows(t, "## "+p.module+p.folder+"\n") {
				for _, code := range codes(row[0]) {
					require.NotContains(t, names, code, "two rows")
					names = append(names, code)
				}
				require.NotEmpty(t, row[1]+row[2], "%s: neither what stands for it nor why nothing does", row[0])
			}
			slices.Sort(names)
			require.Equal(t, exports(t, p.module, p.folder), names)
		})
	}
}

func TestPage_itsSnippetsStandInCodeThatRuns(t *testing.T) {
	source := normalized(compiled(t))
	blocks := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(read(t, page), -1)
	require.NotEmpty(t, blocks)
	for _, block := range blocks {
		if !strings.Contains(source, normalized(block[1])) { // source is long
			t.Errorf("no file of the module has this:\n%s", block[1])
		}
	}
}

// Names of facet outside of code blocks, in the tables above all.
func TestPage_whatItNamesOfFacetIsCompiled(t *testing.T) {
	source := regexp.MustCompile(`//.*`).ReplaceAllString(compiled(t), "")
	mention := regexp.MustCompile(`\b(facet|provide|hooks|observe|graph|facettest|zaplog|app|lc)\.[A-Z]\w*`)
	for _, code := range codes(read(t, page)) {
		for _, name := range mention.FindAllString(code, -1) {
			if !regexp.MustCompile(`\b` + regexp.QuoteMeta(name) + `\b`).MatchString(source) {
				t.Errorf("no file of the module uses %s, in `%s`", name, code)
			}
		}
	}
}

func TestPage_itsLinksLeadSomewhere(t *testing.T) {
	text := read(t, page)
	for _, link := range regexp.MustCompile(`\]\(#([^)]*)\)`).FindAllStringSubmatch(text, -1) {
		heading := regexp.MustCompile(`(?mi)^#+ ` + strings.ReplaceAll(link[1], "-", ",? ") + `$`)
		require.Regexp(t, heading, text)
	}
}

func TestService_printsTheSameOnFxAndFacet(t *testing.T) {
	require.Equal(t, "open orders.db\nserve /hello from orders.db\nclose orders.db\n", output(t, "./before"))
	require.Equal(t, output(t, "./before"), output(t, "./after"))
}

func output(t *testing.T, program string) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "program")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-o", binary, program).CombinedOutput()
	require.NoError(t, err, "%s", out)
	out, err = exec.CommandContext(t.Context(), binary).Output()
	require.NoError(t, err)
	return string(out)
}

// rows returns the cells of the table in the section with that heading.
func rows(t *testing.T, heading string) [][]string {
	t.Helper()
	_, section, found := strings.Cut(read(t, page), heading)
	require.True(t, found, "no section %s", heading)
	section, _, _ = strings.Cut(section, "\n## ")
	var table [][]string
	for line := range strings.SplitSeq(section, "\n") {
		if strings.HasPrefix(line, "| `") {
			cells := strings.Split(strings.Trim(line, "|"), "|")
			require.Len(t, cells, 3, line)
			for i, cell := range cells {
				cells[i] = strings.TrimSpace(cell)
			}
			table = append(table, cells)
		}
	}
	return table
}

func codes(text string) []string {
	text = regexp.MustCompile("(?s)```.*?```").ReplaceAllString(text, "")
	var codes []string
	for _, code := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(text, -1) {
		codes = append(codes, code[1])
	}
	return codes
}

func compiled(t *testing.T) string {
	t.Helper()
	var source strings.Builder
	for _, pattern := range []string{"*/*.go", "*_test.go"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, file := range files {
			if file != "page_test.go" && file != "exports_test.go" {
				source.WriteString(read(t, file))
			}
		}
	}
	return source.String()
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(text)
}

// normalized trims the indentation of every line.
func normalized(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSpace(line)
	}
	return strings.Join(lines, "\n")
}
