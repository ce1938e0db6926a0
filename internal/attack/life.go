// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/internal/hostile"
)

// programSignals are those that Run may listen to. The program listens to them
// too, or the last rung of Run would end it.
var programSignals = []syscall.Signal{syscall.SIGUSR1, syscall.SIGUSR2}

// Who draws from dice.
const (
	whoWorld uint64 = iota
	whoInvoke
	whoConstructor
	whoMiddleware
	whoCycle
	whoActor = 1_000
	whoNode  = 1_000_000
)

// life is one app from New until nothing of it is left.
type life struct {
	cfg     *config
	n       uint64
	w       *world
	app     *facet.App
	facts   facts
	watch   *watch
	actions []action

	release chan struct{}  // closed when everything that hangs is to return
	quiet   atomic.Bool    // nothing begins or misbehaves any more
	single  atomic.Bool    // in this cycle there is one run
	wild    atomic.Int64   // one function in so many misbehaves
	slow    atomic.Int64   // how many values were drawn whose methods take a second
	nth     atomic.Uint64  // counts what has to differ
	wg      sync.WaitGroup // of the goroutines of the life

	mu       sync.Mutex
	blockers []*hostile.Blocking
	cycle    *cycle        // nil if results may be of several runs
	over     chan struct{} // closed when the cycle is over
}

func newLife(cfg *config, n uint64) *life {
	l := &life{cfg: cfg, n: n, watch: newWatch(), actions: actions(), release: make(chan struct{})}
	l.facts.running, l.facts.abandoned = map[*call]struct{}{}, map[string]bool{}
	l.wild.Store(never)
	d := l.dice(whoWorld)
	l.w = drawWorld(d, cfg.off)
	l.facts.grace = l.w.budgets.grace
	l.app = facet.New(l.options(d)...)
	if err := l.app.Validate(); err != nil && !l.w.misleads {
		l.violated("the program", "the world is wrong: %v", err)
	}
	return l
}

// options lists the world, in any order.
func (l *life) options(d *dice) []facet.Option {
	w := l.w
	opts := make([][]facet.Option, len(w.modules))
	for _, at := range d.Perm(len(w.nodes)) {
		n := w.nodes[at]
		opts[n.module] = append(opts[n.module], l.register(n))
	}
	if l.w.misleads {
		opts[0] = append(opts[0], facet.Provide(func(*unknown) *facts { return nil }))
	}
	for i := len(w.modules) - 1; i > 0; i-- {
		m := w.modules[i]
		if m.parallel {
			opts[i] = append(opts[i], facet.Parallel())
		}
		opts[m.parent] = append(opts[m.parent], facet.Module(m.name+l.suffix(d), opts[i]...))
	}
	all := opts[0]
	for _, needs := range w.roots {
		all = append(all, facet.Invoke(l.invoke(needs)))
	}
	all = append(all, l.observers(d)...)
	if d.oneIn(2) {
		all = append(all, facet.Around(l.around))
	}
	return append(all, w.settings()...)
}

func (w *world) settings() []facet.Option {
	opts := []facet.Option{
		facet.StartTimeout(w.budgets.start), facet.StopTimeout(w.budgets.stop),
		facet.Grace(w.budgets.grace), facet.DrainDelay(w.budgets.drain),
	}
	var sigs []os.Signal
	for _, sig := range programSignals[:w.signals] {
		sigs = append(sigs, sig)
	}
	opts = append(opts, facet.Signals(sigs...))
	switch w.mode {
	case concurrent:
		opts = append(opts, facet.Concurrent())
	case limited:
		opts = append(opts, facet.ConcurrentLimit(w.limit))
	default:
	}
	if w.shuffle != 0 {
		opts = append(opts, facet.Shuffle(w.shuffle))
	}
	return opts
}

func (l *life) has(k kind) bool { return l.cfg.off.has(k) }

// dice returns dice that fall differently each time. What is drawn by one
// goroutine after the other falls the same in each replay.
func (l *life) dice(who uint64) *dice {
	return newDice(l.cfg.seed, l.n, who, l.nth.Add(1))
}

// spawn calls f on a goroutine of the life.
func (l *life) spawn(f func()) {
	l.wg.Go(func() {
		f()
	})
}

// cycleOver returns a channel that is closed when the cycle is over, and nothing is
// to take its time any more.
func (l *life) cycleOver() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.over
}

// isCycleOver reports whether nothing is to be begun any more.
func (l *life) isCycleOver() bool {
	select {
	case <-l.cycleOver():
		return true
	default:
		return false
	}
}

// slack is what is added to each bound. A value whose methods do not return costs
// a second each time that it is asked.
func (l *life) slack() time.Duration {
	more := time.Duration(0)
	if l.w.patient {
		more = 2 * patience
	}
	return l.cfg.slack + more + time.Duration(l.slow.Load())*2*time.Second
}

func (l *life) violated(rule, format string, args ...any) {
	l.tell(&finding{rule: rule, text: fmt.Sprintf(format, args...)})
}

func (l *life) panicked(name string, value any) {
	l.tell(&finding{rule: "panic", text: fmt.Sprintf("%s panicked with a %T\n%s", name, value, stackOfPanic())})
}

func (l *life) String() string {
	b := l.w.budgets
	return fmt.Sprintf("life %d of seed %d: %v, limit %d, shuffled %t, %d nodes, %d modules, budgets: start %v, stop %v, grace %v, drain %v; wild: one in %d",
		l.n, l.cfg.seed, l.w.mode, l.w.limit, l.w.shuffle != 0, len(l.w.nodes), len(l.w.modules), b.start, b.stop, b.grace, b.drain, l.wild.Load())
}

// live lives it.
func (l *life) live() {
	over := make(chan struct{})
	defer close(over)
	go l.guard(over)
	d := l.dice(whoCycle)
	for range 1 + d.below(3) {
		l.runCycle(d)
	}
	l.quiet.Store(true)
	l.watch.frees()
	close(l.release)
	l.mu.Lock()
	for _, b := range l.blockers {
		b.Release()
	}
	l.mu.Unlock()
	l.settle()
	l.wg.Wait()
	_ = l.callErr("the last Stop", untilStop, func() error { return l.app.Stop(context.Background()) })
	l.nothingRemains()
	if f := l.facts.judge(); f != nil {
		l.tell(f)
	}
}

// guard notices what does not return.
func (l *life) guard(over <-chan struct{}) {
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-over:
			return
		case <-ticker.C:
			if name := l.watch.overdue(); name != "" {
				l.tell(&finding{rule: "bound", text: name + " has not returned", dump: true})
			}
		}
	}
}
