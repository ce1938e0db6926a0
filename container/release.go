// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"slices"
)

// Release ends the use of the instances and returns the nodes without further users, in
// construction order. Their instances exist until [Container.Evict]. A second call
// returns nothing.
func (b *Build) Release() []int {
	b.mu.Lock()
	all := b.usedLocked()
	b.mu.Unlock()
	s := b.c.instances
	s.mu.Lock()
	defer s.mu.Unlock()
	if b.released {
		return nil
	}
	b.released = true
	return sortedNodes(slices.DeleteFunc(s.dropEvicted(all), func(n liveNode) bool {
		n.users--
		return n.users > 0
	}))
}

// TryRelease ends the use if each instance has another user, and reports whether it has
// ended it. Unlike [Build.Release] it may be called while another build runs.
func (b *Build) TryRelease() bool {
	b.mu.Lock()
	all := b.usedLocked()
	b.mu.Unlock()
	s := b.c.instances
	s.mu.Lock()
	defer s.mu.Unlock()
	if b.released {
		return true
	}
	all = s.dropEvicted(all)
	if slices.ContainsFunc(all, func(n liveNode) bool { return n.users <= 1 }) {
		return false
	}
	b.released = true
	for _, n := range all {
		n.users--
	}
	return true
}

// AllLive reports whether none of the instances that the build uses was evicted.
func (b *Build) AllLive() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for at, info := range b.used {
		if info == nil {
			continue
		}
		if inst := b.c.instances.get(int(b.closure.order[at])); inst == nil || inst.instanceInfo != info {
			return false
		}
	}
	return true
}
