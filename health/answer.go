// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/text"
)

// answer is the answer to a probe, in the form of Kubernetes' own:
// https://kubernetes.io/docs/reference/using-api/health-checks/
type answer struct {
	probe   string
	exclude []string // asked for
	failed  bool
	lines   lines

	matched map[string]bool // of exclude: what names something
}

func newAnswer(probe string, r *http.Request) *answer {
	a := &answer{probe: probe, exclude: r.URL.Query()["exclude"], matched: map[string]bool{}}
	a.head("ping", "")
	return a
}

// head adds a line that is always there. The reason is that of a failure, "" for none.
func (a *answer) head(name, reason string) {
	a.failed = a.failed || reason != ""
	a.lines.add(rankHead, func() string { return line(name, reason) })
}

func (a *answer) app(state facet.State, ok bool) {
	reason := appIs(state)
	if ok {
		reason = ""
	}
	a.head("app", reason)
}

// line is a line of what failed for a reason, or is well without one.
func line(name, reason string) string {
	if reason == "" {
		return "[+]" + text.Line(name) + " ok"
	}
	return "[-]" + text.Line(name) + " failed: " + text.Line(reason)
}

// report adds the lines of a report: for each check, and for each component that is not
// ready, but for invoked functions that only hold others together.
func (a *answer) report(r *Report, c *config) {
	a.app(r.State, r.State == facet.StateRunning)
	a.failed = !r.Ready
	var byID map[string]*Component
	because := func(of *Component) string {
		if byID == nil {
			byID = r.byID()
		}
		return c.because(of, byID)
	}
	for i := range r.Components {
		of := &r.Components[i]
		a.match(of, c)
		failed := false
		for j := range of.Checks {
			failed = a.check(of, &of.Checks[j], c) || failed
		}
		switch n := len(of.Chain); {
		case n == 1 && !failed:
			a.lines.add(rankCause, func() string { return line(of.Name, because(of)) })
		case n > 1 && of.Kind != graph.KindInvoke:
			a.lines.add(rankConsequence, func() string { return line(of.Name, because(of)) })
		}
	}
}

// check adds the line of a check, and reports whether that has failed.
func (a *answer) check(of *Component, check *Result, c *config) (failed bool) {
	name := func() string { return of.Name + "/" + check.Name }
	switch check.Status {
	case Passed:
		a.lines.add(rankWell, func() string { return line(name(), "") })
	case Failed:
		rank := rankCause
		if len(of.Chain) > 1 {
			rank = rankFailure
		}
		a.lines.add(rank, func() string { return line(name(), c.reason(check.Error)) })
		return true
	case Excluded:
		a.lines.add(rankWell, func() string { return "[+]" + text.Line(name()) + " excluded: ok" })
	case NotCalled:
	}
	return false
}

// match notes which of the names that are to be excluded exist.
func (a *answer) match(of *Component, c *config) {
	if len(a.exclude) == 0 {
		return
	}
	note := func(name string) {
		if c.excludes(name) {
			a.matched[name] = true
		}
	}
	note(of.Name)
	note(of.ID)
	for i := range of.Checks {
		note(of.Name + "/" + of.Checks[i].Name)
		note(of.ID + "/" + of.Checks[i].Name)
	}
}

// because tells why a component is not ready, beyond its own checks.
func (c *config) because(of *Component, byID map[string]*Component) string {
	last := len(of.Chain) - 1
	cause := byID[of.Chain[last]].cause(of, last == 0, byID)
	if len(cause.Errs) > 0 && c.withhold {
		cause.text = notReady + withheld
	}
	if last == 0 {
		return cause.text
	}
	return cause.String()
}

const withheld = "reason withheld"

// reason is the text of an error as it is answered.
func (c *config) reason(text string) string {
	switch {
	case c.withhold:
		return withheld
	case text == "":
		return "its error has no text"
	default:
		return text
	}
}

// write answers.
func (a *answer) write(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	if !a.failed && !r.URL.Query().Has("verbose") {
		fmt.Fprint(w, "ok")
		return
	}
	outcome := "passed"
	if a.failed {
		outcome = "failed"
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	var b strings.Builder
	a.lines.write(&b)
	unmatched := slices.DeleteFunc(slices.Clone(a.exclude), func(name string) bool { return a.matched[name] })
	if len(unmatched) > 0 {
		b.WriteString(cut(fmt.Sprintf("warn: some health checks cannot be excluded: no matches for %q", unmatched)) + "\n")
	}
	fmt.Fprintf(w, "%s%s check %s\n", b.String(), a.probe, outcome)
}
