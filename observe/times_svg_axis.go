// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"fmt"
	"time"

	"github.com/facet-go/facet/internal/text"
)

// svgAt returns the x of a time.
func svgAt(at, wall time.Duration) float64 {
	return svgLeft + float64(svgRight-svgLeft)*float64(at)/float64(max(wall, 1))
}

// axis draws the lines of the axis down to the last row.
func (v *svgView) axis(wall time.Duration, rows int) {
	step := tickStep(wall)
	for at := time.Duration(0); at <= wall; at += step {
		x := svgAt(at, wall)
		fmt.Fprintf(&v.b, "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1[1]f\" y2=\"%[3]d\" class=\"g\"/>\n", x, v.y+5, v.y+8+rows*svgRow)
		fmt.Fprintf(&v.b, "<text x=\"%.1f\" y=\"%d\" class=\"d\" text-anchor=\"middle\">%s</text>\n", x, v.y, text.Duration(at))
	}
}

// tickSteps are round times, as numbers of a unit.
var tickSteps = []struct {
	unit    time.Duration
	numbers []int64
}{
	{time.Nanosecond, []int64{1, 2, 5, 10, 20, 50, 100, 200, 500}},
	{time.Microsecond, []int64{1, 2, 5, 10, 20, 50, 100, 200, 500}},
	{time.Millisecond, []int64{1, 2, 5, 10, 20, 50, 100, 200, 500}},
	{time.Second, []int64{1, 2, 5, 10, 20}},
	{time.Minute, []int64{1, 2, 5, 10, 20}},
	{time.Hour, []int64{1, 2, 5, 10, 20, 50, 100, 200, 500}},
}

// maxTicks is the largest number of steps on a time axis.
const maxTicks = 8

// tickStep returns the shortest round time of which a wall time has few.
func tickStep(wall time.Duration) time.Duration {
	var step time.Duration
	for _, s := range tickSteps {
		for _, n := range s.numbers {
			if step = time.Duration(n * int64(s.unit)); wall/step <= maxTicks {
				return step
			}
		}
	}
	return max(wall/maxTicks, step)
}
