// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package property_test

import (
	"math/rand/v2"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/facet-go/facet"
)

// A world is everything that a case consists of: a graph, what its functions do,
// and what happens to the app when.

// behaviour is what a function of a world does.
type behaviour uint8

const (
	succeeds behaviour = iota // after a time, or when its context ends
	quits                     // succeeds after a time; ends with its context's error
	ignoring                  // succeeds after a time, whatever its context says
	blocking                  // until its context ends, with its error
	failing                   // after a time, or when its context ends
	panicking
	exiting
	behaviours
)

// act is one function of a world.
type act struct {
	does behaviour
	d    time.Duration
	do   *callSpec // a call of Do that it makes first, with its own context
}

type stepKind uint8

const (
	both stepKind = iota
	startOnly
	stopOnly
	background // Go
	serving    // Serve: start until it is ready, then stop is what the task does
	stepKinds
)

type stepSpec struct {
	kind        stepKind
	start, stop act // of a task: stop is what it does
	timeout     time.Duration
	significant bool
	reenters    bool // its start hook calls into the app with its context
	adds        bool // its start hook adds a task; or its stop hook, if it has no other, and start is what that does
}

type nodeSpec struct {
	deps     []int // nodes before it, whose values it receives
	after    []int // nodes before it, after which it is ordered
	tag      string
	makes    act
	steps    []stepSpec
	drains   []act
	cleanups []act
}

// callSpec is one call of Do.
type callSpec struct {
	needs   []int
	does    act           // the function
	timeout time.Duration // of the caller's context, 0 for none
	inner   *callSpec     // a call that the function makes first
	fresh   bool          // the inner call gets no context of the app
}

type eventKind uint8

const (
	evRun eventKind = iota
	evStart
	evBuild
	evCancel // of the context of the runs, starts and builds so far
	evStop
	evShutdown
	evSignal
	evDo
	eventKinds
)

// event is something that happens to the app, on a goroutine of its own.
type event struct {
	at      time.Duration
	kind    eventKind
	clean   bool          // of Shutdown: without a cause
	timeout time.Duration // of Stop's and Start's context, 0 for none
	call    *callSpec
}

type modeKind uint8

const (
	sequential modeKind = iota
	grouped
	concurrent
	limited
)

type world struct {
	calm     bool // there is time for everything
	mode     modeKind
	limit    int
	direct   bool // without dig
	drain    time.Duration
	nodes    []nodeSpec
	roots    [][]int // what each invoked function needs
	shuffled uint64  // how the registrations are shuffled, 0 for not at all
	events   []event
}

// kindOfWorld says what a world is drawn for.
type kindOfWorld struct {
	modes  []modeKind
	calm   bool // nothing fails, and nothing happens to the app
	quiet  bool // functions fail often, but nothing happens to the app
	calls  bool // there are calls of Do
	orders bool // there are order-only edges
	hooked bool // only pairs, which take their time
}

func (w *world) options() []facet.Option {
	opts := []facet.Option{facet.DrainDelay(w.drain), facet.If(w.direct, facet.Direct())}
	if w.calm {
		opts = append(opts, facet.StartTimeout(time.Hour), facet.StopTimeout(time.Hour))
	}
	switch w.mode {
	case concurrent:
		opts = append(opts, facet.Concurrent())
	case limited:
		opts = append(opts, facet.ConcurrentLimit(w.limit))
	default:
	}
	return opts
}

// listing returns the nodes in the order in which they are registered.
func (w *world) listing() []int {
	order := make([]int, len(w.nodes))
	for i := range order {
		order[i] = i
	}
	if w.shuffled > 0 {
		r := rand.New(rand.NewPCG(w.shuffled, 0)) //nolint:gosec // a test's shuffle
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	return order
}

// closure returns the nodes that are needed for some, those included, ascending.
func (w *world) closure(nodes ...int) []int {
	in := make([]bool, len(w.nodes))
	for _, n := range nodes {
		in[n] = true
	}
	var all []int
	for i := len(in) - 1; i >= 0; i-- {
		if in[i] {
			all = append(all, i)
			for _, d := range w.nodes[i].deps {
				in[d] = true
			}
		}
	}
	slices.Reverse(all)
	return all
}

// rooted returns the nodes that the app needs.
func (w *world) rooted() []int { return w.closure(slices.Concat(w.roots...)...) }

func (w *world) steps() int {
	n := 0
	for i := range w.nodes {
		n += len(w.nodes[i].steps) + len(w.nodes[i].cleanups) + 2
	}
	return n
}

// Draws.

var (
	anyInt  = rapid.IntRange(0, 1<<30)
	anySize = rapid.IntRange(0, 40)
	anySeed = rapid.Uint64Range(0, 1<<20)
)

func below(t *rapid.T, n int, label string) int {
	if n <= 1 {
		return 0
	}
	return anyInt.Draw(t, label) % n
}

// oneIn is true in one of n cases, and false if the case is shrunk.
func oneIn(t *rapid.T, n int, label string) bool { return below(t, n, label) == n-1 }

// drawTime draws odd times, so that few things happen at the same moment, around
// the budgets.
func drawTime(t *rapid.T, label string) time.Duration {
	const odd = 999
	x := int64(anyInt.Draw(t, label))
	var millis int64
	switch x % 8 {
	case 0, 1:
		return 0
	case 2, 3, 4:
		millis = 10
	case 5, 6:
		millis = 100
	default:
		millis = 1000
	}
	x /= 8
	return time.Duration(millis*(1+x%20))*time.Millisecond + time.Duration(x/20%odd)*time.Microsecond
}
