// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

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

func ExampleGraph_Paths() {
	fmt.Print(small().Paths("main.run", "store.New"))
	// Output:
	// main.run needs store.New by one path:
	//
	//    1  main.run
	//       *store.DB  from store.New  store/db.go:12
}

func ExampleGraph_Explain() {
	fmt.Print(small().Explain("main.run"))
	// Output:
	// main.run  declared
	//   kind      invoke
	//   declared  main.go:20
	//
	// built from
	//   └ *store.DB  from store.New  built  store/db.go:12
	//
	// needed by
	//   no component
}

func ExampleGraph_Modules() {
	g := small()
	g.Nodes[0].Module = "stores"
	fmt.Print(g.Modules())
	// Output:
	// modules: 1 module, and what is in none
	//
	// the app itself, 2 nodes
	//   needs  *store.DB  from module stores, for main.run
	//
	// module stores, 1 node
	//   gives  *store.DB  by store.New
}

func ExampleGraph_CriticalPath() {
	g, began := small(), time.Now()
	g.Nodes[0].Timing = graph.Timing{Started: began, Up: began.Add(250 * time.Millisecond)}
	g.Nodes[1].Timing = graph.Timing{Started: began.Add(250 * time.Millisecond), Up: began.Add(300 * time.Millisecond)}
	fmt.Print(g.CriticalPath())
	// Output:
	// critical path: 300 ms of start hooks, each after the one before
	//   store.New  250 ms
	//   main.run   50 ms
}

func ExampleDiff() {
	was, now := small(), small()
	now.Nodes[1].Needs = append(now.Nodes[1].Needs, graph.Need{Key: graph.Key{Type: "*example.com/app/mail.Sender"}, From: []string{"example.com/app/mail.New"}})
	now.Nodes[2].Reached = true
	fmt.Print(graph.Diff(was, now))
	// Output:
	// graph: 1 node rewired, 1 node changed
	// ~ mail.New now used (was: unused)    mail/mail.go:8
	// ~ main.run now needs *mail.Sender (was: nothing)    main.go:20
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
