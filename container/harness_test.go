// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"context"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

// list collects registrations as a caller of facet would write them.
type list struct {
	t     *testing.T
	specs []*registration.Spec
}

func listing(t *testing.T) *list {
	t.Helper()
	return &list{t: t}
}

// provide registers a constructor.
func (l *list) provide(constructor any, opts ...provide.Option) *list {
	l.t.Helper()
	spec, problems := registration.Constructor(constructor, graph.Caller(1), opts...)
	return l.add(spec, problems)
}

// invoke registers a root.
func (l *list) invoke(function any) *list {
	l.t.Helper()
	spec, problems := registration.Invoke(function, graph.Caller(1))
	return l.add(spec, problems)
}

// value registers a value with its own type.
func (l *list) value(v any, opts ...provide.Option) *list {
	l.t.Helper()
	return l.typed(v, reflect.TypeOf(v), opts...)
}

// typed registers a value with a static type.
func (l *list) typed(v any, t reflect.Type, opts ...provide.Option) *list {
	l.t.Helper()
	spec, problems := registration.Value(v, t, graph.Caller(1), opts...)
	return l.add(spec, problems)
}

func (l *list) add(spec *registration.Spec, problems []*graph.Problem) *list {
	l.t.Helper()
	require.Empty(l.t, problems)
	l.specs = append(l.specs, spec)
	return l
}

// container resolves what was listed.
func (l *list) container(scoped ...reflect.Type) *container.Container {
	l.t.Helper()
	c, problems := container.New(l.specs, scoped...)
	require.Empty(l.t, problems)
	return c
}

// build builds what was listed.
func (l *list) build(scoped ...reflect.Type) (*container.Build, error) {
	l.t.Helper()
	return l.container(scoped...).Build(context.Background(), container.Config{Grace: time.Second})
}

// calling reads a function that is called once.
func calling(t *testing.T, function any) *registration.Spec {
	t.Helper()
	spec, problems := registration.Call(function, graph.Caller(1))
	require.Empty(t, problems)
	return spec
}

// prepare constructs what a function needs.
func prepare(t *testing.T, c *container.Container, function any) *container.Build {
	t.Helper()
	b, err := c.Prepare(t.Context(), calling(t, function), config0)
	require.NoError(t, err)
	return b
}

// use prepares a function that needs one value, calls it, and returns the value.
func use[T any](t *testing.T, c *container.Container) (*container.Build, T) {
	t.Helper()
	var got T
	b := prepare(t, c, func(v T) { got = v })
	require.NoError(t, b.Call(t.Context()))
	return b, got
}

// construct builds what was listed and expects a ConstructError.
func (l *list) construct() (*container.Build, *container.ConstructError) {
	l.t.Helper()
	b, err := l.build()
	var failure *container.ConstructError
	require.ErrorAs(l.t, err, &failure)
	return b, failure
}

// log records what happened, in order, on one goroutine.
type log []string

func (l *log) add(what string) { *l = append(*l, what) }

// Types to depend on.
type (
	config   struct{ dsn string }
	database struct{ config config }
	cache    struct{ db *database }
	server   struct{ db *database }
)

// config0 is for builds that nothing depends on.
var config0 = container.Config{Grace: time.Second}

// lookup returns the plain value of a type from a build.
func lookup[T any](t *testing.T, b *container.Build, name ...string) T {
	t.Helper()
	key := registration.Key{Type: reflect.TypeFor[T]()}
	if len(name) > 0 {
		key.Name = name[0]
	}
	v, ok := b.Lookup(key)
	require.True(t, ok, "%v", key)
	out, ok := v.Interface().(T)
	require.True(t, ok)
	return out
}

// callbacks is a listener made of functions. Those that are nil do nothing.
type callbacks struct {
	begin    func(*container.Build)
	reserved func(node int, t reflect.Type) any
	before   func(node int)
	register func(node int, results, injected []reflect.Value)
	after    func(node int, took time.Duration, err error)
	late     func(node int, err error)
}

func (c callbacks) config() container.Config { return container.Config{Listener: &c} }

func (c *callbacks) BuildBegins(b *container.Build) {
	if c.begin != nil {
		c.begin(b)
	}
}

func (c *callbacks) ReservedValue(node int, t reflect.Type) any {
	if c.reserved == nil {
		return nil
	}
	return c.reserved(node, t)
}

func (c *callbacks) BeforeCall(node int) {
	if c.before != nil {
		c.before(node)
	}
}

func (c *callbacks) RegisterHooks(node int, results, injected []reflect.Value) error {
	if c.register != nil {
		c.register(node, results, injected)
	}
	return nil
}

func (c *callbacks) AfterCall(node int, took time.Duration, err error) {
	if c.after != nil {
		c.after(node, took, err)
	}
}

func (c *callbacks) LateReturn(node int, err error) {
	if c.late != nil {
		c.late(node, err)
	}
}
