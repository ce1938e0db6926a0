// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest_test

import (
	"context"
	"fmt"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/facettest"
)

type DB struct{ open bool }

func NewDB(lc *facet.Lifecycle) *DB {
	db := &DB{}
	lc.Append(facet.Hook{
		OnStart: func(context.Context) error { db.open = true; fmt.Println("open"); return nil },
		OnStop:  func(context.Context) error { db.open = false; fmt.Println("close"); return nil },
	})
	return db
}

type API struct{ db *DB }

func NewAPI(db *DB) *API { return &API{db} }

// In a test, t is its *testing.T.
func ExampleNew() {
	t := &fake{ctx: context.Background()}
	app := facettest.New(t, facet.Provide(NewDB), facet.Provide(NewAPI), facet.Invoke(func(*API) {}))
	api, err := facet.Lookup[*API](app)
	fmt.Println(api.db.open, err)
	t.end() // as go test does
	// Output:
	// open
	// true <nil>
	// close
}

func ExampleLifecycle() {
	t := &fake{ctx: context.Background()}
	lc := facettest.Lifecycle(t)
	db := NewDB(lc.Lifecycle)
	lc.RequireStart()
	fmt.Println(db.open)
	lc.RequireStop()
	fmt.Println(db.open)
	t.end()
	// Output:
	// open
	// true
	// close
	// false
}

func ExampleValidate() {
	t := &fake{ctx: context.Background()}
	t.run(func() { facettest.Validate(t, facet.Provide(NewAPI), facet.Provide(NewDB)) })
	fmt.Println(len(t.failures), "failures")
	t.run(func() { facettest.Validate(t, facet.Provide(NewAPI)) })
	fmt.Println(len(t.failures), "failure")
	// Output:
	// 0 failures
	// 1 failure
}

// The reader needs a warm cache, but the graph has no such edge.
func ExampleOrders() {
	t := &fake{ctx: context.Background()}
	t.run(func() { facettest.Orders(t, 20, cached()) })
	fmt.Println(len(t.failures), "failure")
	// Output:
	// 1 failure
}
