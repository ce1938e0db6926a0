// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// TestBuild_sharesAsTheModelSays makes up registrations, builds, calls, releases and
// evicts in any order, and compares the live instances, the calls and what is
// received with the model after each step.
func TestBuild_sharesAsTheModelSays(t *testing.T) {
	seen := tally{}
	rapid.Check(t, func(rt *rapid.T) {
		s := newSharing(rt, seen)
		if s == nil {
			return
		}
		defer func() {
			if rt.Failed() {
				rt.Logf("the world\n%v", s.o.w)
			}
		}()
		for range s.number("steps", 2, 12) {
			s.step()
			s.compare()
		}
	})
	t.Log(seen)
	if t.Failed() || seen["worlds"] < 1000 {
		return
	}
	for what, percent := range map[string]int{
		"built": 20, "called": 60, "failed": 8, "shared": 100, "released": 40, "kept": 5, "forgotten": 20, "soft": 3, "again": 10,
	} {
		require.GreaterOrEqual(t, seen[what]*100, seen["worlds"]*percent, what)
	}
}

// sharing is one case.
type sharing struct {
	*generator
	*model
	rec    *recorder
	seen   tally
	c      *container.Container
	uses   []*usage
	shared []int // nodes, by the last build
}

func newSharing(t *rapid.T, seen tally) *sharing {
	g := newGenerator(t)
	w := drawOrder(t, g.world())
	s := &sharing{generator: g, model: &model{o: newOracle(w), alive: map[int]*life{}}, rec: newRecorder(w), seen: seen}
	var specs []*registration.Spec
	for _, c := range w.ctors {
		c.counted = isFunc(c)
		spec, problems := c.spec(s.rec)
		require.Empty(t, problems)
		specs = append(specs, spec)
	}
	var problems []*graph.Problem
	s.c, problems = container.New(specs, handleType)
	require.Empty(t, problems)
	if s.c.Validate() != nil {
		return nil // the order-only edges have made a cycle
	}
	seen["worlds"]++
	return s
}

func (s *sharing) step() {
	switch s.number("step", 0, 9) {
	case 0, 1, 2, 3:
		s.call()
	case 4, 5:
		s.build()
	case 6, 7, 8:
		if len(s.uses) > 0 {
			s.release(s.uses[s.number("use", 0, len(s.uses)-1)])
		}
	default:
		s.forget()
	}
}

func (s *sharing) config() container.Config {
	cfg := callbacks{
		begin:    func(b *container.Build) { s.shared = b.Nodes() },
		reserved: func(node int, _ reflect.Type) any { return &scopedHandle{node} },
	}.config()
	cfg.Grace, cfg.Direct = time.Second, s.chance("direct", 50)
	return cfg
}

func (s *sharing) build() {
	s.seen["built"]++
	_, _ = s.used(func() (*container.Build, error) { return s.c.Build(context.Background(), s.config()) }, s.roots()...)
}

// firstCall is the id of the first function that is called; the world's are below.
const firstCall = 1000

// call prepares a function, and calls it mostly.
func (s *sharing) call() {
	f := &ctor{id: firstCall + len(s.uses), kind: graph.KindInvoke, params: s.params(3), variadic: s.chance("variadic", 20), hasErr: s.chance("error", 30)}
	if f.hasErr && s.chance("fails", 30) {
		f.err = errRefused
	}
	s.rec.index[f.id] = s.c.Size()
	withContext := s.chance("context", 50)
	spec, problems := registration.Call(f.called(s.rec, withContext).Interface(), graph.Place{})
	require.Empty(s.t, problems)
	require.Equal(s.t, withContext, spec.Context)
	u, err := s.used(func() (*container.Build, error) { return s.c.Prepare(context.Background(), spec, s.config()) }, f)
	if err != nil || s.chance("never called", 15) {
		return
	}
	s.seen["called"]++
	s.rec.calls = nil
	require.Equal(s.t, f.err, u.b.Call(context.Background()))
	require.Equal(s.t, []call{{f.id, s.o.args(f, s.ids())}}, s.rec.calls)
}

// called returns the function of c, with a context before its parameters.
func (c *ctor) called(rec *recorder, withContext bool) reflect.Value {
	f := c.fn(rec)
	if !withContext {
		return f
	}
	in := append([]reflect.Type{reflect.TypeFor[context.Context]()}, c.in()...)
	return reflect.MakeFunc(reflect.FuncOf(in, c.out(), c.variadic), func(args []reflect.Value) []reflect.Value {
		if c.variadic {
			return f.CallSlice(args[1:])
		}
		return f.Call(args[1:])
	})
}

// used builds for roots, one of which may be a function that is called, and adds
// what was made to the model.
func (s *sharing) used(build func() (*container.Build, error), roots ...*ctor) (*usage, error) {
	shared, fresh := s.closure(roots...)
	s.rec.calls = nil
	b, err := build()
	u := &usage{b: b, lives: shared}
	s.uses = append(s.uses, u)
	s.seen["shared"] += len(shared)
	for _, node := range b.Nodes() {
		if slices.Contains(s.shared, node) {
			continue
		}
		c := s.o.w.ctors[node]
		s.rightlyMade(c, fresh)
		u.lives = append(u.lives, s.bear(c))
		delete(fresh, c.id)
	}
	var failure *container.ConstructError
	if errors.As(err, &failure) {
		s.seen["failed"]++
		require.Len(s.t, s.rec.calls, 1, "of what was not constructed")
		failed := s.o.w.byID(s.rec.calls[0].id)
		require.Same(s.t, failed.err, failure.Err)
		s.rightlyMade(failed, fresh)
	} else {
		require.NoError(s.t, err)
		require.Empty(s.t, s.rec.calls)
		maps.DeleteFunc(fresh, func(id int, _ bool) bool { return id >= firstCall })
		require.Empty(s.t, fresh, "all that was missing is made")
	}
	for _, l := range u.lives {
		l.users++
	}
	return u, err
}

// rightlyMade fails if a constructor was not to be called next, or received what it
// should not.
func (s *sharing) rightlyMade(c *ctor, fresh map[int]bool) {
	require.True(s.t, fresh[c.id], "%d is live, or nothing needs it", c.id)
	for _, dep := range s.o.predecessors(c) {
		require.False(s.t, fresh[dep.id], "%d comes after %d", c.id, dep.id)
	}
	if !isFunc(c) {
		return
	}
	require.NotEmpty(s.t, s.rec.calls)
	require.Equal(s.t, call{c.id, s.o.args(c, s.ids())}, s.rec.calls[0])
	s.rec.calls = s.rec.calls[1:]
	s.count("again", c.made > 1)
	for _, l := range c.leaves() {
		s.count("soft", l.soft && len(s.o.group(l, s.ids())) > 0)
	}
}

func (s *sharing) count(what string, happened bool) {
	if happened {
		s.seen[what]++
	}
}

func (s *sharing) release(u *usage) {
	want := s.nodes(s.model.release(u))
	got := u.b.Release()
	require.Equal(s.t, want, append([]int{}, got...))
	s.count("released", len(got) > 0)
	if s.chance("kept", 20) {
		s.count("kept", len(got) > 0)
		return
	}
	s.c.Evict(got)
	for _, node := range got {
		delete(s.alive, s.o.w.ctors[node].id)
	}
}

// forget evicts instances, with or without users.
func (s *sharing) forget() {
	for node, c := range s.o.w.ctors {
		if s.alive[c.id] != nil && s.chance("forgotten", 30) {
			s.seen["forgotten"]++
			s.c.Evict([]int{node})
			delete(s.alive, c.id)
		}
	}
}

// compare compares what can be seen with the model.
func (s *sharing) compare() {
	all := slices.Collect(maps.Values(s.alive))
	require.Equal(s.t, s.nodes(all), s.c.Live())
	for _, l := range all {
		require.Equal(s.t, s.nodes(s.dependsOn(l)), s.c.DependsOn(s.nodes([]*life{l})[0]))
	}
	for i, n := range s.c.Graph(nil).Nodes {
		require.Equal(s.t, s.alive[s.o.w.ctors[i].id] != nil, n.State == graph.StateBuilt)
	}
	for _, u := range s.uses {
		nodes := s.nodes(u.lives)
		require.Equal(s.t, nodes, u.b.Nodes())
		for i := range s.o.w.ctors {
			require.Equal(s.t, slices.Contains(nodes, i), u.b.Uses(i))
		}
	}
}
