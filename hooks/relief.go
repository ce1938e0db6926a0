// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"runtime"
	"time"

	"github.com/facet-go/facet/internal/guard"
)

// relief is how runners share what is ready. Any hook may block for ever, so that
// whoever takes a vertex while another is ready calls a further runner. But most
// hooks return at once: the one that was called lets the others go on as long as
// they come forward, and at most one is on its way.
//
// Fields without a comment of their own are guarded by Executor.mu.
type relief struct {
	onWay   bool          // a runner was called and has not looked at what is ready
	resting int           // runners that wait for a call
	call    chan struct{} // has one call for them; closed at the end
	taken   uint32        // vertices when it was called; does not change on the way
	called  time.Time     // when that was; does not change on the way
}

func newRelief() relief { return relief{call: make(chan struct{}, 1)} }

// A runner that was called takes it that the others are held up when they have not
// come forward while it looked that often, or for that long if there is much else to
// do: each time it lets everything else run first.
const (
	maxLooks = 32
	maxWait  = 10 * time.Microsecond
)

// However often the others come forward, a runner that was called does not let them
// go on for longer; and when it has not even begun for long, the processors are busy
// with hooks that compute, and each further runner would come as late.
const (
	maxPatience = 100 * time.Microsecond
	maxLate     = time.Millisecond
)

func (e *execution) runner(f *flight) {
	id := guard.GoroutineID()
	e.x.mu.Lock()
	f.goroutine = id
	e.x.mu.Unlock()
	defer func() {
		if f.stage != toLeave {
			go e.runner(f) // this goroutine ends by runtime.Goexit
		}
	}()
	for f.stage != toLeave {
		e.advance(f)
	}
}

// goOn has what is ready taken, or ends the execution. Executor.mu is held.
func (e *execution) goOn() {
	now := e.now()
	e.noticeEnd()
	e.pass(now)
	e.callRelief(now)
	e.finishIfDone()
}

// callRelief calls a runner for what is ready, as far as the limit allows.
// Executor.mu is held.
func (e *execution) callRelief(now time.Time) {
	r := &e.relief
	if r.onWay || e.halted || e.ready.len() == 0 || e.limit > 0 && e.runners >= e.limit {
		return
	}
	r.onWay, r.taken, r.called = true, e.taken.Load(), now
	if r.resting > 0 {
		r.resting--
		r.call <- struct{}{} // the last call was heard, so that there is room
		return
	}
	go e.runner(&flight{})
}

// relieve is what a runner does that was called. Executor.mu is not held.
func (e *execution) relieve(f *flight) {
	e.letOthersGoOn()
	e.x.mu.Lock()
	now := e.now()
	if now.Sub(e.relief.called) > maxLate {
		e.callAll(now)
	}
	e.relief.onWay = false
	took := e.take(f, now)
	e.x.mu.Unlock()
	if !took {
		e.rest(f)
	}
}

// callAll has runners begin all but one of what is ready, as far as the limit allows.
// Executor.mu is held.
func (e *execution) callAll(now time.Time) {
	e.noticeEnd()
	e.pass(now)
	for !e.halted && e.ready.len() > 1 && (e.limit == 0 || e.runners+1 < e.limit) {
		f := &flight{}
		e.runners++
		e.begin(f, e.ready.pop(), now)
		go e.runner(f)
	}
}

// letOthersGoOn returns when they do not, or have for long enough. It looks again and
// again and does not sleep: no hook may begin much later for it.
func (e *execution) letOthersGoOn() {
	for taken := e.relief.taken; e.taken.Load() != taken && time.Since(e.relief.called) < maxPatience; {
		taken = e.taken.Load()
		began := time.Now()
		for looks := 0; looks < maxLooks && time.Since(began) < maxWait; looks++ {
			select {
			case <-e.done:
				return
			default:
				runtime.Gosched()
			}
		}
	}
}

// take gives f the next vertex that has something to do. It returns false, and
// f's runner is to rest, if there is none. Executor.mu is held.
func (e *execution) take(f *flight, now time.Time) bool {
	e.noticeEnd()
	e.pass(now)
	if e.halted || e.ready.len() == 0 {
		e.relief.resting++
		e.finishIfDone()
		return false
	}
	e.runners++
	e.begin(f, e.ready.pop(), now)
	e.callRelief(now)
	return true
}

// rest waits for a call or the end. Executor.mu is not held.
func (e *execution) rest(f *flight) {
	f.stage = toTake
	if _, called := <-e.relief.call; !called {
		f.stage = toLeave
	}
}

// pass settles what has nothing to do. Executor.mu is held.
func (e *execution) pass(now time.Time) {
	for len(e.passing) > 0 && !e.halted {
		v := e.passing[len(e.passing)-1]
		e.passing = e.passing[:len(e.passing)-1]
		if e.trivial(v) {
			e.settle(v, e.by[v], nil, now)
		} else {
			e.ready.push(v) // it has been given a task meanwhile
		}
	}
}

// finishIfDone ends the execution when nothing is in hand or to be taken.
// Executor.mu is held.
func (e *execution) finishIfDone() {
	if e.runners > 0 || e.finished || !e.halted && e.ready.len() > 0 {
		return
	}
	e.finished = true
	close(e.relief.call)
	close(e.done)
}
