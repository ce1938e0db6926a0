// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

type (
	Redis struct{}
	Kafka struct{}
	Shop  struct{}
)

func opens[T any](lc *facet.Lifecycle) *T {
	lc.OnStart(func(context.Context) error { return nil })
	return new(T)
}

func NewRedis(lc *facet.Lifecycle) *Redis                   { return opens[Redis](lc) }
func NewKafka(lc *facet.Lifecycle) *Kafka                   { return opens[Kafka](lc) }
func NewShop(lc *facet.Lifecycle, _ *Redis, _ *Kafka) *Shop { return opens[Shop](lc) }

// printStages prints the components that start together.
func printStages(app *facet.App) {
	if err := app.Build(context.Background()); err != nil {
		fmt.Println(err)
		return
	}
	for i, stage := range app.Plan().Stages() {
		var names []string
		for _, m := range stage.Members {
			names = append(names, graph.ShortName(m.Node))
		}
		fmt.Println(i+1, stage.Group, strings.Join(names, ", "))
	}
	if err := app.Stop(context.Background()); err != nil {
		fmt.Println(err)
	}
}

// The components of a module can be one parallel group.
func ExampleParallel() {
	printStages(facet.New(
		facet.Module("stores", facet.Parallel(),
			facet.Provide(NewRedis),
			facet.Provide(NewKafka),
		),
		facet.Provide(NewShop),
		facet.Invoke(func(*Shop) {}),
	))
	// Output:
	// 1 stores facet_test.NewRedis, facet_test.NewKafka
	// 2  facet_test.NewShop
}

// A concurrent plan is one stage, in which each component waits for its own
// dependencies.
func ExampleConcurrent() {
	printStages(facet.New(
		facet.Concurrent(),
		facet.Provide(NewRedis),
		facet.Provide(NewKafka, provide.After[*Redis]()), // an order without a value
		facet.Provide(NewShop),
		facet.Invoke(func(*Shop) {}),
	))
	// Output:
	// 1  facet_test.NewRedis, facet_test.NewKafka, facet_test.NewShop
}

// A command that needs a part of the service can use that part alone.
func ExampleApp_Do() {
	app := facet.New(
		facet.Supply(Config{DSN: "orders.db"}),
		facet.Provide(NewDB),
		facet.Provide(NewAPI),
		facet.Invoke(func(*API) {}),
	)
	err := app.Do(context.Background(), func(ctx context.Context, db *DB) error {
		fmt.Println("migrate", db.dsn, ctx.Err())
		return nil
	})
	fmt.Println(err, app.State())
	// Output:
	// ping orders.db
	// migrate orders.db <nil>
	// close orders.db
	// <nil> new
}
