// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package inspect

import (
	"iter"
	"time"
	"unicode/utf8"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/names"
	"github.com/facet-go/facet/internal/text"
)

// message is the data of a page. Its JSON is read by page/model.js. Nodes are numbers:
// their positions in the graph. Durations are in microseconds, times in milliseconds
// since 1970. All texts are lines or blocks of package text, of bounded length.
type message struct {
	Clock    clock     `json:"clock"`
	Declared *declared `json:"declared,omitempty"` // what changes with the graph
	Current  *current  `json:"current,omitempty"`  // what changes with events
}

// clock is what changes by itself.
type clock struct {
	Title    string `json:"title"`
	Taken    int64  `json:"taken"`
	Since    int64  `json:"since"` // of the state; 0 is unknown
	Sentence string `json:"sentence"`
	Started  int64  `json:"started"` // begin of the start; 0 is unknown
	Stopped  int64  `json:"stopped"` // begin of the stop
}

// declared is the graph without states and times.
type declared struct {
	Nodes    []node    `json:"nodes"`
	Edges    []edge    `json:"edges"`
	Problems []problem `json:"problems"`
}

type node struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	Kind       string   `json:"kind"`
	Module     string   `json:"module"`
	Place      string   `json:"place"`
	Source     string   `json:"source"`
	Gives      []given  `json:"gives"`
	Needs      []need   `json:"needs"`
	Hooks      []hook   `json:"hooks"`
	Parallel   string   `json:"parallel"`
	Private    string   `json:"private"`
	Replaces   []string `json:"replaces"`
	ReplacedBy []string `json:"replacedBy"`
	Reached    bool     `json:"reached"`
	Seq        int      `json:"seq"`
}

type given struct {
	Key  string `json:"key"`
	Type string `json:"type"` // with its import path
}

type need struct {
	Key      string `json:"key"`
	Optional bool   `json:"optional"`
	Soft     bool   `json:"soft"`
	Group    bool   `json:"group"`
	From     []int  `json:"from"`
}

type hook struct {
	Kind  string `json:"kind"`
	Name  string `json:"name"`
	Place string `json:"place"`
}

type edge struct {
	From int    `json:"f"`
	To   int    `json:"t"`
	Kind string `json:"k"`
	Key  string `json:"y"`
}

type problem struct {
	Slug  string `json:"slug"`
	Text  string `json:"text"`
	Whole string `json:"whole"`
	Place string `json:"place"`
}

const (
	maxLine   = 1 << 10
	maxBlock  = 16 << 10
	maxReport = 512 << 10
)

func line(s string) string { return text.Line(cut(s, maxLine)) }

func block(s string) string { return text.Stack(cut(s, maxBlock), "") }

// cut limits the length of a text.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most] + "..."
}

// newMessage returns the data of a snapshot.
func newMessage(s Snapshot, withGraph bool) message {
	if s.Graph == nil {
		s.Graph = &graph.Graph{}
	}
	if s.Taken.IsZero() {
		s.Taken = time.Now()
	}
	numbers := make(map[string]int, len(s.Graph.Nodes))
	for i := range s.Graph.Nodes {
		numbers[s.Graph.Nodes[i].ID] = i
	}
	m := message{Clock: newClock(&s), Current: newCurrent(&s, numbers)}
	if withGraph {
		m.Declared = newDeclared(&s, numbers)
	}
	return m
}

func newDeclared(s *Snapshot, numbers map[string]int) *declared {
	d := &declared{Nodes: make([]node, len(s.Graph.Nodes)), Edges: make([]edge, 0, len(s.Graph.Edges)), Problems: []problem{}}
	short := names.Unambiguous(nodeNames(s.Graph))
	for i := range s.Graph.Nodes {
		d.Nodes[i] = newNode(&s.Graph.Nodes[i], short, numbers)
	}
	for i := range s.Graph.Edges {
		e := &s.Graph.Edges[i]
		from, isNode := numbers[e.From]
		to, isNodeToo := numbers[e.To]
		if isNode && isNodeToo {
			key := ""
			if e.Key != (graph.Key{}) {
				key = e.Key.String()
			}
			d.Edges = append(d.Edges, edge{from, to, e.Kind.String(), line(key)})
		}
	}
	for _, p := range s.Problems {
		if p != nil {
			d.Problems = append(d.Problems, problem{line(p.Slug), block(p.Text), block(p.Error()), line(p.Place.String())})
		}
	}
	return d
}

func nodeNames(g *graph.Graph) iter.Seq2[string, string] {
	return func(yield func(id, short string) bool) {
		for i := range g.Nodes {
			if !yield(g.Nodes[i].ID, g.Nodes[i].Name) {
				return
			}
		}
	}
}

func newNode(n *graph.Node, short map[string]string, numbers map[string]int) node {
	w := node{
		ID: line(n.ID), Name: line(short[n.ID]), Kind: n.Kind.String(), Module: line(n.Module), Place: line(n.Place.String()), Source: line(n.Source.String()),
		Gives: []given{}, Needs: []need{}, Hooks: []hook{}, Parallel: line(n.Parallel), Private: line(n.Private),
		Replaces: nodeNamesOf(n.Replaces, short), ReplacedBy: nodeNamesOf(n.ReplacedBy, short), Reached: n.Reached, Seq: n.Seq,
	}
	for _, k := range n.Gives {
		w.Gives = append(w.Gives, given{line(k.String()), line(k.Type)})
	}
	for i := range n.Needs {
		from := &n.Needs[i]
		to := need{Key: line(from.Key.String()), Optional: from.Optional, Soft: from.Soft, Group: from.Key.Group != "", From: []int{}}
		for _, id := range from.From {
			if number, ok := numbers[id]; ok {
				to.From = append(to.From, number)
			}
		}
		w.Needs = append(w.Needs, to)
	}
	for _, h := range n.Hooks {
		w.Hooks = append(w.Hooks, hook{line(h.Kind), graph.HookName(n.Name, cut(h.Name, maxLine)), line(h.Place.String())})
	}
	return w
}

func nodeNamesOf(ids []string, short map[string]string) []string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = line(id)
		if name, ok := short[id]; ok {
			list[i] = line(name)
		}
	}
	return list
}
