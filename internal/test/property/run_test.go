// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package property_test

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/observe"
)

// role says what of a world began or ended.
type role uint8

const (
	making     role = iota // a constructor
	starting               // a start hook, or a Serve until it is ready
	working                // a task
	stopping               // a stop hook
	draining               // a drain hook
	cleaning               // a cleanup
	launching              // a hook adds a task
	adding                 // which runs
	reentering             // a start hook has called the app
	calling                // the function of a Do
	method                 // a method of the app
	told                   // an event was emitted
)

var roleNames = [...]string{
	"make", "start", "work", "stop", "drain", "clean", "launch", "added", "reenter", "call", "method", "event",
}

// moment is one line of a trace.
type moment struct {
	at    time.Duration
	role  role
	c     *component
	step  int
	ends  bool
	does  behaviour // how it ended: succeeds, failing, panicking or exiting
	late  bool      // its context had ended by then
	err   error     // what it returned or panicked with
	call  *call     // of calling and method
	state facet.State
	event *observe.Event
}

// call is one call of a method of the app.
type call struct {
	id, from int // from is where the trace was when it began
	name     string
	spec     *callSpec // of Do
	args     []*component
	nested   bool  // something of the app calls
	cause    error // of Shutdown
	ctx      context.Context
	why      error         // why that ended
	bound    time.Duration // when its context ends, 0 for never
}

func (m moment) who() string {
	switch {
	case m.c != nil:
		return fmt.Sprintf("%s %s", roleNames[m.role], m.c.name(m.step))
	case m.call != nil:
		return fmt.Sprintf("%s %s %d", roleNames[m.role], m.call.name, m.call.id)
	default:
		return roleNames[m.role]
	}
}

func (m moment) String() string {
	line := fmt.Sprintf("%v %s", m.at, m.who())
	switch {
	case m.event != nil:
		line += fmt.Sprintf(" %v %s %s", m.event.Op, m.event.Node, m.event.Hook)
		if m.event.Op == observe.OpState {
			line += " " + m.event.State.String()
		}
		if m.event.Err != nil {
			first, _, _ := strings.Cut(m.event.Err.Error(), "\n")
			line += ": " + first
		}
	case m.role == method:
		line += " in " + m.state.String()
	}
	if m.ends {
		line += fmt.Sprintf(" ends %d late=%v err=%v", m.does, m.late, m.err)
	}
	return line
}

// recorder runs a world and keeps what happened.
type recorder struct {
	w     *world
	app   *facet.App
	began time.Time

	mu         sync.Mutex
	trace      []moment
	components []*component
	signals    chan os.Signal
	cancels    []context.CancelFunc
	called     int

	stuck      string   // the stacks, if nothing moves any more
	goroutines int      // when all was over, -1 for not counted
	left       []string // the stacks of those
	running    int      // functions of the world that were running then
}

func (r *recorder) add(m moment) {
	r.mu.Lock()
	defer r.mu.Unlock()
	m.at = time.Since(r.began)
	r.trace = append(r.trace, m)
}

// addWithState notes the state of the app, too, of that very moment.
func (r *recorder) addWithState(m moment) {
	r.mu.Lock()
	defer r.mu.Unlock()
	m.at, m.state = time.Since(r.began), r.app.State()
	r.trace = append(r.trace, m)
}

func (r *recorder) build() {
	r.signals = make(chan os.Signal)
	opts := r.w.options()
	for _, node := range r.w.listing() {
		opts = append(opts, r.provide(node))
	}
	for _, needs := range r.w.roots {
		t := reflect.FuncOf([]reflect.Type{needing(needs)}, nil, false)
		opts = append(opts, facet.Invoke(reflect.MakeFunc(t, func([]reflect.Value) []reflect.Value { return nil }).Interface()))
	}
	r.app = facet.New(append(opts, facet.Log(nil), facet.SignalsFrom(r.signals), facet.Observe(func(e observe.Event) {
		r.add(moment{role: told, event: &e})
	}))...)
}

// run runs the world in virtual time, and some time after it stops the app.
func (r *recorder) run(t *testing.T, w *world, count bool) {
	t.Helper()
	r.w, r.goroutines = w, -1
	defer func() {
		if v := recover(); v != nil { // a deadlock of the bubble
			r.stuck = fmt.Sprint(v, "\n", strings.Join(bubble(), "\n\n"))
		}
	}()
	synctest.Test(t, func(*testing.T) {
		r.began = time.Now()
		r.build()
		var all sync.WaitGroup
		last := time.Duration(0)
		for _, e := range w.events {
			last = max(last, e.at)
			all.Go(func() {
				time.Sleep(e.at)
				r.perform(e)
			})
		}
		over := make(chan struct{})
		go func() { all.Wait(); close(over) }()
		last += 3 * time.Second
		if w.calm {
			last = time.Hour
		}
		time.Sleep(last)
		r.end(over)
		synctest.Wait()
		if count {
			r.left = bubble()
			r.goroutines = len(r.left) - 3 // this one, and those of synctest
		}
		r.mu.Lock()
		r.running = r.unfinished()
		r.mu.Unlock()
		time.Sleep(10 * time.Minute) // for what was abandoned
	})
}

// end stops the app until all calls have returned.
func (r *recorder) end(over <-chan struct{}) {
	for range 5 {
		_ = r.stop()
		select {
		case <-over:
			_ = r.stop()
			return
		case <-time.After(10 * time.Minute):
		}
	}
	panic("some calls have not returned after an hour")
}

func (r *recorder) stop() (err error) {
	r.call(&call{name: "Stop"}, func() error { err = r.app.Stop(context.Background()); return err })
	return err
}

// unfinished counts the functions that run.
func (r *recorder) unfinished() int {
	n := 0
	for _, m := range r.trace {
		switch {
		case m.role >= launching && m.role != adding && m.role != calling:
		case m.ends:
			n--
		default:
			n++
		}
	}
	return n
}

// bubble returns the stacks of the goroutines in bubbles.
func bubble() []string {
	buf := make([]byte, 1<<20)
	var list []string
	for s := range strings.SplitSeq(string(buf[:runtime.Stack(buf, true)]), "\n\n") {
		if head, _, _ := strings.Cut(s, "\n"); strings.Contains(head, "synctest bubble") {
			list = append(list, s)
		}
	}
	return list
}
