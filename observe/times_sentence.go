// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/facet-go/facet/internal/text"
)

// Sentence says in one line what a person can act on. After a start: how long it took, of
// which components the critical chain mostly consists, and what would be faster. While the
// app starts or stops: what runs, for how long, and what waits for it. After a run: why
// it ended, what was slow, and what has not returned.
func (t *Times) Sentence() string {
	start, stop := t.Start, t.Stop
	if start == nil {
		start = &PhaseTimes{}
	}
	if stop == nil {
		stop = &PhaseTimes{}
	}
	switch t.State {
	case StateNew:
		return "Nothing has started yet."
	case StateBuilding, StateStarting:
		return "Not up after " + text.Duration(start.Wall) + ": " + t.busy(start) + "."
	case StateBuilt:
		return "Built in " + text.Duration(start.Wall) + ", not started."
	case StateRunning:
		return start.upSentence()
	case StateDraining, StateStopping:
		return t.stoppingSentence(start, stop)
	case StateStopped, StateFailed:
		return t.endSentence(start, stop)
	}
	return ""
}

// upSentence is for an app that is up.
func (p *PhaseTimes) upSentence() string {
	var s strings.Builder
	s.WriteString("Up in " + text.Duration(p.Wall) + p.mostly() + ".")
	for i := range p.Blame {
		if b := &p.Blame[i]; !b.OnChain && b.Slack != nil && p.matters(*b.Slack) && b.Own >= p.Wall/20 {
			s.WriteString(" " + shortNode(b.Node) + " could take " + text.Duration(*b.Slack) + " longer without effect.")
			break
		}
	}
	if p.Concurrent != nil && p.matters(p.Wall-*p.Concurrent) {
		s.WriteString(" With Concurrent() it would be " + text.Duration(*p.Concurrent) + ".")
	}
	return s.String()
}

// matters reports whether a time is worth a sentence: a millisecond and 1 % of the phase.
func (p *PhaseTimes) matters(d time.Duration) bool { return d >= max(p.Wall/100, time.Millisecond) }

// stoppingSentence is for an app that drains or stops.
func (t *Times) stoppingSentence(start, stop *PhaseTimes) string {
	busy := t.busy(stop)
	if start.Failed {
		return "The start failed after " + text.Duration(start.Wall) + inParentheses(t.Failure) + "; rolling back for " + text.Duration(stop.Wall) + ": " + busy + "."
	}
	if t.State == StateStopping {
		if why := t.because(); why != "" {
			return "Not stopped " + text.Duration(stop.Wall) + why + ": " + busy + "."
		}
		return "Not stopped after " + text.Duration(stop.Wall) + ": " + busy + "."
	}
	s := "Draining for " + text.Duration(t.For)
	if t.Budget > 0 {
		s += " of " + text.Duration(t.Budget)
	}
	s += t.because()
	if busy != nothingRuns {
		s += ": " + busy
	}
	return s + "."
}

// endSentence is for a run that has ended.
func (t *Times) endSentence(start, stop *PhaseTimes) string {
	stopped := "stopped in " + text.Duration(stop.Wall) + stop.mostly()
	var s string
	switch {
	case t.Start == nil:
		s = "Stopped; nothing had started."
	case start.Failed && t.Failure+t.Result == "":
		s = "Not started: it was stopped after " + text.Duration(start.Wall) + t.because() + ", and " + stopped + "."
	case start.Failed:
		s = "Not started: " + brief(cmp.Or(t.Failure, t.Result)) + ". It failed after " + text.Duration(start.Wall) + " and was " + stopped + "."
	case t.Result != "":
		s = "Failed: " + brief(t.Result) + ". It was up for " + text.Duration(t.Uptime) + ", and was " + stopped + "."
	default:
		s = "Stopped in " + text.Duration(stop.Wall) + t.because() + stop.mostly() + ". It was up for " + text.Duration(t.Uptime) + "."
	}
	if left := t.leftBehind(); len(left) > 0 {
		s += " Not returned yet: " + someOf(left, 4) + "."
	}
	return s
}

// because says why a run ends, as far as events tell.
func (t *Times) because() string {
	switch {
	case t.Signal != "":
		return " after " + text.Line(t.Signal)
	case t.Failure != "":
		return " after a failure" + inParentheses(t.Failure)
	default:
		return ""
	}
}

func inParentheses(s string) string {
	if s == "" {
		return ""
	}
	return " (" + brief(s) + ")"
}

// leftBehind names what was abandoned and has not returned.
func (t *Times) leftBehind() (list []string) {
	for _, p := range []*PhaseTimes{t.Start, t.Stop} {
		if p == nil {
			continue
		}
		for i := range p.Steps {
			if p.Steps[i].Outcome == OutcomeAbandoned {
				list = append(list, p.Steps[i].name())
			}
		}
	}
	return list
}

// maxMostly is the number of components that a sentence names.
const maxMostly = 4

// mostly names the components of which the critical chain mostly consists, in the order of
// the chain: "; 580 ms of it is a, b".
func (p *PhaseTimes) mostly() string {
	own, order := map[string]time.Duration{}, []string{}
	for _, l := range p.Chain {
		if l.Step == none || l.Own == 0 {
			continue
		}
		node := p.Steps[l.Step].Node
		if _, ok := own[node]; !ok {
			order = append(order, node)
		}
		own[node] += l.Own
	}
	longest := slices.Clone(order)
	slices.SortStableFunc(longest, func(a, b string) int { return cmp.Compare(own[b], own[a]) })
	var sum time.Duration
	picked := map[string]bool{}
	for _, node := range longest {
		if len(picked) == maxMostly || own[node] < p.Wall/100 || sum >= p.Wall/100*97 {
			break
		}
		picked[node] = true
		sum += own[node]
	}
	if len(picked) == 0 {
		return ""
	}
	order = slices.DeleteFunc(order, func(node string) bool { return !picked[node] })
	for i, node := range order {
		order[i] = shortNode(node)
	}
	s := "; " + text.Duration(sum) + " of it is " + strings.Join(order, ", ")
	if wait := p.waitForTurns(); wait > p.Wall/10 {
		s += ", and " + text.Duration(wait) + " is waiting for a turn"
	}
	return s
}

// waitForTurns returns how long the chain waited between two hooks, as with a limit.
func (p *PhaseTimes) waitForTurns() (wait time.Duration) {
	for i, l := range p.Chain {
		if i > 0 && l.Step != none && p.Chain[i-1].Step != none && p.Steps[l.Step].Kind == p.Steps[p.Chain[i-1].Step].Kind {
			wait += l.Wait
		}
	}
	return wait
}

// someOf joins the first names of a list, and counts the others.
func someOf(list []string, most int) string {
	if more := len(list) - most; more > 0 {
		return strings.Join(list[:most], ", ") + " and " + strconv.Itoa(more) + " more"
	}
	return strings.Join(list, ", ")
}

// maxBrief is the length of a user's text in a sentence.
const maxBrief = 200

// brief returns the first line of a user's text, of bounded length, with single spaces and
// without a period.
func brief(s string) string {
	s = strings.TrimRight(strings.Join(strings.Fields(firstLine(strings.TrimSpace(s))), " "), ".")
	if len(s) <= maxBrief {
		return s
	}
	end := maxBrief
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "..."
}
