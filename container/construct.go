// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/provide"
)

// construct is what dig calls in place of every function: it completes the
// arguments, calls the function once, and keeps what it returned. A failure
// leaves it as a panic that Build.run recovers.
func (b *Build) construct(n *node, args []reflect.Value) []reflect.Value {
	if inst := b.c.instances.of(n.index); inst != nil {
		return inst.out
	}
	r := &record{}
	if n.Kind == graph.KindValue {
		out := []reflect.Value{n.Value}
		b.keep(n.index, &instance{record: r, out: out})
		return out
	}
	b.complete(n, args, r)
	if n.index == b.c.call {
		b.args = args
		return nil
	}
	b.enter(n)
	var out []reflect.Value
	err := guard.Call(func() error {
		err := b.apply(n, args, &out)
		if err == nil && b.cfg.Keep != nil && len(n.Hooks)+len(n.Services) > 0 {
			b.cfg.Keep(n.index, out, r.injected)
		}
		return err
	})
	if !b.leave(n.index, err, &instance{record: r, out: out}) {
		panic(endOfBuild{})
	}
	return out
}

// errNotCalled is the failure of a function that Around did not call.
var errNotCalled = errors.New("what was called in its place returned without having called it")

// apply calls the function of n by Around, if there is one.
func (b *Build) apply(n *node, args []reflect.Value, out *[]reflect.Value) error {
	if b.cfg.Around == nil {
		return n.invoke(args, out)
	}
	called, own := false, errNotCalled
	err := b.cfg.Around(n.index, func() error {
		if !called {
			called = true
			own = guard.ErrGoexit
			own = guard.Call(func() error { return n.invoke(args, out) })
		}
		return own
	})
	return cmp.Or(err, own)
}

// invoke calls the function of n, and returns the error that it returned.
func (n *node) invoke(args []reflect.Value, out *[]reflect.Value) error {
	if n.Func.Type().IsVariadic() {
		*out = n.Func.CallSlice(args)
	} else {
		*out = n.Func.Call(args)
	}
	if !n.HasErr {
		return nil
	}
	err, _ := (*out)[len(*out)-1].Interface().(error)
	return err
}

// complete replaces the arguments that dig cannot know: scoped values, groups in
// registration order, and all of a node whose parameters dig cannot fill.
func (b *Build) complete(n *node, args []reflect.Value, r *record) {
	if len(n.needs) == 0 {
		return
	}
	var scope func(reflect.Type) reflect.Value
	copied := -1
	for i, s := range n.needs {
		var v reflect.Value
		p := &n.Params[i]
		switch {
		case s.from == fromGroup:
			v = b.group(s.members, p, r)
		case s.from == fromScope:
			if scope == nil {
				scope = b.scopes(n.index)
			}
			v = scope(p.Key.Type)
		case s.from >= 0 && !n.plain:
			v = b.c.instances.of(s.from).value(b.c.nodes[s.from].Results[s.result])
			if p.Key.Group != "" {
				v = ownSlice(v, p.Slice)
			}
		case !n.plain && p.Arg < 0:
			v = reflect.Zero(p.Key.Type) // an optional one that nobody gives
		default:
			continue
		}
		switch {
		case p.Arg < 0:
			r.injected = append(r.injected, v)
			continue
		case len(p.Field) == 0:
			args[p.Arg] = v
			continue
		case copied != p.Arg && !args[p.Arg].CanSet():
			// What dig passes cannot be set.
			arg := reflect.New(args[p.Arg].Type()).Elem()
			arg.Set(args[p.Arg])
			args[p.Arg], copied = arg, p.Arg
		}
		args[p.Arg].FieldByIndex(p.Field).Set(v)
	}
}

// scopes returns a function that makes the scoped values of a node, one of each
// type.
func (b *Build) scopes(node int) func(reflect.Type) reflect.Value {
	var made map[reflect.Type]reflect.Value
	return func(t reflect.Type) reflect.Value {
		v, known := made[t]
		if !known {
			if made == nil {
				made = map[reflect.Type]reflect.Value{}
			}
			v = b.scope(node, t)
			made[t] = v
		}
		return v
	}
}

// scope returns the value of a scoped type for a node.
func (b *Build) scope(node int, t reflect.Type) reflect.Value {
	v := reflect.New(t).Elem()
	if b.cfg.Scope == nil {
		return v
	}
	if made := b.cfg.Scope(node, t); made != nil {
		v.Set(reflect.ValueOf(made))
	}
	return v
}

// group collects the members that have been constructed, in registration order.
func (b *Build) group(members []member, p *provide.Param, into *record) reflect.Value {
	values := reflect.MakeSlice(p.Slice, 0, len(members))
	for _, m := range members {
		inst := b.c.instances.of(m.node)
		if inst == nil {
			continue // of a soft group
		}
		if p.Soft {
			into.soft = append(into.soft, m.node)
		}
		r := b.c.nodes[m.node].Results[m.result]
		v := inst.value(r)
		if r.Flatten {
			for i := range v.Len() {
				values = reflect.Append(values, v.Index(i))
			}
		} else {
			values = reflect.Append(values, v)
		}
	}
	return values
}

// ownSlice copies a decorated group for one who asks for it: each may change its
// slice, and name the type of it.
func ownSlice(v reflect.Value, t reflect.Type) reflect.Value {
	own := reflect.MakeSlice(t, v.Len(), v.Len())
	reflect.Copy(own, v)
	return own
}

// enter notes that the function of n runs, unless the build has been cancelled.
func (b *Build) enter(n *node) {
	if b.ctx.Err() != nil {
		b.fail(b.notCalled(n))
	}
	if b.cfg.Enter != nil {
		b.cfg.Enter(n.index)
	}
	b.mu.Lock()
	// Again, under the lock: whoever finds that nothing runs after the context
	// has ended relies on nothing being called any more.
	if b.ctx.Err() == nil {
		b.running, b.began = n.index, time.Now()
		b.mu.Unlock()
		return
	}
	b.mu.Unlock()
	err := b.notCalled(n)
	if b.cfg.Leave != nil {
		b.cfg.Leave(n.index, time.Now(), 0, err)
	}
	b.fail(err)
}

func (b *Build) notCalled(n *node) *ConstructError {
	e := b.constructError(n.index, 0, context.Cause(b.ctx))
	e.Called = false
	return e
}

// leave notes how the function of a node ended, with what instance, and tells
// whether the build goes on.
func (b *Build) leave(node int, err error, inst *instance) bool {
	b.mu.Lock()
	began, abandoned := b.began, b.abandoned
	took := time.Since(began)
	b.running = -1
	var failure error
	if err != nil {
		failure = b.constructError(node, took, b.withCause(err))
	}
	switch {
	case abandoned:
	case failure != nil:
		b.err = failure
	default:
		inst.took = took
		b.keepLocked(node, inst)
	}
	b.mu.Unlock()
	if abandoned && b.cfg.Late != nil {
		b.cfg.Late(node, err)
	}
	if !abandoned && b.cfg.Leave != nil {
		b.cfg.Leave(node, began, took, failure)
	}
	return !abandoned && failure == nil
}

// withCause adds the cause of the context's end to an error that only says that
// it has ended.
func (b *Build) withCause(err error) error {
	ended := b.ctx.Err()
	if ended == nil || !errors.Is(err, ended) || errors.Is(err, context.Cause(b.ctx)) {
		return err
	}
	return fmt.Errorf("%w: %w", err, context.Cause(b.ctx))
}

func (b *Build) fail(err error) {
	b.mu.Lock()
	if b.err == nil {
		b.err = err
	}
	b.mu.Unlock()
	panic(endOfBuild{})
}

func (b *Build) keep(node int, inst *instance) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.keepLocked(node, inst)
}

func (b *Build) keepLocked(node int, inst *instance) {
	b.c.instances.add(node, inst)
	b.used[b.cl.seq[node]-1] = inst.record
	b.order = append(b.order, node)
}
