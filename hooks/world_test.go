// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"pgregory.net/rapid"

	"github.com/facet-go/facet/hooks"
)

// behaviour is what a function of a world does.
type behaviour int

const (
	succeeds behaviour = iota // after a time, or when its context ends
	ignoring                  // succeeds after a time, whatever its context says
	failing                   // after a time, or when its context ends
	panicking
	exiting
	blocking // until its context ends, with its error
	behaviours
)

// part is one function of a world.
type part struct {
	name string
	does behaviour
	d    time.Duration
	err  error // of failing and panicking
}

type stepKind int

const (
	both stepKind = iota
	startOnly
	stopOnly
	background // Go
	serving    // Serve: start until it is ready, then task
	stepKinds
)

type stepSpec struct {
	kind        stepKind
	name        string
	timeout     time.Duration
	start, stop part // of a task: stop is what it does
}

type componentSpec struct {
	deps     []int
	group    string
	steps    []stepSpec
	drains   []part
	cleanups []part
}

// world is everything that a run consists of.
type world struct {
	mode       hooks.Mode
	components []componentSpec
	cancelAt   time.Duration // of the start, 0 for never
	runs       time.Duration // between start and stop
	drains     bool
	drainDelay time.Duration
	expireAt   time.Duration // after the way down began, 0 for never
}

// Times differ by odd amounts, so that few things happen at the same moment, and
// lie around the budgets.
func duration(t *rapid.T, label string) time.Duration {
	scale := rapid.SampledFrom([]int64{0, 1_000, 100_000, 1_000_000}).Draw(t, label+" scale")
	if scale == 0 {
		return 0
	}
	micros := scale*rapid.Int64Range(1, 30).Draw(t, label) + rapid.Int64Range(0, 999).Draw(t, label+" odd")
	return time.Duration(micros) * time.Microsecond
}

func drawPart(t *rapid.T, name string, mild bool) part {
	p := part{name: name, d: duration(t, name), err: fmt.Errorf("boom of %s", name)}
	if mild && rapid.IntRange(0, 9).Draw(t, name+" mild") > 0 {
		p.d %= time.Second
		return p
	}
	p.does = behaviour(rapid.IntRange(0, int(behaviours)-1).Draw(t, name+" does"))
	return p
}

func drawWorld(t *rapid.T, mode hooks.Mode, groups []string) *world {
	w := &world{mode: mode}
	mild := rapid.Bool().Draw(t, "mild")
	n := rapid.IntRange(0, 20).Draw(t, "components")
	for i := range n {
		c := componentSpec{group: rapid.SampledFrom(groups).Draw(t, "group")}
		for dep := range i {
			if rapid.IntRange(0, 4).Draw(t, "dep") == 0 {
				c.deps = append(c.deps, dep)
			}
		}
		for j := range rapid.IntRange(0, 3).Draw(t, "steps") {
			s := stepSpec{name: fmt.Sprintf("c%d.s%d", i, j), kind: stepKind(rapid.IntRange(0, int(stepKinds)-1).Draw(t, "kind"))}
			s.start, s.stop = drawPart(t, s.name+"+", mild), drawPart(t, s.name+"-", mild)
			if rapid.IntRange(0, 4).Draw(t, "has timeout") == 0 {
				s.timeout = duration(t, "timeout") + time.Microsecond
			}
			c.steps = append(c.steps, s)
		}
		for j := range rapid.IntRange(0, 2).Draw(t, "cleanups") {
			c.cleanups = append(c.cleanups, drawPart(t, fmt.Sprintf("c%d.s%d~", i, j), true))
		}
		if rapid.IntRange(0, 4).Draw(t, "drains") == 0 {
			c.drains = append(c.drains, drawPart(t, fmt.Sprintf("c%d.d", i), mild))
		}
		w.components = append(w.components, c)
	}
	if rapid.IntRange(0, 3).Draw(t, "cancels") == 0 {
		w.cancelAt = duration(t, "cancel") + time.Nanosecond
	}
	if rapid.IntRange(0, 3).Draw(t, "expires") == 0 {
		w.expireAt = duration(t, "expire") + time.Nanosecond
	}
	w.runs, w.drains, w.drainDelay = duration(t, "runs"), rapid.Bool().Draw(t, "drain"), duration(t, "delay")
	return w
}

// steps counts everything that can be called on the way down.
func (w *world) steps() int {
	n := 0
	for _, c := range w.components {
		n += len(c.steps) + len(c.cleanups) + 2
	}
	return n
}

// errCancelled is the cause with which a world's start is cancelled.
var errCancelled = errors.New("cancelled")

// moment is one line of the trace: a part began or ended.
type moment struct {
	at      time.Duration
	name    string
	ends    bool
	outcome behaviour // when it ends
	late    bool      // its context had ended by then
	err     error     // what it returned or panicked with
}

// play does what p says and records it.
func (r *recorder) play(ctx context.Context, p part) (err error) {
	r.add(moment{name: p.name})
	returned := false
	outcome := succeeds
	defer func() {
		m := moment{name: p.name, ends: true, outcome: outcome, err: err, late: ctx.Err() != nil}
		if !returned && outcome == panicking {
			m.err = p.err
		}
		r.add(m)
	}()
	switch p.does {
	case ignoring:
		time.Sleep(p.d)
	case blocking:
		<-ctx.Done()
	default:
		select {
		case <-time.After(p.d):
		case <-ctx.Done():
		}
	}
	outcome = p.does
	switch p.does {
	case failing:
		err = p.err
	case blocking:
		err = ctx.Err()
	case panicking:
		panic(p.err)
	case exiting:
		runtime.Goexit()
	default:
		outcome = succeeds
	}
	returned = true
	return err
}
