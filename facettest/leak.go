// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
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
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/text"
)

// The labels that identify goroutines. Goroutines inherit labels.
const (
	labelDetector  = "facettest"
	labelComponent = "facet"
	labelPlace     = "facet-call"
)

// leakDetector finds the goroutines of an app, by a label with a unique value.
type leakDetector struct{ id string }

func newLeakDetector() *leakDetector { return &leakDetector{rand.Text()} }

// label is a middleware that labels the goroutines of its calls.
func (d *leakDetector) label(ctx context.Context, c hooks.Call, next func(context.Context) error) (err error) {
	labels := pprof.Labels(labelDetector, d.id, labelComponent, c.Component, labelPlace, describe(c))
	pprof.Do(ctx, labels, func(ctx context.Context) { err = next(ctx) })
	return err
}

// describe names a call in the form of failures.
func describe(c hooks.Call) string {
	name := text.Line(strings.TrimPrefix(graph.ShortName(c.Hook), graph.ShortName(c.Component)+"."))
	if c.Phase == hooks.PhaseConstruct {
		return fmt.Sprintf("%s: %s at %v", graph.ShortName(c.Component), c.Kind, c.Place)
	}
	return fmt.Sprintf("%s: %s %s at %v", graph.ShortName(c.Component), c.Phase, name, c.Place)
}

// failIfLeft fails the test if goroutines are left.
func (d *leakDetector) failIfLeft(tb testing.TB) {
	tb.Helper()
	for _, left := range d.leaks() {
		tb.Errorf("facettest: %s", left)
	}
}

// leaks waits a second for the goroutines to end, and describes the remaining ones.
func (d *leakDetector) leaks() []string {
	for wait := time.Millisecond; ; wait *= 2 {
		found := d.goroutines()
		if len(found) == 0 || wait > 512*time.Millisecond {
			return found
		}
		time.Sleep(wait)
	}
}

// goroutines describes the goroutines that run now, those with equal stacks together.
func (d *leakDetector) goroutines() []string {
	var list []string
	for _, g := range guard.Profile() {
		if id, _ := g.Label(labelDetector); id != d.id {
			continue
		}
		count, frames := g.Stack()
		what := "a goroutine is leaked"
		if count != 1 {
			what = strconv.Itoa(count) + " goroutines are leaked"
		}
		place, _ := g.Label(labelPlace)
		list = append(list, fmt.Sprintf("%s, of %s\n%s", what, place, stackText(frames)))
	}
	return list
}

// stackText formats the part of a stack that belongs to user code.
func stackText(frames []guard.Frame) string {
	if user := guard.CalledByGuard(frames); len(user) > 0 {
		frames = user
	}
	var b strings.Builder
	for _, f := range frames {
		fmt.Fprintf(&b, "    %s\n        %s\n", f.Call, f.Place)
	}
	return b.String()
}
