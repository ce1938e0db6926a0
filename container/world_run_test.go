// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"context"
	"reflect"
	"time"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

// call is one call of a function of a world: what each parameter held, by leaf.
type call struct {
	id   int
	args [][]string // origins
}

// recorder hears of the calls of one run.
type recorder struct {
	index  map[int]int // of a constructor's id among the registrations
	calls  []call
	hear   func(format string, args ...any) // nil for none
	cancel context.CancelCauseFunc          // of the build
}

func newRecorder(w *world) *recorder {
	r := &recorder{index: map[int]int{}}
	for i, c := range w.ctors {
		r.index[c.id] = i
	}
	return r
}

func (r *recorder) called(c *ctor, args []reflect.Value) {
	made := call{id: c.id}
	for _, l := range c.leaves() {
		v := args[l.path[0]]
		for _, i := range l.path[1:] {
			v = v.Field(i + 1)
		}
		made.args = append(made.args, r.origins(c, l, v))
	}
	r.calls = append(r.calls, made)
	if r.hear != nil {
		r.hear("call %v", made)
	}
}

func (r *recorder) origins(c *ctor, l leaf, v reflect.Value) []string {
	switch {
	case l.key.Type == handleType:
		if h, ok := v.Interface().(*scopedHandle); !ok || h == nil || h.node >= 0 && h.node != r.index[c.id] {
			return []string{"of another"}
		}
		return []string{"handle"}
	case l.key.Group == "":
		return []string{originOf(v)}
	}
	all := []string{}
	for i := range v.Len() {
		all = append(all, originOf(v.Index(i)))
	}
	return all
}

// ran returns the ids of the constructors that were called, in order.
func (r *recorder) ran() []int {
	ids := []int{}
	for _, c := range r.calls {
		ids = append(ids, c.id)
	}
	return ids
}

// facetRun is a world in facet's container.
type facetRun struct {
	*recorder
	c        *container.Container
	problems []*graph.Problem // of the registrations
	specs    []*registration.Spec
	declared *graph.Graph
	valid    error // of Validate
	b        *container.Build
	err      error // of Build
}

var asOption = map[reflect.Type]provide.Option{readerType: provide.As[reader](), writerType: provide.As[writer]()}

func (c *ctor) options() []provide.Option {
	var opts []provide.Option
	if c.name != "" {
		opts = append(opts, provide.Name(c.name))
	}
	if c.group != "" {
		opts = append(opts, provide.Group(c.group+map[bool]string{true: ",flatten"}[c.results[0].flatten]))
	}
	for _, t := range c.as {
		opts = append(opts, asOption[t])
	}
	if c.self {
		opts = append(opts, provide.Self())
	}
	if c.eager {
		opts = append(opts, provide.Eager())
	}
	for _, k := range c.after {
		opts = append(opts, orderOptions[k.Type].after(nameOf(k)...))
	}
	for _, k := range c.before {
		opts = append(opts, orderOptions[k.Type].before(nameOf(k)...))
	}
	return opts
}

func (c *ctor) spec(rec *recorder) (*registration.Spec, []*graph.Problem) {
	switch c.kind {
	case graph.KindInvoke:
		return registration.Invoke(c.fn(rec).Interface(), graph.Place{})
	case graph.KindValue:
		r := c.results[0]
		return registration.Value(c.value(r, []int{0}).Interface(), r.goType(), graph.Place{}, c.options()...)
	default:
		return registration.Constructor(c.fn(rec).Interface(), graph.Place{}, c.options()...)
	}
}

// runFacet builds the world by dig. It does not build if a registration is refused.
func runFacet(w *world) *facetRun { return runBy(w, false) }

// runBy builds the world by one of the executors.
func runBy(w *world, direct bool) *facetRun {
	r := &facetRun{recorder: newRecorder(w)}
	for _, c := range w.ctors {
		spec, problems := c.spec(r.recorder)
		r.problems = append(r.problems, problems...)
		if spec != nil {
			r.specs = append(r.specs, spec)
		}
	}
	c, problems := container.New(r.specs, handleType)
	r.c, r.problems = c, append(r.problems, problems...)
	if len(r.problems) > 0 {
		return r
	}
	r.declared = c.Graph(nil)
	r.valid = c.Validate()
	cfg := callbacks{reserved: func(node int, _ reflect.Type) any { return &scopedHandle{node} }}.config()
	cfg.Grace, cfg.Direct = time.Second, direct
	r.b, r.err = c.Build(context.Background(), cfg)
	return r
}
