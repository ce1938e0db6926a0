// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/text"
)

// String returns the state of the app and the options that apply to all of it, one in a
// line with the places where it is given: the last of several counts. It is for people, and
// may be called at any time.
func (a *App) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "app: %v, %s\n", a.State(), text.Count(a.container.Size(), "registration"))
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	s, now, configured := &a.settings, a.budgets(), a.configured.Load()
	if configured == nil {
		configured = &Settings{}
	}
	a.writeBudget(w, "BuildTimeout", s.buildTimeout, 0)
	a.writeBudget(w, "StartTimeout", now.start, configured.StartTimeout)
	a.writeBudget(w, "DrainDelay", now.drain, configured.DrainDelay)
	a.writeBudget(w, "StopTimeout", now.stop, configured.StopTimeout)
	a.writeBudget(w, "Grace", s.grace, 0)
	a.writeOption(w, "Signals", signalNames(s.signals), "Signals")
	mode, given := a.modeText()
	a.writeOption(w, "hooks", mode, given)
	constructors := "called by dig"
	if s.direct {
		constructors = "called without dig"
	}
	a.writeOption(w, "constructors", constructors, "Direct")
	a.writeOption(w, "log", a.logText(), "Log")
	_ = w.Flush() // a strings.Builder does not fail
	return b.String()
}

// writeBudget writes a row. configured is the value that Configure has set, or 0.
func (a *App) writeBudget(w *tabwriter.Writer, name string, d, configured time.Duration) {
	value := d.String()
	if d == 0 {
		value = "none"
	}
	if configured != 0 {
		a.writeOption(w, name, value, "Configure")
		return
	}
	a.writeOption(w, name, value, name)
}

// writeOption writes a row, with the lines that give an option.
func (a *App) writeOption(w *tabwriter.Writer, name, value, given string) {
	places := a.given[given]
	where := "default"
	if n := len(places); n > 0 {
		where = text.Line(places[n-1].String())
		if n > 1 {
			where += fmt.Sprintf(", in place of %v", text.Line(places[n-2].String()))
		}
		if n > 2 {
			where += fmt.Sprintf(" and %d more", n-2)
		}
	}
	fmt.Fprintf(w, "  %s\t%s\t%s\n", name, value, where)
}

// modeText describes the order of hooks, and returns the name of the option that sets it.
func (a *App) modeText() (mode, given string) {
	switch m := a.settings.mode; {
	case m.Shuffled:
		return fmt.Sprintf("one at a time, drawn from seed %d", m.Seed), "Shuffle"
	case m.Limit > 0:
		return "concurrent, " + text.Count(m.Limit, "hook") + " at a time", "Concurrent"
	case m.Concurrent:
		return "concurrent", "Concurrent"
	default:
		return "in sequence, parallel groups excepted", ""
	}
}

func (a *App) logText() string {
	switch {
	case a.containerLog != nil:
		return "from the container"
	case !a.settings.logSet:
		return "slog.Default"
	case a.settings.log == nil:
		return "none"
	default:
		return "given"
	}
}

func signalNames(signals []os.Signal) string {
	if len(signals) == 0 {
		return "none"
	}
	names := make([]string, len(signals))
	for i, sig := range signals {
		names[i] = text.Line(guard.ValueText(sig))
	}
	return strings.Join(names, ", ")
}
