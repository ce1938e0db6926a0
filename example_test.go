// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/provide"
)

type (
	Config struct{ DSN string }
	DB     struct{ dsn string }
	API    struct{ db *DB }
)

func NewDB(lc *facet.Lifecycle, cfg Config) *DB {
	lc.Cleanup(func() error { fmt.Println("close", cfg.DSN); return nil })
	lc.OnStart(func(context.Context) error { fmt.Println("ping", cfg.DSN); return nil })
	return &DB{cfg.DSN}
}

func NewAPI(lc *facet.Lifecycle, db *DB) *API {
	lc.Append(facet.Hook{
		OnStart: func(context.Context) error { fmt.Println("serve from", db.dsn); return nil },
		OnStop:  func(context.Context) error { fmt.Println("stop serving"); return nil },
	})
	return &API{db}
}

// Constructors may be listed in any order; what depends on what follows from
// their parameters.
func Example() {
	app := facet.New(
		facet.Invoke(func(*API) {}),
		facet.Provide(NewAPI),
		facet.Provide(NewDB),
		facet.Supply(Config{DSN: "orders.db"}),
	)
	ctx := context.Background()
	if err := app.Start(ctx); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(app.State())
	if err := app.Stop(ctx); err != nil {
		fmt.Println(err)
	}
	// Output:
	// ping orders.db
	// serve from orders.db
	// running
	// stop serving
	// close orders.db
}

// Run ends by a signal, the end of its context, Shutdown, or a task: here by one
// whose end is the end of the app.
func ExampleApp_Run() {
	app := facet.New(facet.Invoke(func(lc *facet.Lifecycle) {
		lc.Go("import", func(context.Context) error {
			fmt.Println("imported")
			lc.Shutdown(nil)
			return nil
		})
	}))
	err := app.Run(context.Background())
	fmt.Println(err, facet.ExitCode(err))
	// Output:
	// imported
	// <nil> 0
}

// Validate finds everything that is wrong with the graph, and constructs nothing.
func ExampleApp_Validate() {
	app := facet.New(facet.Provide(NewDB), facet.Invoke(func(*API) {}))
	var problems *facet.Problems
	if errors.As(app.Validate(), &problems) {
		for _, p := range problems.List {
			fmt.Println(p.Slug+":", p.Text)
		}
	}
	// Output:
	// missing-dependency: nothing provides facet_test.Config
	// missing-dependency: nothing provides *facet_test.API
}

// Value keeps the static type, so an interface stays one.
func ExampleValue() {
	app := facet.New(
		facet.Value[io.Reader](strings.NewReader("hello"), provide.Name("greeting")),
		facet.Invoke(func(in struct {
			facet.In
			Greeting io.Reader `name:"greeting"`
		},
		) error {
			text, err := io.ReadAll(in.Greeting)
			fmt.Println(string(text))
			return err
		}),
	)
	fmt.Println(app.Build(context.Background()))
	// Output:
	// hello
	// <nil>
}

// Lookup returns what was built, for tests and tools.
func ExampleLookup() {
	app := facet.New(facet.Supply(Config{DSN: "orders.db"}), facet.Invoke(func(Config) {}))
	if err := app.Build(context.Background()); err != nil {
		fmt.Println(err)
	}
	cfg, err := facet.Lookup[Config](app)
	fmt.Println(cfg.DSN, err)
	// Output: orders.db <nil>
}

type Mailer struct{}

func NewMailer(lc *facet.Lifecycle) *Mailer {
	lc.Go("deliver", func(ctx context.Context) error {
		<-ctx.Done()
		return nil
	})
	return &Mailer{}
}

// Report says what is running and what waits for what, for a signal handler or a
// page for operators. Here its times and places are cut off.
func ExampleApp_Report() {
	app := facet.New(facet.Provide(NewMailer), facet.Invoke(func(*Mailer) {}))
	if err := app.Start(context.Background()); err != nil {
		fmt.Println(err)
	}
	var report strings.Builder
	app.Report(&report)
	for line := range strings.Lines(report.String()) {
		line, _, _ = strings.Cut(strings.TrimSuffix(line, "\n"), " for ")
		fmt.Println(strings.TrimRight(line, " "))
	}
	if err := app.Stop(context.Background()); err != nil {
		fmt.Println(err)
	}
	// Output:
	// facet: running
	//
	// background tasks
	//   task facet_test.NewMailer: deliver
}

// The graph and the plan can be printed.
func ExampleApp_Plan() {
	app := facet.New(
		facet.Supply(Config{DSN: "orders.db"}), facet.Provide(NewDB), facet.Provide(NewAPI),
		facet.Invoke(func(*API) {}),
	)
	if err := app.Build(context.Background()); err != nil {
		fmt.Println(err)
	}
	for i, stage := range app.Plan().Stages() {
		for _, m := range stage.Members {
			fmt.Println(i+1, m.Steps[0].Kind, m.Node)
		}
	}
	// Output:
	// 1 start github.com/facet-go/facet_test.NewDB
	// 2 start+stop github.com/facet-go/facet_test.NewAPI
}
