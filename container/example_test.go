// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"context"
	"fmt"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

type (
	Store   struct{ dsn string }
	Handler struct{ store *Store }
)

func NewStore() *Store                 { return &Store{dsn: "file:orders"} }
func NewHandler(store *Store) *Handler { return &Handler{store} }

func ExampleContainer_Prepare() {
	read := func(constructor any) *registration.Spec {
		spec, problems := registration.Constructor(constructor, graph.Caller(1))
		if len(problems) > 0 {
			panic(problems[0])
		}
		return spec
	}
	c, _ := container.New([]*registration.Spec{read(NewStore), read(NewHandler)})
	count := func(name string) *container.Build {
		function, _ := registration.Call(func(_ context.Context, s *Store) error {
			_, err := fmt.Println(name, "counts the orders in", s.dsn)
			return err
		}, graph.Caller(0))
		b, err := c.Prepare(context.Background(), function, container.Config{})
		if err == nil {
			err = b.Call(context.Background())
		}
		if err != nil {
			fmt.Println(err)
		}
		return b
	}
	first, second := count("Ada"), count("Grace")
	fmt.Println("used by the first:", first.Nodes(), "by the second:", second.Nodes())
	fmt.Println("without users after the release of the first:", first.Release(), "of the second:", second.Release())
	// Output:
	// Ada counts the orders in file:orders
	// Grace counts the orders in file:orders
	// used by the first: [0] by the second: [0]
	// without users after the release of the first: [] of the second: [0]
}

func Example() {
	read := func(constructor any) *registration.Spec {
		spec, problems := registration.Constructor(constructor, graph.Caller(1))
		if len(problems) > 0 {
			panic(problems[0])
		}
		return spec
	}
	serve, _ := registration.Invoke(func(h *Handler) { fmt.Println("serving", h.store.dsn) }, graph.Caller(0))

	c, _ := container.New([]*registration.Spec{read(NewHandler), read(NewStore), serve})
	if err := c.Validate(); err != nil {
		fmt.Println(err)
		return
	}
	b, err := c.Build(context.Background(), container.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, node := range b.Nodes()[:2] {
		fmt.Println(c.Spec(node).Name())
	}
	// Output:
	// serving file:orders
	// container_test.NewStore
	// container_test.NewHandler
}
