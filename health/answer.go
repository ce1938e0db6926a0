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
)

// answer is the answer to a probe, in the form of Kubernetes' own:
// https://kubernetes.io/docs/reference/using-api/health-checks/
type answer struct {
	probe     string
	exclude   []string // asked for
	unmatched []string // of those, what names nothing
	failed    bool
	lines     strings.Builder
}

func newAnswer(probe string, r *http.Request) *answer {
	a := &answer{probe: probe, exclude: r.URL.Query()["exclude"]}
	a.unmatched = slices.Clone(a.exclude)
	a.add("ping", true, "")
	return a
}

// add adds a line. The reason is that of a failure.
func (a *answer) add(name string, ok bool, reason string) {
	if ok {
		fmt.Fprintf(&a.lines, "[+]%s ok\n", name)
		return
	}
	a.failed = true
	fmt.Fprintf(&a.lines, "[-]%s failed: %s\n", name, oneLine(reason))
}

func (a *answer) app(state facet.State, ok bool) { a.add("app", ok, appIs(state)) }

// report adds the lines of a report: for each check, and for each component that is not
// ready, save for invoked functions that only hold others together.
func (a *answer) report(r *Report, c *config) {
	a.app(r.State, r.State == facet.StateRunning)
	a.failed = !r.Ready
	byID := r.byID()
	for i := range r.Components {
		of := &r.Components[i]
		a.match(of.Name, of.ID)
		failed := false
		for j := range of.Checks {
			check := &of.Checks[j]
			name := of.Name + "/" + check.Name
			a.match(name, of.ID+"/"+check.Name)
			switch check.Status {
			case Passed:
				a.add(name, true, "")
			case Failed:
				failed = true
				a.add(name, false, c.reason(check.Error))
			case Excluded:
				fmt.Fprintf(&a.lines, "[+]%s excluded: ok\n", name)
			}
		}
		if n := len(of.Chain); n == 1 && !failed || n > 1 && of.Kind != graph.KindInvoke {
			a.add(of.Name, false, c.because(of, byID))
		}
	}
}

// match notes that names which can be excluded exist.
func (a *answer) match(names ...string) {
	a.unmatched = slices.DeleteFunc(a.unmatched, func(n string) bool { return slices.Contains(names, n) })
}

// because tells why a component is not ready, beyond its own checks.
func (c *config) because(of *Component, byID map[string]*Component) string {
	last := len(of.Chain) - 1
	root := byID[of.Chain[last]]
	cause := root.cause(of.Chain[min(1, last):], byID)
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
	if c.withhold {
		return withheld
	}
	return text
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
	if len(a.unmatched) > 0 {
		fmt.Fprintf(&a.lines, "warn: some health checks cannot be excluded: no matches for %q\n", a.unmatched)
	}
	fmt.Fprintf(w, "%s%s check %s\n", a.lines.String(), a.probe, outcome)
}

// oneLine makes a line of a text that may have several.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }), " | ")
}
