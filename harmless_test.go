// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/health"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
	"github.com/facet-go/facet/provide"
)

// hostileText draws a name, or the text of an error, that tries to make a line of its
// own, among others.
func hostileText(t *rapid.T, label string) string {
	parts := rapid.SliceOfN(rapid.SampledFrom([]string{
		"name", "\n", "\r", "\r\n", "\t", "\x00", "\x1b[31m", "\a", "\u009b2J", "\u0085", "\u2028", "\u2029",
		"\u202e", "\u2066", "\u200f", "\ufeff", "\xff", "\xc3", "%s", "\"", "\\n", "<br/>", "FORGED",
	}), 1, 6).Draw(t, label)
	return strings.Join(parts, "") + "\nFORGED"
}

// requireHarmless fails if a text for people has what controls a terminal, or a line
// that is not facet's. Tabs indent the lines of DOT, Mermaid and stacks.
func requireHarmless(t require.TestingT, what, text string) {
	require.True(t, utf8.ValidString(text), "%s: %q", what, text)
	for line := range strings.SplitSeq(text, "\n") {
		require.False(t, strings.HasPrefix(line, "FORGED"), "%s: %q", what, text)
		for _, r := range strings.TrimLeft(line, " \t") {
			bad := unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp, unicode.Bidi_Control) || r == '\ufeff'
			require.False(t, bad, "%s: %q in %q", what, r, line)
		}
	}
}

type named struct{}

// hostileApp has hostile names wherever a user can give one.
func hostileApp(t *rapid.T, fails map[string]error, more ...facet.Option) *facet.App {
	names := map[string]string{}
	for _, what := range []string{"key", "group", "module", "inner", "hook", "check", "drain", "task", "other", "parallel"} {
		names[what] = hostileText(t, what)
	}
	key, group := names["key"], names["group"]
	does := func(what string) func(context.Context) error {
		return func(context.Context) error { return fails[what] }
	}
	return facet.New(append(more,
		facet.Log(nil), facet.Signals(), facet.StopTimeout(time.Second),
		facet.Module(names["module"], facet.Module(names["inner"], facet.Parallel(),
			facet.Provide(func(lc *facet.Lifecycle) *named {
				lc.Append(facet.Hook{Name: names["hook"], OnStart: does("start"), OnStop: does("stop")})
				lc.OnCheck(names["check"], does("check"))
				lc.OnDrain(does("drain"), hooks.Name(names["drain"]))
				lc.Go(names["task"], func(ctx context.Context) error { <-ctx.Done(); return fails["task"] })
				lc.Cleanup(func() error { return fails["cleanup"] })
				return &named{}
			}, provide.Name(key)),
			facet.Provide(func(lc *facet.Lifecycle) (int, error) {
				lc.OnStart(does(""), hooks.Name(names["other"]))
				return 1, fails["construct"]
			}, provide.Group(group), provide.Parallel(names["parallel"])),
			facet.Provide(func() string { return "" }, provide.Private()),
		)),
		facet.Invoke(func(struct{}) {}), facet.Supply(struct{}{}),
		facet.Provide(func(*named, []int) fmt.Stringer { return nil },
			provide.Params(fmt.Sprintf("name:%q", key), fmt.Sprintf("group:%q", group)), provide.Eager()),
	)...)
}

// said is a text of a kind.
type said struct{ what, text string }

// lineTexts collects what folds write of events, and the texts of their errors.
func lineTexts(into *[]said) facet.Option {
	fold := &observe.Fold{}
	return facet.Observe(func(e observe.Event) {
		line, ok := fold.Add(e)
		if !ok {
			return
		}
		for _, a := range line.Attrs {
			if a.Key == "slowest" || a.Key == "cause" || a.Key == "hook" {
				*into = append(*into, said{a.Key, a.Value.String()})
			}
		}
		if line.Err != nil {
			*into = append(*into, said{"line", hooks.Text(line.Err)})
		}
	})
}

func TestHarmless_namesAndErrorsInEveryText(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		at := rapid.SampledFrom([]string{"", "construct", "start", "stop", "task", "cleanup", "drain", "check"}).Draw(rt, "fails")
		evil := errors.New(hostileText(rt, "error"))
		var texts []said
		app := hostileApp(rt, map[string]error{at: evil, "cleanup": evil}, lineTexts(&texts),
			facet.If(rapid.Bool().Draw(rt, "concurrent"), facet.Concurrent()))
		synctest.Test(t, func(*testing.T) {
			err := app.Start(context.Background())
			time.Sleep(time.Second)
			texts = append(texts, look(app)...)
			texts = append(texts, said{"start", hooks.Text(err)}, said{"stop", hooks.Text(app.Stop(context.Background()))})
		})
		var all strings.Builder
		for _, s := range texts {
			requireHarmless(rt, s.what, s.text)
			all.WriteString(s.text)
		}
		require.Contains(rt, all.String(), "FORGED")
	})
}

// look looks at an app in every way.
func look(app *facet.App) []said {
	g := app.Graph()
	var report strings.Builder
	app.Report(&report)
	w := httptest.NewRecorder()
	health.Handler(app).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/readyz?verbose&exclude=%0aFORGED%1b", http.NoBody))
	texts := []said{
		{"text", g.Text()},
		{"DOT", g.DOT()},
		{"Mermaid", g.Mermaid()},
		{"plan", app.Plan().String()},
		{"report", report.String()},
		{"probe", w.Body.String()},
	}
	if err := health.Check(context.Background(), app).Err(); err != nil {
		texts = append(texts, said{"not ready", err.Error()})
	}
	return texts
}

func TestHarmless_problemsWithHostileNames(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		draw := func(label string) string { return hostileText(rt, label) }
		err := facet.New(
			facet.Error(errors.New(draw("error"))),
			facet.Module(draw("module"),
				facet.Provide(func(*named) int { return 0 }, provide.Name(draw("name"))),
				facet.Provide(func() string { return "" }), facet.Provide(func() string { return "" }),
				facet.Decorate(func(b byte) byte { return b }),
				facet.Provide(func() *named { return nil }, provide.Name(draw("name"))),
				facet.Supply(1, 2), facet.Provide(func() bool { return true }, provide.After[uint](draw("after"))),
			),
		).Validate()
		require.Error(rt, err)
		requireHarmless(rt, "problems", err.Error())
		requireHarmless(rt, "problem", (&graph.Problem{
			Slug: "slug" + draw("slug"), Text: draw("text"), Advice: draw("advice"), Path: []graph.Hop{{Relation: draw("relation"), Name: draw("name"), Detail: draw("detail")}},
			Near: []graph.Near{{Text: draw("near"), Change: draw("change")}},
		}).Error())
	})
}
