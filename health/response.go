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

// response is the response to a probe, in the form of Kubernetes' own probes:
// https://kubernetes.io/docs/reference/using-api/health-checks/
type response struct {
	probe    string
	excluded []string // asked for
	failed   bool
	lines    lines

	matched map[string]bool // of exclude: what names something
}

func newResponse(probe string, r *http.Request) *response {
	resp := &response{probe: probe, excluded: r.URL.Query()["exclude"], matched: map[string]bool{}}
	resp.addHead("ping", "")
	return resp
}

// addHead adds a line that is never left out. reason is the reason of a failure, or "".
func (resp *response) addHead(name, reason string) {
	resp.failed = resp.failed || reason != ""
	resp.lines.add(rankHead, func() string { return line(name, reason) })
}

func (resp *response) addApp(state facet.State, ok bool) {
	reason := appStateText(state)
	if ok {
		reason = ""
	}
	resp.addHead("app", reason)
}

// line returns the line of a failure with that reason, or of a success if reason is "".
func line(name, reason string) string {
	if reason == "" {
		return "[+]" + text.Line(name) + " ok"
	}
	return "[-]" + text.Line(name) + " failed: " + text.Line(reason)
}

// addReport adds a line for each check and for each component that is not ready.
// Invoked functions that only hold other components together have no line.
func (resp *response) addReport(r *Report, c *config) {
	resp.addApp(r.State, r.State == facet.StateRunning)
	resp.failed = !r.Ready
	var byID map[string]*Component
	because := func(of *Component) string {
		if byID == nil {
			byID = r.byID()
		}
		return c.reasonFor(of, byID)
	}
	for i := range r.Components {
		of := &r.Components[i]
		resp.markMatched(of, c)
		failed := false
		for j := range of.Checks {
			failed = resp.addCheck(of, &of.Checks[j], c) || failed
		}
		switch n := len(of.Chain); {
		case n == 1 && !failed:
			resp.lines.add(rankCause, func() string { return line(of.Name, because(of)) })
		case n > 1 && of.Kind != graph.KindInvoke:
			resp.lines.add(rankConsequence, func() string { return line(of.Name, because(of)) })
		}
	}
}

// addCheck adds the line of a check, and reports whether the check has failed.
func (resp *response) addCheck(of *Component, check *Result, c *config) (failed bool) {
	name := func() string { return of.Name + "/" + check.Name }
	switch check.Status {
	case Passed:
		resp.lines.add(rankPassed, func() string { return line(name(), "") })
	case Failed:
		rank := rankCause
		if len(of.Chain) > 1 {
			rank = rankFailure
		}
		resp.lines.add(rank, func() string { return line(name(), c.reason(check.Error)) })
		return true
	case Excluded:
		resp.lines.add(rankPassed, func() string { return "[+]" + text.Line(name()) + " excluded: ok" })
	case NotCalled:
	}
	return false
}

// markMatched records which of the excluded names exist.
func (resp *response) markMatched(of *Component, c *config) {
	if len(resp.excluded) == 0 {
		return
	}
	note := func(name string) {
		if c.excludes(name) {
			resp.matched[name] = true
		}
	}
	note(of.Name)
	note(of.ID)
	for i := range of.Checks {
		note(of.Name + "/" + of.Checks[i].Name)
		note(of.ID + "/" + of.Checks[i].Name)
	}
}

// reasonFor returns why a component is not ready, besides its own checks.
func (c *config) reasonFor(of *Component, byID map[string]*Component) string {
	last := len(of.Chain) - 1
	cause := byID[of.Chain[last]].rootCause(of, last == 0, byID)
	if len(cause.Errs) > 0 && c.withhold {
		cause.text = notReady + withheld
	}
	if last == 0 {
		return cause.text
	}
	return cause.String()
}

const withheld = "reason withheld"

// reason returns the text of an error for the response.
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

// write sends the response.
func (resp *response) write(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	if !resp.failed && !r.URL.Query().Has("verbose") {
		fmt.Fprint(w, "ok")
		return
	}
	outcome := "passed"
	if resp.failed {
		outcome = "failed"
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	var b strings.Builder
	resp.lines.write(&b)
	unmatched := slices.DeleteFunc(slices.Clone(resp.excluded), func(name string) bool { return resp.matched[name] })
	if len(unmatched) > 0 {
		b.WriteString(truncate(fmt.Sprintf("warn: some health checks cannot be excluded: no matches for %q", unmatched)) + "\n")
	}
	fmt.Fprintf(w, "%s%s check %s\n", b.String(), resp.probe, outcome)
}
