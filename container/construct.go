// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
)

// construct is what dig calls in place of every function: it completes the
// arguments, calls the function once, and keeps what it returned. A failure
// leaves it as a panic that Build.run recovers.
func (b *Build) construct(n *node, args []reflect.Value) []reflect.Value {
	if n.Kind == graph.KindValue {
		out := []reflect.Value{n.Value}
		b.keep(n.index, &instance{out: out})
		return out
	}
	b.complete(n, args)
	b.enter(n)
	var out []reflect.Value
	err := guard.Call(func() error {
		if n.Func.Type().IsVariadic() {
			out = n.Func.CallSlice(args)
		} else {
			out = n.Func.Call(args)
		}
		if n.HasErr {
			err, _ := out[len(out)-1].Interface().(error)
			return err
		}
		return nil
	})
	if !b.leave(n.index, err, out) {
		panic(endOfBuild{})
	}
	return out
}

// complete replaces the arguments that dig cannot know: scoped values, and groups
// in registration order.
func (b *Build) complete(n *node, args []reflect.Value) {
	var scoped map[reflect.Type]reflect.Value
	copied := -1
	for i, s := range n.needs {
		var v reflect.Value
		p := n.Params[i]
		switch s.from {
		case fromGroup:
			v = b.group(s.members, p.Slice)
		case fromScope:
			t := p.Key.Type
			if _, made := scoped[t]; !made {
				if scoped == nil {
					scoped = map[reflect.Type]reflect.Value{}
				}
				scoped[t] = b.scope(n.index, t)
			}
			v = scoped[t]
		default:
			continue
		}
		if len(p.Field) == 0 {
			args[p.Arg] = v
			continue
		}
		if copied != p.Arg {
			// What dig passes cannot be set.
			arg := reflect.New(args[p.Arg].Type()).Elem()
			arg.Set(args[p.Arg])
			args[p.Arg], copied = arg, p.Arg
		}
		args[p.Arg].FieldByIndex(p.Field).Set(v)
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
func (b *Build) group(members []member, slice reflect.Type) reflect.Value {
	b.mu.Lock()
	defer b.mu.Unlock()
	values := reflect.MakeSlice(slice, 0, len(members))
	for _, m := range members {
		inst := b.instances[m.node]
		if inst == nil {
			continue // of a soft group
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

// leave notes how the function of a node ended, and tells whether the build goes
// on.
func (b *Build) leave(node int, err error, out []reflect.Value) bool {
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
		b.instances[node] = &instance{out: out, took: took}
		b.order = append(b.order, node)
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
	b.instances[node] = inst
	b.order = append(b.order, node)
}
