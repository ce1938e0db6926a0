// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package main

import (
	"context"
	"reflect"
	"strconv"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
)

// construct is the constructor of every node.
func (l *life) construct(n *node, args []reflect.Value) (in *instance, err error) {
	in = l.facts.constructBegins(n, instancesIn(args))
	ok := false
	defer func() { l.facts.constructEnds(in, ok, l.world.budgets.grace) }()
	lc := argument[*facet.Lifecycle](args)
	d := l.dice(diceNode + uint64(n.at)) //nolint:gosec // small
	c := &component{l, in, lc, d}
	ctx := context.Background()
	if lc != nil {
		c.cleanup(true)
		if l.world.patient && d.oneIn(4) {
			c.serveRequests()
		}
		for range oneOf(d, 0, 1, 1, 2, 4) {
			c.register()
		}
		ctx = lc.Context()
	}
	if app := argument[*facet.App](args); app != nil {
		l.doInConstructor(app, in)
	}
	err = l.perform(ctx, l.drawAct(d.split(), hooks.PhaseConstruct), nil)
	ok = err == nil
	return in, err
}

// component registers the steps of an instance.
type component struct {
	l  *life
	in *instance
	lc *facet.Lifecycle
	d  *dice
}

// register registers one step of a random kind.
func (c *component) register() {
	switch c.d.below(10) {
	case 0:
		c.start()
	case 1:
		c.stop()
	case 2:
		c.task(false)
	case 3:
		c.serve(false)
	case 4:
		c.drain()
	case 5:
		if c.l.has(checks) {
			c.check()
		}
	case 6:
		c.cleanup(false)
	default:
		c.pair()
	}
}

// step makes a step with a unique name. It is recorded before it is registered.
func (c *component) step(kind stepKind, change ...func(*step)) *step {
	name := "s" + strconv.FormatUint(c.l.serial.Add(1), 10) + c.l.suffix(c.d)
	s := &step{kind: kind, name: name, in: c.in}
	for _, f := range change {
		f(s)
	}
	c.l.facts.addStep(s)
	return s
}

func (c *component) options(s *step) []hooks.Option {
	opts := []hooks.Option{hooks.Name(s.name)}
	if c.d.oneIn(8) {
		opts = append(opts, hooks.Timeout(time.Millisecond+c.d.upTo(20*time.Millisecond)))
	}
	if c.l.has(hugeBudgets) && c.d.oneIn(20) {
		opts = append(opts, hooks.Timeout(1<<63-1))
	}
	return opts
}

// starting returns the start function of a step.
func (c *component) starting(s *step, phase string) func(context.Context) error {
	a := c.l.drawAct(c.d.split(), phase)
	return func(ctx context.Context) (err error) {
		c.l.facts.startBegins(ctx, s)
		ok := false
		defer func() { c.l.facts.startEnds(s, ok) }()
		setStep(ctx, s) // a hostile context may end the goroutine here
		err = c.l.perform(ctx, a, c)
		ok = err == nil
		return err
	}
}

func (c *component) stopping(s *step) func(context.Context) error {
	a := c.l.drawAct(c.d.split(), hooks.PhaseStop)
	return func(ctx context.Context) error {
		c.l.facts.stopBegins(s)
		defer c.l.facts.stopEnds(s)
		return c.l.perform(ctx, a, c)
	}
}

func (c *component) pair() {
	s := c.step(kindPair)
	c.lc.Append(hooks.Hook{OnStart: c.starting(s, hooks.PhaseStart), OnStop: c.stopping(s)}, c.options(s)...)
}

func (c *component) start() {
	s := c.step(kindStart)
	c.lc.OnStart(c.starting(s, hooks.PhaseStart), c.options(s)...)
}

func (c *component) stop() {
	s := c.step(kindStop)
	c.lc.OnStop(c.stopping(s), c.options(s)...)
}

func (c *component) drain() {
	s := c.step(kindDrain)
	c.lc.OnDrain(c.starting(s, hooks.PhaseDrain), c.options(s)...)
}

func (c *component) check() {
	s := c.step(kindCheck)
	c.lc.OnCheck(s.name, c.starting(s, hooks.PhaseCheck))
}

func (c *component) cleanup(last bool) {
	s := c.step(kindCleanup)
	a := c.l.drawAct(c.d.split(), hooks.PhaseCleanup)
	c.lc.Cleanup(func() error {
		c.l.facts.cleanupBegins(s, last)
		defer c.l.facts.stopEnds(s)
		return c.l.perform(context.Background(), a, c)
	})
}
