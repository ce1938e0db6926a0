// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/facet-go/facet/graph"
)

func small() *graph.Graph {
	return &graph.Graph{
		Nodes: []graph.Node{
			{
				ID: "example.com/app/store.New", Name: "store.New", Source: place("store/db.go:12"),
				Gives: []graph.Key{{Type: "*example.com/app/store.DB"}}, Reached: true, Seq: 1, State: graph.StateBuilt,
			},
			{
				ID: "main.run", Name: "main.run", Kind: graph.KindInvoke, Source: place("main.go:20"), Reached: true, Seq: 2,
				Needs: []graph.Need{{Key: graph.Key{Type: "*example.com/app/store.DB"}, From: []string{"example.com/app/store.New"}}},
			},
			{ID: "example.com/app/mail.New", Name: "mail.New", Source: place("mail/mail.go:8")},
		},
		Edges: []graph.Edge{{From: "main.run", To: "example.com/app/store.New", Key: graph.Key{Type: "*example.com/app/store.DB"}}},
	}
}

func Example() {
	g := small()
	fmt.Println("order: ", g.Order())
	fmt.Println("unused:", g.Unused())
	fmt.Println("path:  ", g.Path("main.run", "store.New"))
	fmt.Println("needs: ", g.Dependencies("main.run"))
	fmt.Println("for:   ", g.Dependents("store.New"))
	fmt.Println("source:", g.Node("store.New").Source)
	// Output:
	// order:  [example.com/app/store.New main.run example.com/app/mail.New]
	// unused: [example.com/app/mail.New]
	// path:   [main.run example.com/app/store.New]
	// needs:  [example.com/app/store.New]
	// for:    [main.run]
	// source: store/db.go:12
}

func ExampleGraph_Text() {
	fmt.Println(small().Text())
	// Output:
	// graph: 3 nodes, 1 edge, 1 unused
	//
	// 1  store.New        built     store/db.go:12
	//      gives  *store.DB
	//
	// 2  invoke main.run  declared  main.go:20
	//      needs  *store.DB  from store.New
	//
	// unused: no root needs them
	//
	// -  mail.New  declared  mail/mail.go:8
}

func ExampleGraph_DOT() {
	fmt.Println(small().DOT())
	// Output:
	// digraph facet {
	// 	rankdir=LR;
	// 	node [shape=box, fontname="sans-serif"];
	// 	"example.com/app/store.New" [label="store.New\n*store.DB"];
	// 	"main.run" [label="main.run", style=bold];
	// 	"example.com/app/mail.New" [label="mail.New", color=grey, fontcolor=grey];
	// 	"main.run" -> "example.com/app/store.New";
	// }
}

func ExampleGraph_Mermaid() {
	g := &graph.Graph{
		Nodes: []graph.Node{
			{ID: "example.com/shop/store.New", Name: "store.New", Reached: true},
			{ID: "main.run", Name: "main.run", Kind: graph.KindInvoke, Reached: true},
		},
		Edges: []graph.Edge{{From: "main.run", To: "example.com/shop/store.New"}},
	}
	fmt.Println(strings.ReplaceAll(g.Mermaid(), "\t", "  "))
	// Output:
	// flowchart LR
	//   n0["store.New"]
	//   n1(["main.run"])
	//   n1 --> n0
}

func ExampleGraph_json() {
	text, err := json.Marshal(small())
	if err != nil {
		fmt.Println(err)
	}
	var g graph.Graph
	fmt.Println(json.Unmarshal(text, &g), g.Node("mail.New").ID)
	// Output: <nil> example.com/app/mail.New
}

func ExampleProblems() {
	var err error = &graph.Problems{Op: "build", Left: "nothing was constructed", List: []*graph.Problem{
		{Slug: "missing-dependency", Text: "nothing provides store.Users"},
	}}
	var problem *graph.Problem
	if errors.As(err, &problem) {
		fmt.Println(problem.Slug)
	}
	fmt.Println(err)
	// Output:
	// missing-dependency
	// facet: cannot build: 1 problem, nothing was constructed
	//
	// missing-dependency: nothing provides store.Users
}

func ExampleCaller() {
	register := func() graph.Place { return graph.Caller(1) }
	fmt.Println(register().File())
	// Output: graph/example_test.go
}

func ExampleTypeName() {
	full := graph.TypeName(reflect.TypeFor[*strings.Builder]())
	fmt.Println(full, graph.ShortName("*example.com/app/store.DB"))
	// Output: *strings.Builder *store.DB
}
