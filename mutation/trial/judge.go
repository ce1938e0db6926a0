// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package trial

import (
	"context"
	"path/filepath"
	"strconv"
	"sync"
)

// line hands out the places in the order of the draw until enough have compiled. The
// result of a draw does not depend on the number of workers.
type line struct {
	places []place
	count  int

	mu      sync.Mutex // guards the fields below
	next    int
	taken   int // without those that did not compile
	results []Result
	err     error
}

// take returns the number of a place, or -1 if there is none for this worker.
func (l *line) take() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err != nil || l.taken == l.count || l.next == len(l.places) {
		return -1
	}
	l.taken++
	l.next++
	return l.next - 1
}

// done stores a result. After a mutant that does not compile, the same worker takes
// another one.
func (l *line) done(i int, r Result, err error, report func(Result)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		if l.err == nil {
			l.err = err
		}
		return
	}
	if r.Verdict == NotCompiled {
		l.taken--
	}
	l.results[i] = r
	if report != nil {
		report(r)
	}
}

// judge tries the places. With an error it returns the results so far.
func (t *trial) judge(ctx context.Context, drawn []place) ([]Result, error) {
	l := &line{places: drawn, count: t.Count, results: make([]Result, len(drawn))}
	workers := make([]*worker, max(t.Workers, 1))
	for i := range workers {
		workers[i] = &worker{trial: t, dir: filepath.Join(t.dir, strconv.Itoa(i))}
		if err := copyTree(t.sound, workers[i].root()); err != nil {
			return nil, err
		}
	}
	var group sync.WaitGroup
	for _, w := range workers {
		group.Go(func() {
			for i := l.take(); i >= 0; i = l.take() {
				r, err := w.try(ctx, &drawn[i])
				l.done(i, r, err, t.Report)
			}
		})
	}
	group.Wait()
	var results []Result
	for _, r := range l.results {
		if r.Verdict != "" {
			results = append(results, r)
		}
	}
	return results, l.err
}
