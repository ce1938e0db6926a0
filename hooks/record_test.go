// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

// recorder runs a world and keeps what happened.
type recorder struct {
	*bench
	mu    sync.Mutex
	began time.Time
	trace []moment

	startErr, drainErr, stopErr error
	// Places in the trace, and times.
	startReturned, downBegan, stopReturned int
	startTook, downTook                    time.Duration
	goroutines                             int // of ours when Stop had returned
}

func (r *recorder) add(m moment) {
	r.mu.Lock()
	defer r.mu.Unlock()
	m.at = time.Since(r.began)
	r.trace = append(r.trace, m)
}

func (r *recorder) length() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.trace)
}

func (r *recorder) build(w *world) {
	for i, c := range w.components {
		lc := r.component(fmt.Sprintf("c%d", i), c.deps...)
		r.nodes[i].Group = c.group
		for _, p := range c.cleanups {
			lc.Cleanup(func() error { return r.play(context.Background(), p.withoutContext()) })
		}
		for _, p := range c.drains {
			lc.OnDrain(func(ctx context.Context) error { return r.play(ctx, p) }, hooks.Name(p.name))
		}
		for _, s := range c.steps {
			r.register(lc, s)
		}
	}
}

// withoutContext keeps a cleanup from waiting for ever.
func (p part) withoutContext() part {
	if p.does == blocking {
		p.does = ignoring
	}
	return p
}

func (r *recorder) register(lc *hooks.Lifecycle, s stepSpec) {
	h := hooks.Hook{Name: s.name, StartTimeout: s.timeout, StopTimeout: s.timeout}
	start := func(ctx context.Context) error { return r.play(ctx, s.start) }
	stop := func(ctx context.Context) error { return r.play(ctx, s.stop) }
	var opts []hooks.Option
	if s.timeout > 0 {
		opts = append(opts, hooks.Timeout(s.timeout))
	}
	switch s.kind {
	case both:
		h.OnStart, h.OnStop = start, stop
	case startOnly:
		h.OnStart = start
	case stopOnly:
		h.OnStop = stop
	case background:
		lc.Go(s.name, stop, opts...)
		return
	case serving:
		lc.Serve(s.name, func(ctx context.Context, ready func()) error {
			if err := r.play(ctx, s.start); err != nil {
				return err
			}
			ready()
			return stop(ctx)
		}, opts...)
		return
	}
	lc.Append(h)
}

// run runs the world in virtual time.
func (r *recorder) run(t *testing.T, w *world) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r.bench = &bench{mode: w.mode}
		r.with(observe.NewStream(nil, func(observe.Event) {}), grace)
		r.began = time.Now()
		r.build(w)
		r.seal(t)
		ctx, cancel := context.WithCancelCause(t.Context())
		defer cancel(nil)
		if w.cancelAt > 0 {
			timer := time.AfterFunc(w.cancelAt, func() { cancel(errCancelled) })
			defer timer.Stop()
		}
		r.startErr = r.Start(ctx, r.plan, 15*time.Second)
		r.startTook, r.startReturned = time.Since(r.began), r.length()
		if r.startErr == nil {
			time.Sleep(w.runs)
		}
		r.down(t, w)
		time.Sleep(10 * time.Minute) // for what was abandoned
	})
}

func (r *recorder) down(t *testing.T, w *world) {
	t.Helper()
	began := time.Now()
	r.downBegan = r.length()
	down := r.Teardown(t.Context(), hooks.Budget{Drain: w.drainDelay, Stop: stopTimeout})
	if w.expireAt > 0 {
		timer := time.AfterFunc(w.expireAt, func() { down.Expire(errCancelled) })
		defer timer.Stop()
	}
	if w.drains && r.startErr == nil {
		r.drainErr = down.Drain(r.plan)
	}
	r.stopErr = down.Stop(r.plan)
	r.downTook = time.Since(began)
	synctest.Wait()
	r.stopReturned = r.length()
	r.goroutines = running()
}

// running counts the goroutines of the bubble that run hooks or tasks.
func running() int {
	buf := make([]byte, 1<<20)
	n := 0
	for s := range strings.SplitSeq(string(buf[:runtime.Stack(buf, true)]), "\n\n") {
		if strings.Contains(s, "synctest bubble") && (strings.Contains(s, "hooks.(*execution).") || strings.Contains(s, "hooks.(*task).")) {
			n++
		}
	}
	return n
}
