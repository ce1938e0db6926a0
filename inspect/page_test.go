// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package inspect_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"html"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/inspect"
)

func TestPage_isSmall(t *testing.T) {
	require.Less(t, len(frozen(t, inspect.Snapshot{})), 120_000)
}

// The layout is dist/dagre.min.js of @dagrejs/dagre 3.1.3, unchanged.
func TestPage_theLayoutIsPinned(t *testing.T) {
	file, err := os.ReadFile("page/dagre.min.js")
	require.NoError(t, err)
	sum := sha256.Sum256(file)
	require.Equal(t, "54a503e346f93ca0bb10abe7999587e037262935687aca45eb4e4b0f64bbb578", hex.EncodeToString(sum[:]))
	page := frozen(t, inspect.Snapshot{})
	require.Contains(t, page, "Permission is hereby granted")
	require.NotContains(t, page, "sourceMappingURL")
}

var (
	inline  = regexp.MustCompile(`(?s)<(script|style)( nonce="[^"]*")?>(.*?)</(?:script|style)>`)
	meta    = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy" content="([^"]*)">\n`)
	nonces  = regexp.MustCompile(` nonce="[^"]*"`)
	dataTag = regexp.MustCompile(`(?s)<script type="application/json" id="data".*?</script>`)
)

func TestPage_theFrozenPageAllowsItsOwnPartsOnly(t *testing.T) {
	page := frozen(t, inspect.Snapshot{})
	policy := html.UnescapeString(meta.FindStringSubmatch(page)[1])
	require.Contains(t, policy, "default-src 'none'; ")
	require.NotContains(t, policy, "unsafe")
	require.NotContains(t, policy, "http")
	parts := inline.FindAllStringSubmatch(page, -1)
	require.Len(t, parts, 3)
	for _, part := range parts {
		sum := sha256.Sum256([]byte(part[3]))
		require.Contains(t, policy, part[1]+"-src 'sha256-")
		require.Contains(t, policy, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
	}
}

func TestPage_loadsNothing(t *testing.T) {
	page := dataTag.ReplaceAllString(frozen(t, inspect.Snapshot{}), "")
	require.NotRegexp(t, `(?i)<(img|iframe|object|embed|base|form)\b`, page)
	require.NotRegexp(t, `(?i)\bsrc=|@import|url\((?:[^#])`, page)
	require.Equal(t, []string{`href="data:,"`}, regexp.MustCompile(`href="[^"#]*"`).FindAllString(page, -1), "the icon")
	require.NotContains(t, page, "innerHTML")
}

func TestPage_theFrozenPageIsTheServedPage(t *testing.T) {
	app := newApp(passes)
	served := get(inspect.Handler(app), "/").Body.String()
	written := frozen(t, inspect.Take(app, nil))
	require.Equal(t, dataOf(t, written), dataOf(t, served))
	served = dataTag.ReplaceAllString(nonces.ReplaceAllString(served, ""), "")
	written = dataTag.ReplaceAllString(meta.ReplaceAllString(written, ""), "")
	require.Equal(t, written, served)
}

func TestPage_aFailedStartHasTheErrorOfTheComponent(t *testing.T) {
	var r inspect.Recorder
	app := newApp(func(context.Context) error { return errors.New("connection refused") }, observe(&r))
	require.Error(t, app.Start(t.Context()))
	d := dataOf(t, frozen(t, inspect.Take(app, &r)))
	require.Equal(t, "failed", d.Current.State)
	require.Contains(t, d.Clock.Sentence, "Not started: ")
	require.Len(t, d.Current.Failures, 1)
	require.Equal(t, "inspect_test.newCache", d.Current.Failures[0].Name)
	require.Contains(t, d.Current.Failures[0].Text, "connection refused")
}

func TestPage_ofAGraphWithoutATimeline(t *testing.T) {
	begin := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	g := &graph.Graph{Nodes: []graph.Node{{
		ID: "a.New", Name: "a.New", Reached: true, State: graph.StateRunning,
		Timing: graph.Timing{Started: begin, Up: begin.Add(time.Second)},
	}, {ID: "b.New", Name: "b.New"}}}
	require.Equal(t, "2 components, 1 running, 1 that no root needs.", dataOf(t, frozen(t, inspect.Snapshot{Graph: g})).Clock.Sentence)
	require.Equal(t, "The graph is empty: nothing is registered.", dataOf(t, frozen(t, inspect.Snapshot{})).Clock.Sentence)
}

// hostile are names that break pages which take them for more than data.
var hostile = []string{
	"</script><script>alert(1)</script>", "<!--<script>", "]]>", `"'><img src=x onerror=alert(1)>`, "{{.}}", "${x}", "\u2028\u2029", "\x00\x1b[31m\x7f",
	"\u202eevil\u2066", "\xff\xfe", "javascript:alert(1)", "__proto__", strings.Repeat("x", 1<<20),
}

func FuzzPage_namesAreData(f *testing.F) {
	for _, name := range hostile {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		clean, page := frozen(t, inspect.Snapshot{}), frozen(t, hostileSnapshot(name))
		require.Less(t, len(page), len(clean)+1_000_000, "it is bounded")
		require.Equal(t, strings.Count(clean, "<script"), strings.Count(page, "<script"))
		require.Equal(t, strings.Count(clean, "</script"), strings.Count(page, "</script"))
		require.Equal(t, strings.Count(clean, "<!--"), strings.Count(page, "<!--"))
		require.False(t, strings.ContainsFunc(page, func(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) }))
		rest := dataTag.ReplaceAllString(page, "")
		require.Equal(t, titleless(dataTag.ReplaceAllString(clean, "")), titleless(rest), "it is in the data only")
		d := dataOf(t, page)
		for _, n := range d.Declared.Nodes {
			require.NotContains(t, n.Name, "\x1b")
			require.NotContains(t, n.Name, "\n")
		}
	})
}

func titleless(page string) string {
	return regexp.MustCompile(`(?s)<title>[^<]*</title>`).ReplaceAllString(page, "")
}

// hostileSnapshot has a name wherever a name may be.
func hostileSnapshot(name string) inspect.Snapshot {
	key := graph.Key{Type: name, Name: name, Group: name}
	n := graph.Node{
		ID: name, Name: name, Module: name, Parallel: name, Private: name, Replaces: []string{name}, ReplacedBy: []string{name},
		Gives: []graph.Key{key}, Needs: []graph.Need{{Key: key, From: []string{name}}}, Hooks: []graph.Hook{{Kind: name, Name: name}},
	}
	return inspect.Snapshot{
		Title:    name,
		Graph:    &graph.Graph{Nodes: []graph.Node{n}, Edges: []graph.Edge{{From: name, To: name, Key: key}, {From: name, To: "missing"}}},
		Failures: []inspect.Failure{{Node: name, Hook: name, Op: name, Text: name}},
		Problems: []*graph.Problem{{Slug: name, Text: name, Advice: name}, nil},
		Report:   name,
	}
}
