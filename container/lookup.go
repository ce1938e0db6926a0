// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"reflect"

	"github.com/facet-go/facet/internal/registration"
)

// Lookup returns the value of a key outside of all modules, if it has an instance.
// Members of groups have no key. It takes no lock.
func (b *Build) Lookup(key registration.Key) (reflect.Value, bool) {
	binding, ok := b.c.rootBindings()[key]
	if !ok {
		return reflect.Value{}, false
	}
	inst := b.c.instances.get(binding.node)
	if inst == nil {
		return reflect.Value{}, false
	}
	return inst.value(binding.Result), true
}

// rootBinding is the result that a key has in the root scope.
type rootBinding struct {
	node int
	*registration.Result
}

// findRootBindings returns the bindings of all keys, decorators included.
func (c *Container) findRootBindings() map[registration.Key]rootBinding {
	all := make(map[registration.Key]rootBinding, len(c.rootScope.providers))
	for key, node := range c.rootScope.providers {
		if d, ok := c.rootScope.lastDecorator(key, c.rootScope); ok {
			node = d
		}
		all[key] = rootBinding{node, &c.nodes[node].Results[c.bindResult(node, key).result]}
	}
	return all
}
