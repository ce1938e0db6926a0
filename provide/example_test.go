// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide_test

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/provide"
)

// start starts and stops an app, and prints its errors.
func start(opts ...facet.Option) {
	app := facet.New(append(opts, facet.Log(nil))...)
	if err := app.Start(context.Background()); err != nil {
		fmt.Println(err)
	}
	if err := app.Stop(context.Background()); err != nil {
		fmt.Println(err)
	}
}

type Store struct{ dsn string }

func Example() {
	start(
		facet.Provide(func() *Store { return &Store{"primary"} }),
		facet.Provide(func() *Store { return &Store{"replica"} }, provide.Name("replica")),
		facet.Provide(func(s *Store) io.Reader { return strings.NewReader(s.dsn) }, provide.Group("pages")),
		facet.Invoke(func(in struct {
			provide.In
			Main    *Store
			Replica *Store      `name:"replica"`
			Pages   []io.Reader `group:"pages"`
		},
		) {
			fmt.Println(in.Main.dsn, in.Replica.dsn, len(in.Pages))
		}),
	)
	// Output: primary replica 1
}

func ExampleOut() {
	type stores struct {
		provide.Out
		Main    *Store
		Replica *Store   `name:"replica"`
		Shards  []*Store `group:"shards,flatten"`
	}
	start(
		facet.Provide(func() stores {
			return stores{Main: &Store{"main"}, Replica: &Store{"replica"}, Shards: []*Store{{"a"}, {"b"}}}
		}),
		facet.Invoke(func(in struct {
			provide.In
			Main   *Store
			Shards []*Store `group:"shards"`
		},
		) {
			fmt.Println(in.Main.dsn, in.Shards[0].dsn, in.Shards[1].dsn)
		}),
	)
	// Output: main a b
}

func ExampleAs() {
	start(
		facet.Provide(func() *strings.Reader { return strings.NewReader("text") }, provide.As[io.Reader](), provide.Self()),
		facet.Invoke(func(r io.Reader, own *strings.Reader) { fmt.Println(r == own) }),
	)
	// Output: true
}

func ExampleParams() {
	// The signature belongs to another library. Options give its parameters and results tags.
	open := func(dsn string, more ...string) *Store {
		return &Store{strings.Join(append([]string{dsn}, more...), ",")}
	}
	start(
		facet.Provide(func() string { return "db1" }, provide.Name("dsn")),
		facet.Provide(func() string { return "db2" }, provide.Group("more")),
		facet.Provide(open, provide.Params(`name:"dsn"`, `group:"more"`), provide.Results(`name:"ro"`)),
		facet.Invoke(func(in struct {
			provide.In
			Store *Store `name:"ro"`
		},
		) {
			fmt.Println(in.Store.dsn)
		}),
	)
	// Output: db1,db2
}

func (s *Store) Ping(context.Context) error { fmt.Println("ping", s.dsn); return nil }
func (s *Store) Close() error               { fmt.Println("close", s.dsn); return nil }

func ExampleOnStart() {
	start(
		facet.Provide(func() *Store { return &Store{"db"} }, provide.Eager(),
			provide.OnStart((*Store).Ping), provide.OnStop((*Store).Close)),
	)
	// Output:
	// ping db
	// close db
}

type Server struct{}

func (*Server) Start(context.Context) error    { fmt.Println("start"); return nil }
func (*Server) Shutdown(context.Context) error { fmt.Println("shutdown"); return nil }

func ExampleService() {
	start(facet.Provide(func() *Server { return &Server{} }, provide.Eager(), provide.Service()))
	// Output:
	// start
	// shutdown
}

func ExampleAfter() {
	// The server does not need the store. It starts after it all the same, and stops before it.
	start(
		facet.Provide(func() *Server { return &Server{} }, provide.Eager(), provide.Service(), provide.After[*Store]()),
		facet.Provide(func() *Store { return &Store{"db"} }, provide.Eager(),
			provide.OnStart((*Store).Ping), provide.OnStop((*Store).Close)),
	)
	// Output:
	// ping db
	// start
	// shutdown
	// close db
}

func ExampleParallel() {
	slow := func(name string) func(lc *facet.Lifecycle) *Store {
		return func(lc *facet.Lifecycle) *Store {
			lc.OnStart(func(context.Context) error { return nil })
			return &Store{name}
		}
	}
	app := facet.New(facet.Log(nil),
		facet.Provide(slow("a"), provide.Name("a"), provide.Eager(), provide.Parallel("stores")),
		facet.Provide(slow("b"), provide.Name("b"), provide.Eager(), provide.Parallel("stores")),
	)
	if err := app.Start(context.Background()); err != nil {
		fmt.Println(err)
	}
	for _, stage := range app.Plan().Stages() {
		fmt.Println(stage.Group, len(stage.Members))
	}
	if err := app.Stop(context.Background()); err != nil {
		fmt.Println(err)
	}
	// Output: stores 2
}

func ExamplePrivate() {
	start(
		facet.Module("storage",
			facet.Provide(func() *Store { return &Store{"internal"} }, provide.Private()),
			facet.Invoke(func(s *Store) { fmt.Println("the module sees", s.dsn) }),
		),
		facet.Provide(func() *Store { return &Store{"public"} }),
		facet.Invoke(func(s *Store) { fmt.Println("the app sees", s.dsn) }),
	)
	// Output:
	// the module sees internal
	// the app sees public
}
