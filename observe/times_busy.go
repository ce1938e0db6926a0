// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"strconv"
	"strings"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/text"
)

const nothingRuns = "no constructor or hook runs now"

// busy says what runs in a phase: the oldest step, what waits for it, and how many others
// run.
func (t *Times) busy(p *PhaseTimes) string {
	var oldest *StepTimes
	running := 0
	for i := range p.Steps {
		if s := &p.Steps[i]; s.Outcome == OutcomeRuns {
			running++
			if oldest == nil || s.Begin < oldest.Begin {
				oldest = s
			}
		}
	}
	if oldest == nil {
		return nothingRuns
	}
	s := oldest.place() + " for " + text.Duration(p.Wall-oldest.Begin)
	slow := t.slow[oldest.Node]
	s += inParentheses(slow.text)
	switch n := len(slow.waiting) + slow.more; n {
	case 0:
	case 1:
		s += "; " + shortNode(slow.waiting[0]) + " waits for it"
	default:
		s += "; " + shortNode(slow.waiting[0]) + " and " + strconv.Itoa(n-1) + " more wait for it"
	}
	if running > 1 {
		s += "; " + text.Count(running-1, "other step") + " run"
		if running == 2 {
			s += "s"
		}
	}
	return s
}

// place says where a component is: "cache.NewRedis is in OnStart".
func (s *StepTimes) place() string {
	switch hook := s.hookName(); {
	case s.Kind == "construct":
		return shortNode(s.Node) + " is in its constructor"
	case strings.HasPrefix(hook, "On") || hook == "Cleanup":
		return shortNode(s.Node) + " is in " + hook
	default:
		return shortNode(s.Node) + " is in " + hook + " (" + s.Kind + ")"
	}
}

// name returns the component and the hook in the form of errors.
func (s *StepTimes) name() string {
	if s.Hook == "" {
		return shortNode(s.Node)
	}
	return shortNode(s.Node) + ": " + s.hookName()
}

func (s *StepTimes) hookName() string { return graph.HookName(s.Node, s.Hook) }

func shortNode(id string) string { return text.Line(graph.ShortName(id)) }
