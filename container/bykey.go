// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"iter"
	"reflect"

	"github.com/facet-go/facet/provide"
)

// providerMap is a map of nodes by key. Most keys are a type and nothing else: by that alone
// a map takes less than half of the room and of the time. The zero value is empty.
type providerMap struct {
	types map[reflect.Type]int // of keys that have neither a name nor a group
	named map[provide.Key]int
}

func isPlain(key provide.Key) bool { return key.Name == "" && key.Group == "" }

func (m *providerMap) get(key provide.Key) (node int, ok bool) {
	if isPlain(key) {
		node, ok = m.types[key.Type]
	} else {
		node, ok = m.named[key]
	}
	return node, ok
}

func (m *providerMap) set(key provide.Key, node int) {
	if isPlain(key) {
		if m.types == nil {
			m.types = map[reflect.Type]int{}
		}
		m.types[key.Type] = node
		return
	}
	if m.named == nil {
		m.named = map[provide.Key]int{}
	}
	m.named[key] = node
}

func (m *providerMap) delete(key provide.Key) {
	if isPlain(key) {
		delete(m.types, key.Type)
	} else {
		delete(m.named, key)
	}
}

func (m *providerMap) len() int { return len(m.types) + len(m.named) }

func (m *providerMap) all() iter.Seq2[provide.Key, int] {
	return func(yield func(provide.Key, int) bool) {
		for t, node := range m.types {
			if !yield(provide.Key{Type: t}, node) {
				return
			}
		}
		for key, node := range m.named {
			if !yield(key, node) {
				return
			}
		}
	}
}
