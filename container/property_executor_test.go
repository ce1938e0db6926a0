// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// fate is what a function does besides returning what it should.
type fate int

const (
	returns fate = iota
	panics
	endsGoroutine // by runtime.Goexit
	cancels       // the context of the build, and returns
	cancelsPanics // cancels, and panics with the cause
	panicsNastily // with an error of which no method returns
	numberOfFates
)

func (f fate) meet(id int, cancel context.CancelCauseFunc) {
	cause := fmt.Errorf("cancelled by %d", id)
	if f == cancels || f == cancelsPanics {
		cancel(cause)
	}
	switch f {
	case panics:
		panic(fmt.Sprintf("panic of %d", id))
	case endsGoroutine:
		runtime.Goexit()
	case cancelsPanics:
		panic(cause)
	case panicsNastily:
		panic(nasty(nil))
	default:
	}
}

// nasty is an error whose methods panic.
type nasty []int // not comparable

func (nasty) Error() string { panic("asked for its text") }
func (nasty) Unwrap() error { panic("asked for what it wraps") }
func (nasty) Is(error) bool { panic("asked what it is") }
func (nasty) As(any) bool   { panic("asked to be something") }

func (g *generator) fate(percent int) fate {
	if !g.chance("fate", percent) {
		return returns
	}
	return fate(g.number("which fate", int(panics), int(numberOfFates)-1))
}

// twin is a world in one container.
type twin struct {
	direct bool
	c      *container.Container
	heard  []string // the calls of the listener and of constructors
	uses   []*container.Build
	cancel context.CancelCauseFunc // of the build in progress
	err    error                   // of the last step
}

func (tw *twin) hear(format string, args ...any) {
	tw.heard = append(tw.heard, fmt.Sprintf(format, args...))
}

func (tw *twin) config() container.Config {
	cfg := callbacks{
		reserved: func(node int, t reflect.Type) any {
			tw.hear("scope %v for %d", t, node)
			return &scopedHandle{node}
		},
		begin:  func(b *container.Build) { tw.hear("begin, using %v", b.Nodes()) },
		before: func(node int) { tw.hear("before %d", node) },
		after:  func(node int, _ time.Duration, err error) { tw.hear("after %d: %s", node, errorText(err)) },
		register: func(node int, results, injected []reflect.Value) {
			tw.hear("register of %d %d results, %d injected", node, len(results), len(injected))
		},
	}.config()
	cfg.Grace, cfg.Direct = time.Hour, tw.direct
	return cfg
}

// build builds, and calls the function if there is one.
func (tw *twin) build(function *registration.Spec) {
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	tw.cancel = cancel
	var b *container.Build
	if function == nil {
		b, tw.err = tw.c.Build(ctx, tw.config())
	} else {
		b, tw.err = tw.c.Prepare(ctx, function, tw.config())
	}
	tw.uses = append(tw.uses, b)
	if tw.err == nil && function != nil {
		tw.err = b.Call(ctx)
	}
}

// view returns all that can be seen of a twin, in words.
func (tw *twin) view() []string {
	seen := slices.Clone(tw.heard)
	seen = append(seen, "error "+errorText(tw.err), fmt.Sprint("alive ", tw.c.Live()))
	for _, b := range tw.uses {
		seen = append(seen, fmt.Sprint("constructed ", b.Nodes(), " uses ", b.Nodes()))
	}
	if len(tw.uses) > 0 {
		g := tw.c.Graph(tw.uses[len(tw.uses)-1])
		for i := range g.Nodes {
			g.Nodes[i].Timing.Construct = 0
		}
		text, err := json.Marshal(g)
		seen = append(seen, string(text), errorText(err))
	}
	return seen
}

// pair is one world in two containers, with dig and without. Every step is done in both.
type pair struct {
	*generator
	test  *testing.T
	seen  tally
	twins [2]*twin
}

// newPair returns nil if a registration is refused: nothing is built then.
func newPair(t *testing.T, rt *rapid.T, seen tally, specs func(tw *twin) ([]*registration.Spec, []*graph.Problem)) *pair {
	t.Helper()
	p := &pair{generator: newGenerator(rt), test: t, seen: seen}
	for i := range p.twins {
		tw := &twin{direct: i == 1}
		p.twins[i] = tw
		list, refused := specs(tw)
		var problems []*graph.Problem
		if tw.c, problems = container.New(list, handleType); len(refused)+len(problems) > 0 {
			return nil
		}
	}
	seen["worlds"]++
	return p
}

// steps builds, calls, releases and forgets, and compares the twins after each step.
// function returns what is called.
func (p *pair) steps(function func() func(tw *twin) *registration.Spec) {
	for range p.number("steps", 1, 6) {
		switch p.number("step", 0, 7) {
		case 0, 1, 2:
			p.both(func(tw *twin) { tw.build(nil) })
		case 3, 4, 5:
			spec := function()
			p.both(func(tw *twin) { tw.build(spec(tw)) })
		case 6:
			use := p.number("use", 0, 5)
			p.both(func(tw *twin) {
				if use < len(tw.uses) {
					tw.c.Evict(tw.uses[use].Release())
				}
			})
		default:
			at := p.number("node", 0, p.twins[0].c.Size()-1)
			p.both(func(tw *twin) { tw.c.Evict([]int{at}) })
		}
	}
}

func (p *pair) both(step func(*twin)) {
	for _, tw := range p.twins {
		tw.err = nil
		// In a bubble, so that no question to an error is too late on a busy machine.
		synctest.Test(p.test, func(*testing.T) { step(tw) })
	}
	byDig, direct := p.twins[0], p.twins[1]
	require.Equal(p.t, byDig.view(), direct.view())
	var failures [2]*container.ConstructError
	for i, tw := range p.twins {
		errors.As(tw.err, &failures[i])
		if tw.err != nil {
			text := strings.ToLower(errorText(tw.err)) // without stacks
			for _, phrase := range digPhrases {
				require.NotContains(p.t, text, phrase)
			}
		}
	}
	require.Equal(p.t, failures[0] == nil, failures[1] == nil)
	p.tally(byDig)
}

func (p *pair) tally(tw *twin) {
	text := errorText(tw.err)
	for what, phrase := range map[string]string{
		"panicked": "panic of", "exited": "Goexit", "cancelled": "cancelled by", "nasty": "container_test.nasty", "returned": "boom",
	} {
		if strings.Contains(text, phrase) {
			p.seen[what]++
		}
	}
	if tw.err == nil {
		p.seen["succeeded"]++
	}
}

// TestExecutors_doTheSame makes up worlds in which functions fail, panic, end their
// goroutine or cancel the build, and does with each the same in two containers, one
// with each executor: builds, calls, releases. Nothing that can be seen differs: the
// calls, their order and arguments, the calls of the listener, the errors, the live instances.
func TestExecutors_doTheSame(t *testing.T) {
	seen := tally{}
	rapid.Check(t, func(rt *rapid.T) {
		g := newGenerator(rt)
		g.wild = g.chance("wild", 20)
		w := g.world()
		if g.chance("ordered", 50) {
			w = drawOrder(rt, w)
		}
		for _, c := range w.ctors {
			if isFunc(c) {
				c.fate = g.fate(10)
			}
		}
		defer func() {
			if rt.Failed() {
				rt.Logf("the world\n%v", w)
			}
		}()
		records := map[*twin]*recorder{}
		p := newPair(t, rt, seen, func(tw *twin) (specs []*registration.Spec, refused []*graph.Problem) {
			own := &world{}
			for _, c := range w.ctors {
				twin := *c
				twin.counted = isFunc(c)
				own.ctors = append(own.ctors, &twin)
			}
			rec := newRecorder(own)
			rec.hear, rec.cancel = tw.hear, func(cause error) { tw.cancel(cause) }
			records[tw] = rec
			for _, c := range own.ctors {
				spec, problems := c.spec(rec)
				specs, refused = append(specs, spec), append(refused, problems...)
			}
			return slices.DeleteFunc(specs, func(s *registration.Spec) bool { return s == nil }), refused
		})
		if p == nil {
			return
		}
		p.given, p.keys, p.groups = g.given, g.keys, g.groups
		p.steps(func() func(*twin) *registration.Spec {
			f := &ctor{id: firstCall, kind: graph.KindInvoke, params: p.params(3), fate: p.fate(8) % endsGoroutine}
			withContext := p.chance("context", 50)
			return func(tw *twin) *registration.Spec {
				own, rec := *f, records[tw]
				rec.index[f.id] = tw.c.Size()
				spec, problems := registration.Call(own.called(rec, withContext).Interface(), graph.Place{})
				require.Empty(rt, problems)
				return spec
			}
		})
	})
	seen.atLeast(t, map[string]int{"succeeded": 50, "panicked": 5, "exited": 5, "cancelled": 5, "nasty": 5, "returned": 5})
}

// atLeast fails if something happened in fewer of a hundred worlds.
func (seen tally) atLeast(t *testing.T, percent map[string]int) {
	t.Helper()
	t.Log(seen)
	if t.Failed() || seen["worlds"] < 1000 {
		return
	}
	for what, least := range percent {
		require.GreaterOrEqual(t, seen[what]*100, seen["worlds"]*least, what)
	}
}

// TestExecutors_doTheSameInModules is TestExecutors_doTheSame for apps with modules,
// privates, decorators and replacements.
func TestExecutors_doTheSameInModules(t *testing.T) {
	seen := tally{}
	plain, groups := moduleKeys()
	rapid.Check(t, func(rt *rapid.T) {
		regs := drawModules(rt)
		g := newGenerator(rt)
		for _, r := range regs {
			r.fate = g.fate(15)
		}
		p := newPair(t, rt, seen, func(tw *twin) (specs []*registration.Spec, refused []*graph.Problem) {
			for _, r := range regs {
				specs = append(specs, tw.spec(rt, r))
			}
			return specs, nil
		})
		if p == nil {
			return
		}
		p.steps(func() func(*twin) *registration.Spec {
			r := &reg{id: len(regs), kind: graph.KindInvoke}
			for _, key := range rapid.SliceOfN(rapid.SampledFrom(slices.Concat(plain, groups)), 1, 3).Draw(rt, "call") {
				r.params = append(r.params, need{key: key, optional: key.Group == ""})
			}
			return func(tw *twin) *registration.Spec {
				own := *r
				spec, problems := registration.Call(own.fn(&tw.heard), graph.Place{})
				require.Empty(rt, problems)
				return spec
			}
		})
	})
	seen.atLeast(t, map[string]int{"succeeded": 50, "panicked": 3, "exited": 3, "cancelled": 3, "nasty": 3})
}

// spec returns the registration for one twin.
func (tw *twin) spec(t *rapid.T, r *reg) *registration.Spec {
	own := *r
	own.cancel = func(cause error) { tw.cancel(cause) }
	return own.spec(t, &tw.heard)
}
