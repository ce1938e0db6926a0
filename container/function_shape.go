// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"reflect"
	"sync"
	"sync/atomic"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// shape is the resolution of all functions of one type.
type shape struct {
	spec      *registration.Spec // of one of them
	bindings  []binding
	groups    [][]member
	closure   closure // if there are no instances
	hasSoft   bool    // a parameter is a soft group, so the closure depends on the instances
	isInvalid bool    // the graph has problems that forbid a call
}

// maxShapes is the number of shapes that are remembered.
const maxShapes = 1024

// shapes remembers shapes by the types of functions.
type shapes struct {
	byType sync.Map
	count  atomic.Int32
}

// read reads a function. The shape is nil if it is not known.
func (s *shapes) read(fn any, at graph.Place, opts []registration.Option) (*registration.Spec, *shape, []*graph.Problem) {
	v := reflect.ValueOf(fn)
	if v.Kind() == reflect.Func && !v.IsNil() && len(opts) == 0 {
		if known, ok := s.byType.Load(v.Type()); ok {
			known, _ := known.(*shape)
			spec := *known.spec
			spec.Func, spec.Place = v, at
			return &spec, known, nil
		}
	}
	spec, problems := registration.Call(fn, at, opts...)
	return spec, nil, problems
}

func (s *shapes) remember(known *shape) {
	if s.count.Load() >= maxShapes {
		return
	}
	t := known.spec.Func.Type()
	spec := *known.spec
	spec.Func = reflect.Zero(t) // a function may hold a lot of memory
	known.spec = &spec
	if _, loaded := s.byType.LoadOrStore(t, known); !loaded {
		s.count.Add(1)
	}
}
