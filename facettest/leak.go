// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"runtime/pprof"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/text"
)

// The labels by which goroutines are found. Goroutines hand them on to those that
// they start.
const (
	labelWatch     = "facettest"
	labelComponent = "facet"
	labelPlace     = "facet-call"
)

// watch finds the goroutines of an app, by a label that no other has.
type watch struct{ id string }

func newWatch() *watch { return &watch{rand.Text()} }

// around is a middleware that labels what it calls.
func (w *watch) around(ctx context.Context, c hooks.Call, next func(context.Context) error) (err error) {
	labels := pprof.Labels(labelWatch, w.id, labelComponent, c.Component, labelPlace, describe(c))
	pprof.Do(ctx, labels, func(ctx context.Context) { err = next(ctx) })
	return err
}

// describe names a call as failures do.
func describe(c hooks.Call) string {
	name := text.Line(strings.TrimPrefix(graph.ShortName(c.Hook), graph.ShortName(c.Component)+"."))
	if c.Phase == hooks.PhaseConstruct {
		return fmt.Sprintf("%s: %s at %v", graph.ShortName(c.Component), c.Kind, c.Place)
	}
	return fmt.Sprintf("%s: %s %s at %v", graph.ShortName(c.Component), c.Phase, name, c.Place)
}

// check fails the test if goroutines are left.
func (w *watch) check(tb testing.TB) {
	tb.Helper()
	for _, left := range w.left() {
		tb.Errorf("facettest: %s", left)
	}
}

// left waits a second for the goroutines to end, and describes those that do not.
func (w *watch) left() []string {
	for wait := time.Millisecond; ; wait *= 2 {
		found := w.running()
		if len(found) == 0 || wait > 512*time.Millisecond {
			return found
		}
		time.Sleep(wait)
	}
}

// running describes the goroutines that run now, equal ones together.
func (w *watch) running() []string {
	var b bytes.Buffer
	const withLabels = 1
	if err := pprof.Lookup("goroutine").WriteTo(&b, withLabels); err != nil {
		return []string{"no goroutines can be listed: " + err.Error()}
	}
	var list []string
	for block := range strings.SplitSeq(b.String(), "\n\n") {
		count, labels, stack := parseGoroutines(block)
		if labels[labelWatch] != w.id {
			continue
		}
		what := "a goroutine is left behind"
		if count != "1" {
			what = count + " goroutines are left behind"
		}
		list = append(list, fmt.Sprintf("%s, of %s\n%s", what, labels[labelPlace], stack))
	}
	return list
}

// mechanism begins the name of the functions that call users' code.
const mechanism = "github.com/facet-go/facet/internal/guard."

// parseGoroutines reads one block of a goroutine profile: how many, their labels,
// and their stack.
func parseGoroutines(block string) (count string, labels map[string]string, stack string) {
	labels = map[string]string{}
	var b strings.Builder
	for line := range strings.SplitSeq(block, "\n") {
		head, pcs, isHead := strings.Cut(line, " @ ")
		text, isLabels := strings.CutPrefix(line, "# labels: {")
		fields := strings.Fields(strings.TrimPrefix(line, "#"))
		switch {
		case isHead && strings.HasPrefix(pcs, "0x"):
			count = head
		case isLabels:
			parseLabels(text, labels)
		case strings.HasPrefix(line, "#\t") && len(fields) >= 3:
			name, _, _ := strings.Cut(fields[1], "+0x")
			if strings.HasPrefix(name, mechanism) {
				return count, labels, b.String() // what called the user's code
			}
			fmt.Fprintf(&b, "    %s\n        %s\n", name, strings.Join(fields[2:], " "))
		}
	}
	return count, labels, b.String()
}

// parseLabels reads quoted pairs, as in `"facet":"store.NewDB", "k":"v"}`.
func parseLabels(text string, into map[string]string) {
	var words []string
	for text != "" {
		quoted, err := strconv.QuotedPrefix(text)
		if err != nil {
			break
		}
		word, _ := strconv.Unquote(quoted) // which QuotedPrefix has checked
		words = append(words, word)
		text = strings.TrimLeft(text[len(quoted):], ":, ")
	}
	for i := 0; i+1 < len(words); i += 2 {
		into[words[i]] = words[i+1]
	}
}
