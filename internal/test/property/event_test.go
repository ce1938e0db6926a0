// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package property_test

import (
	"context"
	"os"
	"reflect"
	"time"
)

// What happens to the app of a world.

// call records a call of a method.
func (r *recorder) call(c *call, f func() error) {
	r.mu.Lock()
	r.called++
	c.id, c.from = r.called, len(r.trace)
	r.mu.Unlock()
	r.addWithState(moment{role: method, call: c})
	m := moment{role: method, call: c, ends: true, does: exiting}
	defer func() {
		if c.ctx != nil {
			c.why = context.Cause(c.ctx)
		}
		r.addWithState(m)
	}()
	m.err = f()
	m.does = succeeds
	if m.err != nil {
		m.does = failing
	}
}

// do calls Do. Each call ends some time.
func (r *recorder) do(ctx context.Context, spec *callSpec, nested bool) {
	c := &call{name: "Do", spec: spec, bound: time.Minute, nested: nested}
	if spec.timeout > 0 {
		c.bound = spec.timeout
	}
	ctx, cancel := context.WithTimeout(ctx, c.bound)
	defer cancel()
	c.bound += time.Since(r.began)
	t := reflect.FuncOf([]reflect.Type{contextType, needing(spec.needs)}, []reflect.Type{errorType}, false)
	fn := reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		c.ctx, _ = args[0].Interface().(context.Context)
		c.args = received(args[1])
		return []reflect.Value{errorValue(r.function(c))}
	})
	r.call(c, func() error { return r.app.Do(ctx, fn.Interface()) })
}

func (r *recorder) function(c *call) error {
	a := c.spec.does
	if c.spec.inner == nil {
		return r.play(c.ctx, moment{role: calling, call: c}, a)
	}
	if !c.spec.fresh {
		a.do = c.spec.inner
		return r.play(c.ctx, moment{role: calling, call: c}, a)
	}
	done := make(chan struct{})
	go func() { // which may end by runtime.Goexit
		defer close(done)
		r.do(context.Background(), c.spec.inner, false)
	}()
	defer func() { <-done }() // whether it returns or panics
	return r.play(c.ctx, moment{role: calling, call: c}, a)
}

// perform does what an event says.
func (r *recorder) perform(e event) {
	ctx, cancel := context.WithCancel(context.Background())
	if e.timeout > 0 {
		ctx, cancel = context.WithTimeout(ctx, e.timeout)
	}
	if e.kind == evCancel {
		cancel()
		r.cancelAll()
		return
	}
	defer cancel()
	up := func(name string, f func(context.Context) error) {
		r.mu.Lock()
		r.cancels = append(r.cancels, cancel)
		r.mu.Unlock()
		c := &call{name: name}
		if e.timeout > 0 {
			c.bound = time.Since(r.began) + e.timeout
		}
		r.call(c, func() error { return f(ctx) })
	}
	switch e.kind {
	case evRun:
		up("Run", r.app.Run)
	case evStart:
		up("Start", r.app.Start)
	case evBuild:
		up("Build", r.app.Build)
	case evStop:
		r.call(&call{name: "Stop"}, func() error { return r.app.Stop(ctx) })
	case evShutdown:
		c := &call{name: "Shutdown"}
		if !e.clean {
			c.cause = &partError{"Shutdown"}
		}
		r.call(c, func() error { r.app.Shutdown(c.cause); return nil })
	case evSignal:
		r.signal()
	default:
		r.do(ctx, e.call, false)
	}
}

func (r *recorder) cancelAll() {
	r.mu.Lock()
	cancels := r.cancels
	r.cancels = nil
	r.mu.Unlock()
	r.add(moment{role: method, ends: true, call: &call{name: "cancel"}, state: r.app.State()})
	for _, cancel := range cancels {
		cancel()
	}
}

func (r *recorder) signal() {
	r.mu.Lock()
	defer r.mu.Unlock()
	select {
	case r.signals <- os.Interrupt:
	default:
	}
}
