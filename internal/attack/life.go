// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

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

// programSignals are the signals that Run may listen to. The program listens to them
// too, because otherwise the last escalation of Run would end it.
var programSignals = []syscall.Signal{syscall.SIGUSR1, syscall.SIGUSR2}

// The users of dice.
const (
	diceWorld uint64 = iota
	diceInvoke
	diceConstructor
	diceMiddleware
	diceCycle
	diceActor = 1_000
	diceNode  = 1_000_000
)

// life is one app from New to the end of all its goroutines.
type life struct {
	cfg     *config
	n       uint64
	world   *world
	app     *facet.App
	facts   facts
	watch   *callWatch
	actions []action

	release        chan struct{}  // closed when all hanging functions may return
	quiet          atomic.Bool    // set when nothing may begin or misbehave
	singleRun      atomic.Bool    // this cycle has one run
	misbehaveOneIn atomic.Int64   // one of that many functions misbehaves
	slowValues     atomic.Int64   // the number of drawn values whose methods take a second
	serial         atomic.Uint64  // numbers names and dice
	wg             sync.WaitGroup // the goroutines of the life

	mu       sync.Mutex
	blockers []*hostile.Blocking
	cycle    *cycle        // nil if results may belong to several runs
	cycleEnd chan struct{} // closed when the cycle ends
}

func newLife(cfg *config, n uint64) *life {
	l := &life{cfg: cfg, n: n, watch: newCallWatch(), actions: actions(), release: make(chan struct{})}
	l.facts.running, l.facts.abandoned = map[*call]struct{}{}, map[string]bool{}
	l.misbehaveOneIn.Store(never)
	d := l.dice(diceWorld)
	l.world = drawWorld(d, cfg.off)
	l.facts.grace = l.world.budgets.grace
	l.app = facet.New(l.options(d)...)
	if err := l.app.Validate(); err != nil && !l.world.unsolvable {
		l.violated("the program", "the world is wrong: %v", err)
	}
	return l
}

// options registers the world, in random order.
func (l *life) options(d *dice) []facet.Option {
	w := l.world
	opts := make([][]facet.Option, len(w.modules))
	for _, at := range d.Perm(len(w.nodes)) {
		n := w.nodes[at]
		opts[n.module] = append(opts[n.module], l.register(n))
	}
	if l.world.unsolvable {
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
		all = append(all, facet.Around(l.middleware))
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

// dice returns new dice at each call. If one goroutine after the other calls it, each
// replay draws the same.
func (l *life) dice(who uint64) *dice {
	return newDice(l.cfg.seed, l.n, who, l.serial.Add(1))
}

// spawn calls f on a goroutine of the life.
func (l *life) spawn(f func()) {
	l.wg.Go(func() {
		f()
	})
}

// cycleOver returns a channel that is closed when the cycle ends. Then functions return
// early.
func (l *life) cycleOver() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.cycleEnd
}

// isCycleOver reports whether the cycle has ended, so that nothing more may begin.
func (l *life) isCycleOver() bool {
	select {
	case <-l.cycleOver():
		return true
	default:
		return false
	}
}

// slack is added to each timeout. A value whose methods do not return costs a second
// each time that facet calls them.
func (l *life) slack() time.Duration {
	more := time.Duration(0)
	if l.world.patient {
		more = 2 * patience
	}
	return l.cfg.slack + more + time.Duration(l.slowValues.Load())*2*time.Second
}

func (l *life) violated(rule, format string, args ...any) {
	l.fail(&finding{rule: rule, text: fmt.Sprintf(format, args...)})
}

func (l *life) panicked(name string, value any) {
	l.fail(&finding{rule: "panic", text: fmt.Sprintf("%s panicked with a %T\n%s", name, value, stackOfPanic())})
}

func (l *life) String() string {
	b := l.world.budgets
	return fmt.Sprintf("life %d of seed %d: %v, limit %d, shuffled %t, %d nodes, %d modules, budgets: start %v, stop %v, grace %v, drain %v; wild: one in %d",
		l.n, l.cfg.seed, l.world.mode, l.world.limit, l.world.shuffle != 0, len(l.world.nodes), len(l.world.modules), b.start, b.stop, b.grace, b.drain, l.misbehaveOneIn.Load())
}

// live runs the life.
func (l *life) live() {
	over := make(chan struct{})
	defer close(over)
	go l.watchCalls(over)
	d := l.dice(diceCycle)
	for range 1 + d.below(3) {
		l.runCycle(d)
	}
	l.quiet.Store(true)
	l.watch.releaseAll()
	close(l.release)
	l.mu.Lock()
	for _, b := range l.blockers {
		b.Release()
	}
	l.mu.Unlock()
	l.settle()
	l.wg.Wait()
	_ = l.callErr("the last Stop", untilStop, func() error { return l.app.Stop(context.Background()) })
	l.checkNothingRemains()
	if f := l.facts.verify(); f != nil {
		l.fail(f)
	}
}

// watchCalls reports calls that do not return.
func (l *life) watchCalls(over <-chan struct{}) {
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-over:
			return
		case <-ticker.C:
			if name := l.watch.overdue(); name != "" {
				l.fail(&finding{rule: "bound", text: name + " has not returned", dump: true})
			}
		}
	}
}
