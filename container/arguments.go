// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"reflect"
	"slices"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// arguments returns the arguments of the function of n, and the values that its hooks
// need, in the order of the parameters. It leaves out a context, which the caller sets.
func (b *Build) arguments(n *node, info *instanceInfo) (args, injected []reflect.Value) {
	t := n.Func.Type()
	args = b.takeArgs(t.NumIn())
	var reserved reservedValues
	for i := range n.bindings {
		p := &n.Params[i]
		v := b.argument(n, i, info, &reserved)
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
			args[i] = reflect.Zero(t.In(i)) // variadic, or a struct without fields to fill
		}
	}
	return args, injected
}

// takeArgs takes n arguments from the buffer of the build, which is allocated once.
func (b *Build) takeArgs(n int) []reflect.Value {
	args := b.argBuffer[:n:n]
	b.argBuffer = b.argBuffer[n:]
	return args
}

func (b *Build) argument(n *node, param int, info *instanceInfo, reserved *reservedValues) reflect.Value {
	p, binding := &n.Params[param], &n.bindings[param]
	switch binding.provider {
	case bindGroup:
		return b.group(n.groupMembers(param), p, info)
	case bindReserved:
		return reserved.get(b, n.index, p.Key.Type)
	case unbound:
		return reflect.Zero(p.Key.Type) // it is optional
	}
	v := b.c.value(int(binding.provider), int(binding.result))
	if p.Key.Group != "" {
		return copySlice(v, p.Slice)
	}
	return v
}

// reservedValues holds the values of reserved types for one node.
type reservedValues struct {
	types  []reflect.Type
	values []reflect.Value
}

func (r *reservedValues) get(b *Build, node int, t reflect.Type) reflect.Value {
	at := slices.Index(r.types, t)
	if at < 0 {
		at = len(r.types)
		v := reflect.New(t).Elem()
		if value := b.config.Listener.ReservedValue(node, t); value != nil {
			v.Set(reflect.ValueOf(value))
		}
		r.types, r.values = append(r.types, t), append(r.values, v)
	}
	return r.values[at]
}

// group returns the values of a group in registration order. Of a soft group it adds the
// members that have instances to the description of the consumer.
func (b *Build) group(members []member, p *registration.Param, consumer *instanceInfo) reflect.Value {
	values := reflect.MakeSlice(p.Slice, 0, len(members))
	for _, m := range members {
		if p.Soft {
			if b.c.instances.get(m.node) == nil || !b.closure.has(m.node) {
				continue
			}
			consumer.addSoftMember(m.node)
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

// value returns a result of a node that is a value or has an instance.
func (c *Container) value(node, result int) reflect.Value {
	n := c.nodes[node]
	r := &n.Results[result]
	switch {
	case n.Kind != graph.KindValue:
		return c.instances.get(node).value(r)
	case len(r.Field) > 0: // of a result struct
		return n.Value.FieldByIndex(r.Field)
	default:
		return n.Value
	}
}

// copySlice copies a decorated group as a slice of type t. Each consumer has a copy,
// which it may change.
func copySlice(v reflect.Value, t reflect.Type) reflect.Value {
	s := reflect.MakeSlice(t, v.Len(), v.Len())
	reflect.Copy(s, v)
	return s
}
