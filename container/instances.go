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
	*instanceInfo
	out []reflect.Value // by position
}

// instanceInfo is what is known of an instance even after it was forgotten.
type instanceInfo struct {
	took  time.Duration
	seq   int    // place in construction order among all instances
	users int    // guarded by instances.mu
	soft  *[]int // members of soft groups that it received, nil for none
}

// addSoftMember notes a member of a soft group.
func (r *instanceInfo) addSoftMember(member int) {
	if r.soft == nil {
		r.soft = new([]int)
	}
	*r.soft = append(*r.soft, member)
}

// instances holds what lives, by node.
type instances struct {
	byNode []atomic.Pointer[instance]

	mu      sync.Mutex // guards the field below and record.users; held while something is forgotten
	created int
}

func (s *instances) get(node int) *instance {
	if node >= len(s.byNode) {
		return nil // of a call
	}
	return s.byNode[node].Load()
}

// createdCount returns how many were ever made.
func (s *instances) createdCount() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.created
}

// acquire makes a build a user of a live instance; nil if the node has none.
func (s *instances) acquire(node int) *instanceInfo {
	inst := s.get(node)
	if inst == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	inst.users++
	return inst.instanceInfo
}

// put keeps a new instance, with one user.
func (s *instances) put(node int, inst *instance) {
	s.mu.Lock()
	s.created++
	inst.seq, inst.users = s.created, 1
	s.mu.Unlock()
	s.byNode[node].Store(inst)
}

// Lookup returns the value under a key, if it lives. Members of groups have no key
// of their own. It takes no lock.
func (b *Build) Lookup(key provide.Key) (reflect.Value, bool) {
	g, ok := b.c.rootBindings()[key]
	if !ok {
		return reflect.Value{}, false
	}
	inst := b.c.instances.get(g.node)
	if inst == nil {
		return reflect.Value{}, false
	}
	return inst.value(g.Result), true
}

// rootBinding says where the value is that the app sees under a key.
type rootBinding struct {
	node int
	*provide.Result
}

// findRootBindings returns the sights of all keys, decorators included.
func (c *Container) findRootBindings() map[provide.Key]rootBinding {
	all := make(map[provide.Key]rootBinding, c.rootScope.providers.len())
	for key, node := range c.rootScope.providers.all() {
		if d, ok := c.rootScope.lastDecorator(key, c.rootScope); ok {
			node = d
		}
		all[key] = rootBinding{node, &c.nodes[node].Results[c.bindResult(node, key).result]}
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

// liveNode is an instance of a node, by what is known of it.
type liveNode struct {
	node int
	*instanceInfo
}

// dropEvicted removes from all what was forgotten meanwhile. The caller holds the lock.
func (s *instances) dropEvicted(all []liveNode) []liveNode {
	return slices.DeleteFunc(all, func(m liveNode) bool {
		inst := s.get(m.node)
		return inst == nil || inst.instanceInfo != m.instanceInfo
	})
}

// sortedNodes returns the nodes of instances in construction order, each once.
func sortedNodes(all []liveNode) []int {
	slices.SortFunc(all, func(a, b liveNode) int { return cmp.Compare(a.seq, b.seq) })
	nodes := make([]int, len(all))
	for i, m := range all {
		nodes[i] = m.node
	}
	return slices.Compact(nodes)
}

// Live returns the nodes that live, in construction order.
func (c *Container) Live() []int {
	var all []liveNode
	for i := range c.instances.byNode {
		if inst := c.instances.get(i); inst != nil {
			all = append(all, liveNode{i, inst.instanceInfo})
		}
	}
	return sortedNodes(all)
}

// DependsOn returns the nodes that must be up before one that lives, ascending by
// construction order, each once: those whose values it received, and those that
// it was ordered behind.
func (c *Container) DependsOn(node int) []int {
	own := c.instances.get(node)
	if own == nil {
		return nil
	}
	var deps []liveNode
	add := func(m liveNode) { deps = append(deps, m) }
	c.instances.receivedFrom(c.nodes[node], own, add)
	for _, o := range c.nodes[node].orderedAfter {
		c.instances.yieldOlder(own, o.predecessor, add)
	}
	return sortedNodes(deps)
}

// receivedFrom calls yield for all that lives and gave something to n, which own is
// the instance of; it may come several times.
func (s *instances) receivedFrom(n *node, own *instance, yield func(liveNode)) {
	n.dependencies(false, func(dep, _ int) { s.yieldOlder(own, dep, yield) })
	if own.soft == nil {
		return
	}
	for _, dep := range *own.soft {
		s.yieldOlder(own, dep, yield)
	}
}

// yieldOlder calls yield for the instance of a node that was there when own was made.
// What was forgotten and made again since is another one.
func (s *instances) yieldOlder(own *instance, node int, yield func(liveNode)) {
	if inst := s.get(node); inst != nil && inst.seq < own.seq {
		yield(liveNode{node, inst.instanceInfo})
	}
}

// Evict lets go of the instances of nodes, whoever uses them: the next build
// that needs one constructs it again. [Container.Graph] of the builds that used
// them still tells what was constructed.
func (c *Container) Evict(nodes []int) {
	c.instances.mu.Lock()
	defer c.instances.mu.Unlock()
	for _, i := range nodes {
		c.instances.byNode[i].Store(nil)
	}
}
