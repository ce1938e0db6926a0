// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// Result is the result of a roll.
type Result struct {
	Rounds     int // in each round every process is replaced once
	Took       time.Duration
	Samples    []Sample // in the order in which they were sent
	Servers    []ServerStats
	Unfinished int // requests in progress when their process began to stop
}

// Tally counts requests.
type Tally struct {
	Requests, Failed int
	Median, P99, Max time.Duration
}

// Total counts all requests.
func (r *Result) Total() Tally { return tally(r.Samples) }

// Replacing counts the requests that were sent while a process was replaced.
func (r *Result) Replacing() Tally {
	return tally(slices.DeleteFunc(slices.Clone(r.Samples), func(s Sample) bool { return s.Phase == steady }))
}

func tally(samples []Sample) Tally {
	if len(samples) == 0 {
		return Tally{}
	}
	t := Tally{Requests: len(samples)}
	took := make([]time.Duration, len(samples))
	for i, s := range samples {
		took[i] = s.Took
		if s.Err != nil {
			t.Failed++
		}
	}
	slices.Sort(took)
	t.Median, t.P99, t.Max = took[len(took)/2], took[len(took)*99/100], took[len(took)-1]
	return t
}

// String returns the result as tables.
func (r *Result) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%d processes replaced in %v; %d requests were in progress when their process began to stop\n\n",
		3*r.Rounds, r.Took.Round(100*time.Millisecond), r.Unfinished)
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "requests\tfailed\tmedian\tp99\tmax\t")
	r.rows(w, func(s Sample) string { return s.Phase })
	r.rows(w, func(s Sample) string { return s.Clients })
	r.rows(w, func(Sample) string { return "total" })
	_ = w.Flush() // never fails
	r.servers(&text)
	r.failures(&text)
	return text.String()
}

func (r *Result) rows(w *tabwriter.Writer, of func(Sample) string) {
	groups := map[string][]Sample{}
	var titles []string
	for _, s := range r.Samples {
		title := of(s)
		if groups[title] == nil {
			titles = append(titles, title)
		}
		groups[title] = append(groups[title], s)
	}
	if !slices.Contains(titles, steady) { // phases are in order
		slices.Sort(titles)
	}
	for _, title := range titles {
		t := tally(groups[title])
		fmt.Fprintf(w, "%d\t%d\t%s\t%s\t%s\t  %s\n", t.Requests, t.Failed, ms(t.Median), ms(t.P99), ms(t.Max), title)
	}
	fmt.Fprintln(w, "\t\t\t\t\t")
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond)) }

func (r *Result) servers(text *strings.Builder) {
	w := tabwriter.NewWriter(text, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "sessions\tconnections\treused\tretried\tnot ready\t  haproxy says")
	for _, s := range r.Servers {
		fmt.Fprintf(w, "%d\t%d\t%d\t%d\t%d\t  %s/%s\n", s.Sessions, s.Connected, s.Reused, s.Retried, s.Downs, s.Way, s.Name)
	}
	_ = w.Flush() // never fails
}

// failures writes the number of each failure, by clients.
func (r *Result) failures(text *strings.Builder) {
	count := map[string]int{}
	for _, s := range r.Samples {
		if s.Err != nil {
			reason := s.Err.Error()
			if i := strings.LastIndex(reason, "->"); i >= 0 { // addresses, the client's differs
				_, reason, _ = strings.Cut(reason[i:], ": ")
			}
			count[s.Clients+": "+reason]++
		}
	}
	for _, reason := range slices.Sorted(maps.Keys(count)) {
		fmt.Fprintf(text, "\nfailed %d times: %s", count[reason], reason)
	}
	if len(count) > 0 {
		fmt.Fprintln(text)
	}
}
