// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"sync"
	"time"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

// constructorWatch posts events about the slow constructors of one build. The executor of
// hooks does that for hooks.
type constructorWatch struct {
	l *lifetime

	mu      sync.Mutex // guards the fields below
	timer   *time.Timer
	stopped bool
	node    int // the constructor that was running
	since   time.Time
	count   int // events about it
}

// watchConstructors begins a watch, which the caller must stop.
func (l *lifetime) watchConstructors() *constructorWatch {
	w := &constructorWatch{l: l}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.timer = time.AfterFunc(hooks.SlowAfter, w.look)
	return w
}

// stop ends the watch. No event follows.
func (w *constructorWatch) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stopped = true
	w.timer.Stop()
}

// look posts an event if one is due.
func (w *constructorWatch) look() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.stopped {
		w.timer.Reset(w.postSlow())
	}
}

// postSlow returns the time until the next event may be due.
func (w *constructorWatch) postSlow() time.Duration {
	b := w.l.built.Load()
	if b == nil {
		return hooks.SlowAfter
	}
	node, since := b.RunningSince()
	if node < 0 {
		return hooks.SlowAfter
	}
	if node != w.node || !since.Equal(w.since) {
		w.node, w.since, w.count = node, since, 0
	}
	elapsed, due := time.Since(since), hooks.SlowAfter<<w.count
	if elapsed >= due {
		w.l.app.stream.Post(observe.Event{Op: observe.OpSlow, Node: w.l.app.container.ID(node), Took: elapsed})
		w.count++
		due *= 2
	}
	return due - elapsed
}
