// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph_test

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/facet-go/facet/graph"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// place reads a place from text, so that golden files do not depend on lines of tests.
func place(text string) graph.Place {
	var p graph.Place
	if err := p.UnmarshalText([]byte(text)); err != nil {
		panic(err)
	}
	return p
}

// orders is a small service after a failed start: its store failed to start.
func orders() *graph.Graph {
	config, dsn := graph.Key{Type: "example.com/orders/config.Config"}, graph.Key{Type: "string", Name: "dsn"}
	db := graph.Key{Type: "*example.com/orders/store.DB"}
	replica := graph.Key{Type: "*example.com/orders/store.DB", Name: "replica"}
	route := graph.Key{Type: "example.com/orders/api.Route", Group: "routes"}
	health := graph.Key{Type: "example.com/orders/health.Check", Group: "checks"}
	cache := graph.Key{Type: "*example.com/orders/cache.Cache"}
	server := graph.Key{Type: "*net/http.Server"}
	const (
		configID = "example.com/orders/config.New"
		dbID     = "example.com/orders/store.New"
		usersID  = "example.com/orders/api/users.New"
		ordersID = "example.com/orders/api/v2/users.New"
		serverID = "example.com/orders/http.NewServer"
		runID    = "main.run"
	)
	return &graph.Graph{
		Nodes: []graph.Node{
			{
				ID: configID, Name: "config.New", Source: place("config/config.go:12"), Place: place("cmd/orders/main.go:20"),
				Gives: []graph.Key{config}, Reached: true, Seq: 2, State: graph.StateBuilt,
			},
			{
				ID: "string", Name: "string", Kind: graph.KindValue, Place: place("cmd/orders/main.go:21"),
				Gives: []graph.Key{dsn}, Reached: true, Seq: 1, State: graph.StateBuilt,
			},
			{
				ID: dbID, Name: "store.New", Module: "orders.stores", Parallel: "stores",
				Source: place("internal/store/db.go:31"), Place: place("cmd/orders/main.go:22"),
				Gives: []graph.Key{db, replica, health}, Reached: true, Seq: 3, State: graph.StateFailed,
				Needs: []graph.Need{{Key: config, From: []string{configID}}, {Key: dsn, From: []string{"string"}}},
				Hooks: []graph.Hook{
					{Kind: "hook", Name: "store.(*DB).Ping", Place: place("internal/store/db.go:38")},
					{Kind: "task", Name: "vacuum", Place: place("internal/store/db.go:39")},
				},
			},
			{
				ID: usersID, Name: "users.New", Source: place("internal/api/users/users.go:9"), Place: place("cmd/orders/main.go:23"),
				Gives: []graph.Key{route}, Needs: []graph.Need{{Key: db, From: []string{dbID}}}, Reached: true, Seq: 4,
			},
			{
				ID: ordersID, Name: "users.New", Source: place("internal/api/v2/users/users.go:9"), Place: place("cmd/orders/main.go:24"),
				Gives: []graph.Key{route}, Needs: []graph.Need{{Key: replica, From: []string{dbID}}}, Reached: true, Seq: 5,
			},
			{
				ID: serverID, Name: "http.NewServer", Source: place("internal/http/server.go:18"), Place: place("cmd/orders/main.go:25"),
				Gives: []graph.Key{server}, Reached: true, Seq: 6, Replaces: []string{"example.com/orders/mock.New"},
				Needs: []graph.Need{
					{Key: route, From: []string{usersID, ordersID}},
					{Key: graph.Key{Type: "example.com/orders/http.Middleware", Group: "middleware"}},
					{Key: health, Soft: true, From: []string{dbID}},
					{Key: cache, Optional: true},
				},
			},
			{
				ID: "example.com/orders/mock.New", Name: "mock.New", Source: place("internal/mock/mock.go:5"), Place: place("cmd/orders/main.go:26"),
				Gives: []graph.Key{{Type: "example.com/orders/mock.Clock"}}, Private: "orders.mocks", ReplacedBy: []string{serverID},
				Needs: []graph.Need{{Key: graph.Key{Type: "example.com/orders/mock.Seed"}}},
			},
			{
				ID: runID, Name: "main.run", Kind: graph.KindInvoke, Source: place("cmd/orders/main.go:40"), Place: place("cmd/orders/main.go:27"),
				Needs: []graph.Need{{Key: server, From: []string{serverID}}}, Reached: true, Seq: 7,
			},
		},
		Edges: []graph.Edge{
			{From: dbID, To: configID, Key: config},
			{From: dbID, To: "string", Key: dsn},
			{From: usersID, To: dbID, Key: db},
			{From: ordersID, To: dbID, Key: replica},
			{From: serverID, To: usersID, Kind: graph.EdgeGroup, Key: route},
			{From: serverID, To: ordersID, Kind: graph.EdgeGroup, Key: route},
			{From: serverID, To: dbID, Kind: graph.EdgeSoft, Key: health},
			{From: runID, To: serverID, Key: server},
			{From: runID, To: configID, Kind: graph.EdgeOrder},
		},
	}
}
