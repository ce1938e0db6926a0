// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package main

import (
	"strconv"
	"time"
)

// world describes the app of one life.
type world struct {
	mode    mode
	limit   int
	shuffle uint64 // the seed of Shuffle, or 0
	nodes   []*node
	modules []module // the first one is the app itself
	roots   [][]int  // the nodes that each invoked function needs
	budgets budgets
	signals int // how many of the program's signals Run listens to
	log     int // the kind of the app's log
	// unsolvable reports that a constructor has a parameter without a provider.
	unsolvable bool
	huge       bool // it has budgets of centuries
	patient    bool // it has servers, and a long stop budget for them
}

type mode int

const (
	sequential mode = iota
	grouped
	concurrent
	limited
	modes
)

func (m mode) String() string {
	return [...]string{"sequential", "grouped", "concurrent", "limited"}[m]
}

type budgets struct{ start, stop, grace, drain time.Duration }

type module struct {
	name     string
	parent   int
	parallel bool
}

// node is a constructor or a decorator.
type node struct {
	at        int
	deps      []int  // the nodes of its parameters; all have lower numbers
	after     []int  // the nodes of its After options
	group     string // the group of its value, or ""
	reads     string // the group that it takes, or ""
	soft      bool   // it takes the group softly
	tag       string // of its parallel group, or ""
	module    int
	private   bool // visible only in its module
	decorates int  // the node that it decorates, or none
	eager     bool
	handle    bool // it takes a lifecycle
	app       bool // it takes the app
}

const none = -1

// drawWorld draws a graph without mistakes.
func drawWorld(d *dice, off switches) *world {
	w := &world{
		mode: mode(d.below(int(modes))), limit: 1 + d.below(4), signals: d.below(3), log: d.below(4),
		budgets: budgets{
			start: 5*time.Millisecond + d.upTo(75*time.Millisecond), stop: 5*time.Millisecond + d.upTo(75*time.Millisecond),
			grace: 5*time.Millisecond + d.upTo(45*time.Millisecond), drain: oneOf(d, 0, 0, d.upTo(30*time.Millisecond)),
		},
		unsolvable: d.oneIn(4),
	}
	if d.oneIn(6) {
		w.shuffle = d.Uint64() | 1
	}
	if off.has(hugeBudgets) && d.oneIn(8) {
		const century = 100 * 365 * 24 * time.Hour
		w.huge = true
		w.budgets.start, w.budgets.stop = oneOf(d, century, 1<<63-1), oneOf(d, century, 1<<63-1)
		w.budgets.drain += 10 * time.Millisecond
	}
	if off.has(servers) && d.oneIn(8) && !w.huge {
		w.patient, w.budgets.stop = true, patience
	}
	w.modules = append(w.modules, module{})
	for i := range d.below(4) {
		w.modules = append(w.modules, module{
			name: "m" + strconv.Itoa(i+1), parent: d.below(len(w.modules)), parallel: w.mode == grouped && d.oneIn(2),
		})
	}
	count := 5 + d.below(36)
	for at := range count {
		w.nodes = append(w.nodes, w.drawNode(d, at, count))
	}
	for range 1 + d.below(3) {
		w.roots = append(w.roots, w.drawNodes(d, len(w.nodes), 0, 1+d.below(8)))
	}
	return w
}

func (w *world) drawNode(d *dice, at, count int) *node {
	n := &node{at: at, decorates: none, module: d.below(len(w.modules)), eager: d.oneIn(12), handle: !d.oneIn(10), app: d.oneIn(4)}
	if w.mode == grouped {
		n.tag = oneOf(d, "", "", "a", "b", "c")
	}
	if n.module > 0 && d.oneIn(6) {
		n.private = true
	}
	if at > 2 && d.oneIn(10) {
		if of := d.below(at); w.canDecorate(of) {
			n.decorates, n.module, n.private, n.eager = of, 0, false, false
			n.deps = append(w.drawNodes(d, of, 0, d.below(2)), of)
			return n
		}
	}
	n.deps = w.drawNodes(d, at, n.module, d.below(4))
	if d.oneIn(6) {
		n.after = w.drawNodes(d, at, 0, 1)
	}
	switch {
	case at < count/2 && d.oneIn(5):
		n.group, n.private = oneOf(d, "g0", "g1"), false
	case at >= count/2 && d.oneIn(5):
		n.reads, n.soft = oneOf(d, "g0", "g1"), d.oneIn(3)
	}
	return n
}

func (w *world) canDecorate(of int) bool {
	n := w.nodes[of]
	return n.decorates == none && n.group == "" && !n.private
}

// drawNodes draws up to count nodes with numbers below before that are visible in a
// module.
func (w *world) drawNodes(d *dice, before, in, count int) []int {
	var list []int
	chosen := map[int]bool{}
	for range count {
		if before == 0 {
			break
		}
		at := before - 1 - d.below(min(before, oneOf(d, 3, 10, before)))
		if w.isVisible(in, at) && !chosen[at] {
			chosen[at] = true
			list = append(list, at)
		}
	}
	return list
}

// isVisible reports whether a node in a module may ask for the value of node at.
func (w *world) isVisible(in, at int) bool {
	n := w.nodes[at]
	return n.decorates == none && n.group == "" && (!n.private || n.module == in)
}
