// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/facet-go/facet/internal/text"
)

// The sizes of the waterfall, in pixels.
const (
	svgWidth  = 1000
	svgLeft   = 250 // of the time axis; names are left of it
	svgRight  = 850 // of the time axis; times may be right of it
	svgRow    = 20
	svgMargin = 12
	// maxSVGRows is the number of components in a waterfall.
	maxSVGRows = 300
)

// svgStyle has the colours twice, for light and dark. A state is a word too, and waiting
// is a dashed line and no bar.
const svgStyle = `text{font:12px system-ui,-apple-system,"Segoe UI",sans-serif;font-variant-numeric:tabular-nums;fill:#1f2328}` +
	`.b{fill:#ffffff}.t{font-weight:600}.d{fill:#59636e}.n{text-anchor:end}.g{stroke:#d1d9e0}.w{stroke:#818b98;stroke-width:2;stroke-dasharray:2 3}` +
	`.c{fill:#9198a1}.h{fill:#8db8ec}.k{fill:#0969da}.x{fill:#cf222e}` +
	`@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.b{fill:#0d1117}.d{fill:#9198a1}.g{stroke:#3d444d}.w{stroke:#818b98}` +
	`.c{fill:#656c76}.h{fill:#31598a}.k{fill:#4493f8}.x{fill:#f85149}}`

// SVG returns a waterfall of the start and of the stop as one SVG file, with nothing
// outside of it. It is readable in light and dark, and its text can be selected. Each
// component has a row: its constructor, the time in which it could have run and waited,
// and its hooks; those on the critical chain stand out. Of more than 300 components those
// with the least work are left out, which a line says.
func (t *Times) SVG() string {
	v := &svgView{y: svgMargin + 16}
	for _, line := range wrapped(t.Sentence(), 130) {
		v.text(svgMargin, "t", line)
		v.y += 18
	}
	v.y += 4
	v.legend()
	if t.Start != nil {
		v.phase("start", t.Start)
	}
	if t.Stop != nil && len(t.Stop.Steps) > 0 {
		v.phase("stop", t.Stop)
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" role="img" aria-label="%s">`+
		"\n<style>%s</style>\n"+`<rect class="b" width="%[1]d" height="%[2]d"/>`+"\n%[5]s</svg>\n",
		svgWidth, v.y, escapedXML(t.Sentence()), svgStyle, v.b.String())
}

type svgView struct {
	b strings.Builder
	y int // of the next line
}

func (v *svgView) text(x int, class, s string) {
	fmt.Fprintf(&v.b, "<text x=\"%d\" y=\"%d\" class=\"%s\">%s</text>\n", x, v.y, class, escapedXML(s))
}

func (v *svgView) legend() {
	x := svgMargin
	for _, entry := range []struct{ class, word string }{{"c", "constructor"}, {"k", "hook on the critical chain"}, {"h", "other hook"}, {"x", "failed or abandoned"}} {
		fmt.Fprintf(&v.b, "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"10\" class=\"%s\"/>\n", x, v.y-9, entry.class)
		v.text(x+17, "d", entry.word)
		x += 32 + 7*len(entry.word)
	}
	fmt.Fprintf(&v.b, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%[2]d\" class=\"w\"/>\n", x, v.y-4, x+16)
	v.text(x+21, "d", "could run, waits")
	v.y += 10
}

// svgRowOf is one component.
type svgRowOf struct {
	node  string
	steps []int
	begin time.Duration
	own   time.Duration
}

func (v *svgView) phase(title string, p *PhaseTimes) {
	v.y += 22
	head := title + ": " + text.Duration(p.Wall)
	if !p.Ended {
		head += " until now"
	}
	v.text(svgMargin, "t", head)
	rows, leftOut, ownLeftOut := p.svgRows()
	v.axis(p.Wall, len(rows))
	onChain := map[int]bool{}
	for _, l := range p.Chain {
		onChain[l.Step] = true
	}
	for i := range rows {
		v.y += svgRow
		v.row(p, &rows[i], onChain)
	}
	if leftOut > 0 {
		v.y += svgRow
		v.text(svgMargin, "d", fmt.Sprintf("and %s with %s of work in all", text.Count(leftOut, "further component"), text.Duration(ownLeftOut)))
	}
	v.y += svgRow / 2
}

// svgRows returns the components in the order of their first hooks, or constructors if
// they have no hooks, and what is left out.
func (p *PhaseTimes) svgRows() (rows []svgRowOf, leftOut int, own time.Duration) {
	for _, b := range p.Blame[min(len(p.Blame), maxSVGRows):] {
		leftOut++
		own += b.Own
	}
	place := map[string]int{}
	for i := range p.Blame[:len(p.Blame)-leftOut] {
		place[p.Blame[i].Node] = i
		rows = append(rows, svgRowOf{node: p.Blame[i].Node, begin: -1})
	}
	for i := range p.Steps {
		at, ok := place[p.Steps[i].Node]
		if !ok {
			continue
		}
		r := &rows[at]
		isFirstHook := len(r.steps) == 1 && p.Steps[r.steps[0]].Kind == "construct"
		if len(r.steps) == 0 || isFirstHook {
			r.begin = p.Steps[i].Begin
		}
		r.steps = append(r.steps, i)
		r.own += p.Steps[i].own()
	}
	slices.SortStableFunc(rows, func(a, b svgRowOf) int {
		return cmp.Or(cmp.Compare(a.begin, b.begin), cmp.Compare(a.steps[0], b.steps[0]))
	})
	return rows, leftOut, own
}

func (v *svgView) row(p *PhaseTimes, r *svgRowOf, onChain map[int]bool) {
	name := shortNode(r.node)
	fmt.Fprintf(&v.b, "<g><title>%s</title>\n", escapedXML(text.Line(r.node)+", own time "+text.Duration(r.own)))
	fmt.Fprintf(&v.b, "<text x=\"%d\" y=\"%d\" class=\"n\">%s</text>\n", svgLeft-8, v.y, escapedXML(shortened(name, 34)))
	var end time.Duration
	word := ""
	for _, i := range r.steps {
		s := &p.Steps[i]
		if s.Begin > s.Eligible {
			fmt.Fprintf(&v.b, "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%[2]d\" class=\"w\"/>\n", svgAt(s.Eligible, p.Wall), v.y-4, svgAt(s.Begin, p.Wall))
		}
		x := svgAt(s.Begin, p.Wall)
		fmt.Fprintf(&v.b, "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"12\" class=\"%s\"><title>%s</title></rect>\n",
			x, v.y-10, max(svgAt(s.End, p.Wall)-x, 1), s.svgClass(onChain[i]), escapedXML(s.svgTitle()))
		end = max(end, s.End)
		if s.Outcome != OutcomeDone {
			word = " " + string(s.Outcome)
		}
	}
	fmt.Fprintf(&v.b, "<text x=\"%.1f\" y=\"%d\" class=\"d\">%s</text>\n</g>\n", svgAt(end, p.Wall)+5, v.y, text.Duration(r.own)+word)
}

func (s *StepTimes) svgClass(onChain bool) string {
	switch {
	case s.Outcome == OutcomeFailed || s.Outcome == OutcomeAbandoned || s.Outcome == OutcomeLateReturn:
		return "x"
	case s.Kind == "construct":
		return "c"
	case onChain:
		return "k"
	default:
		return "h"
	}
}

func (s *StepTimes) svgTitle() string {
	title := s.name() + " (" + s.Kind + "): " + text.Duration(s.own()) + " from " + text.Duration(s.Begin) + ", " + string(s.Outcome)
	if wait := s.Begin - s.Eligible; wait > 0 {
		title += ", waited " + text.Duration(wait)
	}
	if s.Slack != nil {
		title += ", slack " + text.Duration(*s.Slack)
	}
	return title
}

// shortened cuts a name in the middle.
func shortened(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	runes := []rune(s)
	return string(runes[:most/2-1]) + "…" + string(runes[len(runes)-most/2:])
}

// wrapped breaks a line between words. A longer word is broken.
func wrapped(s string, width int) (lines []string) {
	line := ""
	for word := range strings.FieldsSeq(s) {
		for utf8.RuneCountInString(word) > width {
			runes := []rune(word)
			lines, line = append(lines, strings.TrimSpace(line+" "+string(runes[:width-1]))), ""
			word = string(runes[width-1:])
		}
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(lines, line)
}

var xmlEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;", "\ufffe", "\ufffd", "\uffff", "\ufffd")

// escapedXML writes text for an element or an attribute. s has no control characters.
func escapedXML(s string) string { return xmlEscapes.Replace(text.Line(s)) }
