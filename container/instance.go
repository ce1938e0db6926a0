// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"cmp"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/facet-go/facet/provide"
)

// instance is what the function of a node returned. It lives as long as a build
// that uses it is not released, and is shared by all of them.
type instance struct {
	*record
	out []reflect.Value // by position
}

// record is what is known of an instance even after it was forgotten.
type record struct {
	took  time.Duration
	seq   int    // place in construction order among all instances
	users int    // guarded by instances.mu
	soft  *[]int // members of soft groups that it received, nil for none
}

// receives notes a member of a soft group.
func (r *record) receives(member int) {
	if r.soft == nil {
		r.soft = new([]int)
	}
	*r.soft = append(*r.soft, member)
}

// instances holds what lives, by node.
type instances struct {
	live []atomic.Pointer[instance]

	mu   sync.Mutex // guards the field below and record.users; held while something is forgotten
	made int
}

func (s *instances) of(node int) *instance {
	if node >= len(s.live) {
		return nil // of a call
	}
	return s.live[node].Load()
}

// count returns how many were ever made.
func (s *instances) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.made
}

// share makes a build a user of a live instance; nil if the node has none.
func (s *instances) share(node int) *record {
	inst := s.of(node)
	if inst == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	inst.users++
	return inst.record
}

// add keeps a new instance, with one user.
func (s *instances) add(node int, inst *instance) {
	s.mu.Lock()
	s.made++
	inst.seq, inst.users = s.made, 1
	s.mu.Unlock()
	s.live[node].Store(inst)
}

// Lookup returns the value under a key, if it lives. Members of groups have no key
// of their own. It takes no lock.
func (b *Build) Lookup(key provide.Key) (reflect.Value, bool) {
	g, ok := b.c.sights()[key]
	if !ok {
		return reflect.Value{}, false
	}
	inst := b.c.instances.of(g.node)
	if inst == nil {
		return reflect.Value{}, false
	}
	return inst.value(g.Result), true
}

// sight says where the value is that the app sees under a key.
type sight struct {
	node int
	*provide.Result
}

// findSights returns the sights of all keys, decorators included.
func (c *Container) findSights() map[provide.Key]sight {
	all := make(map[provide.Key]sight, c.app.given.len())
	for key, node := range c.app.given.all() {
		if d, ok := c.app.decorated(key, c.app); ok {
			node = d
		}
		all[key] = sight{node, &c.nodes[node].Results[c.resultOf(node, key).result]}
	}
	return all
}

// value returns one result of an instance.
func (i *instance) value(r *provide.Result) reflect.Value {
	v := i.out[r.Arg]
	if len(r.Field) > 0 {
		v = v.FieldByIndex(r.Field)
	}
	return v
}

// made is an instance of a node, by what is known of it.
type made struct {
	node int
	*record
}

// dropForgotten removes from all what was forgotten meanwhile. The caller holds the lock.
func (s *instances) dropForgotten(all []made) []made {
	return slices.DeleteFunc(all, func(m made) bool {
		inst := s.of(m.node)
		return inst == nil || inst.record != m.record
	})
}

// inOrder returns the nodes of instances in construction order, each once.
func inOrder(all []made) []int {
	slices.SortFunc(all, func(a, b made) int { return cmp.Compare(a.seq, b.seq) })
	nodes := make([]int, len(all))
	for i, m := range all {
		nodes[i] = m.node
	}
	return slices.Compact(nodes)
}

// Alive returns the nodes that live, in construction order.
func (c *Container) Alive() []int {
	var all []made
	for i := range c.instances.live {
		if inst := c.instances.of(i); inst != nil {
			all = append(all, made{i, inst.record})
		}
	}
	return inOrder(all)
}

// DependsOn returns the nodes that must be up before one that lives, ascending by
// construction order, each once: those whose values it received, and those that
// it was ordered behind.
func (c *Container) DependsOn(node int) []int {
	own := c.instances.of(node)
	if own == nil {
		return nil
	}
	var deps []made
	add := func(m made) { deps = append(deps, m) }
	c.instances.received(c.nodes[node], own, add)
	for _, o := range c.nodes[node].after {
		c.instances.before(own, o.node, add)
	}
	return inOrder(deps)
}

// received calls yield for all that lives and gave something to n, which own is
// the instance of; it may come several times.
func (s *instances) received(n *node, own *instance, yield func(made)) {
	n.dependencies(false, func(dep, _ int) { s.before(own, dep, yield) })
	if own.soft == nil {
		return
	}
	for _, dep := range *own.soft {
		s.before(own, dep, yield)
	}
}

// before calls yield for the instance of a node that was there when own was made.
// What was forgotten and made again since is another one.
func (s *instances) before(own *instance, node int, yield func(made)) {
	if inst := s.of(node); inst != nil && inst.seq < own.seq {
		yield(made{node, inst.record})
	}
}

// Forget lets go of the instances of nodes, whoever uses them: the next build
// that needs one constructs it again. [Container.Graph] of the builds that used
// them still tells what was constructed.
func (c *Container) Forget(nodes []int) {
	c.instances.mu.Lock()
	defer c.instances.mu.Unlock()
	for _, i := range nodes {
		c.instances.live[i].Store(nil)
	}
}
