// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fromfx_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/facettest"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/provide"
)

type (
	Config struct{ DSN string }
	DB     struct{ open bool }
	Queue  struct{ db *DB }
)

func (db *DB) Open()        { db.open = true }
func (db *DB) Close() error { db.open = false; return nil }

func NewDB(lc *facet.Lifecycle, _ Config) *DB {
	db := &DB{}
	lc.Append(facet.Hook{ // OnStop is called exactly if OnStart succeeded
		OnStart: hooks.Func(db.Open), // func(), func() error, func(context.Context)
		OnStop:  hooks.Func(db.Close),
	})
	return db
}

func NewQueue(lc *facet.Lifecycle, db *DB) *Queue {
	q := &Queue{db}
	lc.OnStart(q.Ping)                                           // one hook; nothing is called for it at stop
	lc.Cleanup(func() error { fmt.Println("free"); return nil }) // what this function acquired: on every way down
	lc.OnDrain(func(context.Context) error { return nil })       // before any stop hook
	lc.Go("poll", q.Poll)                                        // instead of a go statement in OnStart
	lc.Serve("serve", q.Serve)                                   // the same, and dependents wait for ready()
	lc.OnStop(q.Flush, hooks.Name("flush"))                      // called if the start came this far
	return q
}

func NewAPI(lc *facet.Lifecycle, _ *Queue) *http.Server {
	server := &http.Server{ReadHeaderTimeout: time.Second}
	lc.Serve("http", func(_ context.Context, ready func()) error {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		ready() // dependents start
		return server.Serve(l)
	}, hooks.StopWith(server.Shutdown), hooks.Clean(http.ErrServerClosed))
	return server
}

func TestServer_stopsInItsTurn(t *testing.T) {
	app := facettest.New(t, facet.Supply(Config{}), facet.Provide(NewDB, NewQueue, NewAPI), facet.Invoke(func(*http.Server) {}))
	require.NoError(t, app.Stop(t.Context()))
}

func (q *Queue) Ping(context.Context) error     { fmt.Println("ping", q.db.open); return nil }
func (q *Queue) Flush(context.Context) error    { fmt.Println("flush", q.db.open); return nil }
func (q *Queue) Poll(ctx context.Context) error { <-ctx.Done(); return nil }
func (q *Queue) Serve(ctx context.Context, ready func()) error {
	ready()
	<-ctx.Done()
	return nil
}

func Example_hooks() {
	app := facet.New(facet.Provide(NewDB), facet.Provide(NewQueue), facet.Supply(Config{}), facet.Invoke(func(*Queue) {}))
	ctx := context.Background()
	fmt.Println(app.Start(ctx), app.Stop(ctx))
	// Output:
	// ping true
	// flush true
	// free
	// <nil> <nil>
}

// NewConn is a constructor of another library, without a lifecycle.
func NewConn() *DB { return &DB{} }

func Example_hooksFromOutside() {
	ctx := context.Background()
	app := facet.New(
		facet.Provide(NewConn,
			provide.OnStart(func(ctx context.Context, db *DB, cfg Config) { fmt.Println("open", cfg.DSN) }),
			provide.OnStop((*DB).Close)), // or provide.Service(): Start, Run, Stop, Shutdown, Close by their names
		facet.Supply(Config{DSN: "orders.db"}),
		facet.Invoke(func(*DB) {}),
	)
	fmt.Println(app.Start(ctx), app.Stop(ctx))
	// Output:
	// open orders.db
	// <nil> <nil>
}

func TestApp_inATest(t *testing.T) {
	app := facettest.New(t, facet.Provide(NewDB), facet.Supply(Config{}), facet.Invoke(func(*DB) {})) // started
	db, err := facet.Lookup[*DB](app)
	require.NoError(t, err)
	require.True(t, db.open)
	require.NoError(t, app.Stop(t.Context())) // else at the end of the test
}

func TestConstructor_inATest(t *testing.T) {
	lc := facettest.Lifecycle(t)
	db := NewDB(lc.Lifecycle, Config{})
	lc.RequireStart() // or lc.Start(ctx)
	require.True(t, db.open)
	lc.RequireStop() // or lc.Stop(ctx)
	require.False(t, db.open)
}

func TestConstructor_withErrors(t *testing.T) {
	lc := facettest.Lifecycle(t)
	NewDB(lc.Lifecycle, Config{})
	require.NoError(t, lc.Start(t.Context()))
	require.NoError(t, lc.Stop(t.Context()))
}

func TestGraph_isComplete(t *testing.T) {
	options := facet.Options(facet.Provide(NewDB), facet.Supply(Config{}))
	facettest.Validate(t, options)
}

func TestOutside_service(t *testing.T) {
	app := facettest.New(t, facet.Provide(NewConn, provide.Service()), facet.Invoke(func(db *DB) { db.Open() }))
	db, err := facet.Lookup[*DB](app)
	require.NoError(t, err)
	require.NoError(t, app.Stop(t.Context()))
	require.False(t, db.open)
}
