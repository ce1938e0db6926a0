// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"reflect"
	"slices"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

// arguments returns those of the function of n, and what its hooks ask for, in the
// order of the parameters. A context that the caller gives is not filled.
func (b *Build) arguments(n *node, r *instanceInfo) (args, injected []reflect.Value) {
	t := n.Func.Type()
	args = b.takeArgs(t.NumIn())
	var own reservedValues
	for i := range n.bindings {
		p := &n.Params[i]
		v := b.argument(n, i, r, &own)
		switch {
		case p.Arg < 0:
			injected = append(injected, v)
		case len(p.Field) == 0:
			args[p.Arg] = v
		default:
			if !args[p.Arg].IsValid() {
				args[p.Arg] = reflect.New(t.In(int(p.Arg))).Elem()
			}
			args[p.Arg].FieldByIndex(p.Field).Set(v)
		}
	}
	for i := range args {
		if !args[i].IsValid() && (!n.Context || i > 0) {
			args[i] = reflect.Zero(t.In(i)) // variadic, or a struct of which nothing is asked for
		}
	}
	return args, injected
}

// takeArgs cuts arguments to be filled off those of the build, which are made at once.
func (b *Build) takeArgs(n int) []reflect.Value {
	args := b.argBuffer[:n:n]
	b.argBuffer = b.argBuffer[n:]
	return args
}

// argument returns what fills a parameter.
func (b *Build) argument(n *node, param int, r *instanceInfo, own *reservedValues) reflect.Value {
	p, s := &n.Params[param], &n.bindings[param]
	switch s.provider {
	case bindGroup:
		return b.group(n.groupMembers(param), p, r)
	case bindReserved:
		return own.of(b, n.index, p.Key.Type)
	case unbound:
		return reflect.Zero(p.Key.Type) // it is optional
	}
	v := b.c.value(int(s.provider), int(s.result))
	if p.Key.Group != "" {
		return ownSlice(v, p.Slice)
	}
	return v
}

// reservedValues are those made for one node, one of each type.
type reservedValues struct {
	types  []reflect.Type
	values []reflect.Value
}

func (s *reservedValues) of(b *Build, node int, t reflect.Type) reflect.Value {
	at := slices.Index(s.types, t)
	if at < 0 {
		at = len(s.types)
		s.types, s.values = append(s.types, t), append(s.values, b.reservedValue(node, t))
	}
	return s.values[at]
}

// reservedValue returns the value of a scoped type for a node.
func (b *Build) reservedValue(node int, t reflect.Type) reflect.Value {
	v := reflect.New(t).Elem()
	if b.config.Scope == nil {
		return v
	}
	if made := b.config.Scope(node, t); made != nil {
		v.Set(reflect.ValueOf(made))
	}
	return v
}

// group collects the members that have been constructed, in registration order.
func (b *Build) group(members []member, p *provide.Param, into *instanceInfo) reflect.Value {
	values := reflect.MakeSlice(p.Slice, 0, len(members))
	for _, m := range members {
		if p.Soft {
			if b.c.instances.get(m.node) == nil || !b.closure.has(m.node) {
				continue
			}
			into.addSoftMember(m.node)
		}
		v := b.c.value(m.node, m.result)
		if b.c.nodes[m.node].Results[m.result].Flatten {
			for i := range v.Len() {
				values = reflect.Append(values, v.Index(i))
			}
		} else {
			values = reflect.Append(values, v)
		}
	}
	return values
}

// value returns a result of a node that lives, or of a value.
func (c *Container) value(node, result int) reflect.Value {
	n := c.nodes[node]
	if n.Kind == graph.KindValue {
		return n.Value
	}
	return c.instances.get(node).value(&n.Results[result])
}

// ownSlice copies a decorated group for one who asks for it: each may change its
// slice, and name the type of it.
func ownSlice(v reflect.Value, t reflect.Type) reflect.Value {
	own := reflect.MakeSlice(t, v.Len(), v.Len())
	reflect.Copy(own, v)
	return own
}
