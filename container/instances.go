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

	"github.com/facet-go/facet/internal/registration"
)

// instance holds the results of one call of a node's function. All builds that need the
// node share it. It exists until it is evicted.
type instance struct {
	*instanceInfo
	out []reflect.Value // by position
}

// instanceInfo describes an instance. Builds keep it after the instance is evicted.
type instanceInfo struct {
	took  time.Duration
	seq   int    // place in the construction order of all instances
	users int    // guarded by instances.mu
	soft  *[]int // the members of soft groups that it received; nil for none
}

func (r *instanceInfo) addSoftMember(node int) {
	if r.soft == nil {
		r.soft = new([]int)
	}
	*r.soft = append(*r.soft, node)
}

// value returns one result. A nil pointer that is provided as an interface is a nil
// interface.
func (i *instance) value(r *registration.Result) reflect.Value {
	v := i.out[r.Arg]
	if len(r.Field) > 0 {
		v = v.FieldByIndex(r.Field)
	}
	if t := r.Key.Type; v.Kind() == reflect.Pointer && t.Kind() == reflect.Interface && v.IsNil() {
		return reflect.Zero(t)
	}
	return v
}

// instances holds the live instances by node.
type instances struct {
	byNode []atomic.Pointer[instance]

	mu      sync.Mutex // guards the field below and instanceInfo.users; held during an eviction
	created int        // the number of instances ever created
}

// get returns the instance of a node, or nil. A function has none.
func (s *instances) get(node int) *instance {
	if node >= len(s.byNode) {
		return nil
	}
	return s.byNode[node].Load()
}

func (s *instances) createdCount() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.created
}

// acquire adds a user to the instance of a node and returns its description, or nil if
// the node has no instance.
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

// put stores a new instance, with one user.
func (s *instances) put(node int, inst *instance) {
	s.mu.Lock()
	s.created++
	inst.seq, inst.users = s.created, 1
	s.mu.Unlock()
	s.byNode[node].Store(inst)
}

// liveNode is a node with the description of its instance.
type liveNode struct {
	node int
	*instanceInfo
}

// dropEvicted removes evicted instances from a list. instances.mu is held.
func (s *instances) dropEvicted(all []liveNode) []liveNode {
	return slices.DeleteFunc(all, func(n liveNode) bool {
		inst := s.get(n.node)
		return inst == nil || inst.instanceInfo != n.instanceInfo
	})
}

// sortedNodes returns the nodes in construction order, each once.
func sortedNodes(all []liveNode) []int {
	slices.SortFunc(all, func(a, b liveNode) int { return cmp.Compare(a.seq, b.seq) })
	nodes := make([]int, len(all))
	for i, n := range all {
		nodes[i] = n.node
	}
	return slices.Compact(nodes)
}

// receivedFrom calls yield for the live nodes from which an instance of n received
// something. A node may come several times.
func (s *instances) receivedFrom(n *node, inst *instance, yield func(liveNode)) {
	n.dependencies(false, func(dep, _ int) { s.yieldOlder(inst, dep, yield) })
	if inst.soft == nil {
		return
	}
	for _, dep := range *inst.soft {
		s.yieldOlder(inst, dep, yield)
	}
}

// yieldOlder calls yield for the instance of a node if it is older than another one. An
// instance that was created again after an eviction is younger.
func (s *instances) yieldOlder(than *instance, node int, yield func(liveNode)) {
	if inst := s.get(node); inst != nil && inst.seq < than.seq {
		yield(liveNode{node, inst.instanceInfo})
	}
}

// Live returns the nodes that have instances, in construction order.
func (c *Container) Live() []int {
	var all []liveNode
	for i := range c.instances.byNode {
		if inst := c.instances.get(i); inst != nil {
			all = append(all, liveNode{i, inst.instanceInfo})
		}
	}
	return sortedNodes(all)
}

// DependsOn returns the nodes that must be up before a live node, in construction order:
// those from which its instance received something, and its order-only predecessors.
func (c *Container) DependsOn(node int) []int {
	inst := c.instances.get(node)
	if inst == nil {
		return nil
	}
	var deps []liveNode
	add := func(n liveNode) { deps = append(deps, n) }
	c.instances.receivedFrom(c.nodes[node], inst, add)
	for _, o := range c.nodes[node].orderedAfter {
		c.instances.yieldOlder(inst, o.predecessor, add)
	}
	return sortedNodes(deps)
}

// Evict removes the instances of nodes, with or without users. The next build that needs
// such a node constructs it again. The builds that used the instances keep describing them in
// [Container.Graph].
func (c *Container) Evict(nodes []int) {
	c.instances.mu.Lock()
	defer c.instances.mu.Unlock()
	for _, i := range nodes {
		c.instances.byNode[i].Store(nil)
	}
}
