// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/facet-go/facet/internal/text"
)

// String returns the times for a terminal: [Times.Sentence], and for the start and the
// stop how much was done at the same time, the critical chain, whose times add up to the
// wall time, and the components by their own work.
func (t *Times) String() string {
	var b strings.Builder
	b.WriteString(t.Sentence() + "\n")
	if t.Start != nil {
		t.Start.write(&b, "start", "constructors")
	}
	if t.Stop != nil {
		t.Stop.write(&b, "stop", "draining")
	}
	b.WriteString(t.Totals.text())
	return b.String()
}

func (p *PhaseTimes) write(b *strings.Builder, title, before string) {
	fmt.Fprintf(b, "\n%s: %s", title, text.Duration(p.Wall))
	if !p.Ended {
		b.WriteString(" until now")
	}
	if p.Before > 0 {
		fmt.Fprintf(b, ", %s %s of it", before, text.Duration(p.Before))
	}
	if p.Work > 0 {
		fmt.Fprintf(b, "; work %s, up to %s at a time, %.1f on average", text.Duration(p.Work), text.Count(p.Peak, "step"), float64(p.Work)/float64(max(p.Wall, 1)))
	}
	b.WriteString("\n")
	if len(p.Steps) == 0 {
		return
	}
	p.writeChain(b)
	p.writeBlame(b)
}

// chainRow is one row of the chain: a link, or several short ones in a row.
type chainRow struct {
	begin, wait, own time.Duration
	what             string
	links            int
	isConstructor    bool
	longest          time.Duration
}

// maxChainRows is the number of rows of the chain in a text.
const maxChainRows = 30

func (p *PhaseTimes) writeChain(b *strings.Builder) {
	fmt.Fprintf(b, "\n  critical chain: what the %s consist of\n", text.Duration(p.Wall))
	rows := p.chainRows()
	fmt.Fprintf(b, "  %s%s%s\n", padded("begin"), padded("waited"), padded("took"))
	for _, r := range rows[:min(len(rows), maxChainRows)] {
		fmt.Fprintf(b, "  %s%s%s  %s\n", p.cell(r.begin, 0), p.cell(r.wait, p.Wall/100), p.cell(r.own, 1), r.text())
	}
	if more := len(rows) - maxChainRows; more > 0 {
		var took time.Duration
		for _, r := range rows[maxChainRows:] {
			took += r.wait + r.own
		}
		fmt.Fprintf(b, "  %s%s%s  %s\n", padded(""), padded(""), p.cell(took, 0), text.Count(more, "further row"))
	}
}

// chainRows returns the rows of the chain. Neighbours that are short become one row, and
// so do constructors.
func (p *PhaseTimes) chainRows() []chainRow {
	var rows []chainRow
	at, short := time.Duration(0), p.Wall/100
	for _, l := range p.Chain {
		r := chainRow{begin: at + l.Wait, wait: l.Wait, own: l.Own, links: 1, longest: l.Own}
		at = r.begin + l.Own
		if l.Step == none && l.Wait < short {
			continue // between the last hook and the end of the phase
		}
		if l.Step != none {
			s := &p.Steps[l.Step]
			r.what, r.isConstructor = s.name(), s.Kind == "construct"
			if s.Outcome != OutcomeDone {
				r.what += " (" + string(s.Outcome) + ")"
			}
		}
		if n := len(rows) - 1; n >= 0 && rows[n].joins(&r, short) {
			rows[n].add(&r)
			continue
		}
		rows = append(rows, r)
	}
	return rows
}

func (r *chainRow) joins(next *chainRow, short time.Duration) bool {
	return r.what != "" && next.what != "" && r.isConstructor == next.isConstructor && r.longest < short && next.own < short && next.wait < short
}

func (r *chainRow) add(next *chainRow) {
	r.links += next.links
	r.wait += next.wait
	r.own += next.own
	if next.longest > r.longest {
		r.longest, r.what = next.longest, next.what
	}
}

func (r *chainRow) text() string {
	noun := "hook"
	if r.isConstructor {
		noun = "constructor"
	}
	switch {
	case r.what == "":
		return "after the last step"
	case r.links > 1 && r.longest == 0:
		return text.Count(r.links, noun)
	case r.links > 1:
		return text.Count(r.links, noun) + ", the longest is " + r.what + " with " + text.Duration(r.longest)
	case r.isConstructor:
		return r.what + ", constructor"
	default:
		return r.what
	}
}

// maxBlameRows is the number of components in a text.
const maxBlameRows = 20

func (p *PhaseTimes) writeBlame(b *strings.Builder) {
	hasPlan := len(p.Blame) > 0 && p.Blame[0].Without != nil
	b.WriteString("\n  blame: the own time of each component, the longest first; * is on the chain\n")
	if hasPlan {
		fmt.Fprintf(b, "  %s%s%s\n", padded("own"), padded("slack"), padded("without it"))
	}
	rows := p.Blame[:min(len(p.Blame), maxBlameRows)]
	for i := range rows {
		r := &rows[i]
		mark := "  "
		if r.OnChain {
			mark = "* "
		}
		b.WriteString("  " + p.cell(r.Own, 0))
		if hasPlan {
			b.WriteString(p.cellOf(r.Slack) + p.cellOf(r.Without))
		}
		b.WriteString("  " + mark + shortNode(r.Node) + "\n")
	}
	if rest := p.Blame[len(rows):]; len(rest) > 0 {
		var own time.Duration
		for i := range rest {
			own += rest[i].Own
		}
		fmt.Fprintf(b, "  %s  and %s\n", p.cell(own, 0), text.Count(len(rest), "further component"))
	}
}

// cell returns a time for a column, or an empty cell if it is less than least. In a phase
// of seconds all times have the same number of decimals.
func (p *PhaseTimes) cell(d, least time.Duration) string {
	switch {
	case d < least:
		return padded("")
	case p.Wall < time.Second || p.Wall > time.Hour:
		return padded(text.Duration(d))
	case p.Wall < 100*time.Second:
		return padded(strconv.FormatFloat(d.Seconds(), 'f', 3, 64) + " s")
	default:
		return padded(strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + " s")
	}
}

func (p *PhaseTimes) cellOf(d *time.Duration) string {
	if d == nil {
		return padded("")
	}
	return p.cell(*d, 0)
}

// padded right-aligns a cell.
func padded(s string) string {
	const width = 12
	return strings.Repeat(" ", max(width-utf8.RuneCountInString(s), 1)) + s
}

func (t *Totals) text() string {
	var parts []string
	for _, d := range []struct {
		Total
		what string
	}{{t.Constructed, "constructed"}, {t.Started, "started"}, {t.Stopped, "stopped"}} {
		if d.Count > 0 {
			parts = append(parts, strconv.Itoa(d.Count)+" "+d.what+" by Do in "+text.Duration(d.Took))
		}
	}
	for _, c := range []struct {
		n           int
		noun, after string
	}{
		{t.Launched, "task", " launched"},
		{t.Finished, "task", " ended"},
		{t.Restarted, "restart", ""},
		{t.Failures, "failure", ""},
		{t.Warnings, "warning", ""},
	} {
		if c.n > 0 {
			parts = append(parts, text.Count(c.n, c.noun)+c.after)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "\ntotals: " + strings.Join(parts, ", ") + "\n"
}
