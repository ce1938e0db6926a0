// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/facet-go/facet/hooks"
)

func say(words string) func(context.Context) error {
	return func(context.Context) error {
		fmt.Println(words)
		return nil
	}
}

func Example() {
	names := []string{"store", "server"}
	x := hooks.New(hooks.Config{
		Grace: time.Second,
		Name:  func(node int) string { return names[node] },
	})
	part := x.NewHandleSet()

	store := part.Lifecycle(0, hooks.Timeouts{})
	store.Cleanup(func() error {
		fmt.Println("close the store")
		return nil
	})
	store.Append(hooks.Hook{OnStart: say("ping the store"), OnStop: say("flush the store")})

	server := part.Lifecycle(1, hooks.Timeouts{})
	server.Serve("listen", func(ctx context.Context, ready func()) error {
		fmt.Println("listening")
		ready()
		<-ctx.Done()
		fmt.Println("no longer listening")
		return nil
	})

	ctx := context.Background()
	plan := x.Plan([]hooks.Node{{Lifecycle: store}, {Lifecycle: server, Deps: []int{0}}}, hooks.Mode{})
	if err := x.Start(ctx, plan, 15*time.Second); err != nil {
		fmt.Println(err)
	}
	if err := x.Teardown(ctx, hooks.Budget{Stop: 10 * time.Second}).Stop(plan); err != nil {
		fmt.Println(err)
	}
	// Output:
	// ping the store
	// listening
	// no longer listening
	// flush the store
	// close the store
}

func ExampleExecutor_Start_failure() {
	names := []string{"store", "server"}
	x := hooks.New(hooks.Config{Name: func(node int) string { return names[node] }})
	part := x.NewHandleSet()
	store, server := part.Lifecycle(0, hooks.Timeouts{}), part.Lifecycle(1, hooks.Timeouts{})
	store.OnStop(say("flush the store"))
	server.Append(hooks.Hook{
		Name:    "listen",
		OnStart: func(context.Context) error { return errors.New("address in use") },
		OnStop:  say("never called"),
	})

	ctx := context.Background()
	plan := x.Plan([]hooks.Node{{Lifecycle: store}, {Lifecycle: server, Deps: []int{0}}}, hooks.Mode{})
	err := x.Start(ctx, plan, 0)
	var failed *hooks.HookError
	if errors.As(err, &failed) {
		fmt.Println(failed.Slug(), failed.Component, failed.Hook, failed.Err)
	}
	_ = x.Teardown(ctx, hooks.Budget{}).Stop(plan)
	// Output:
	// start-failed server listen address in use
	// flush the store
}

func ExampleFunc() {
	stop := hooks.Func(func() { fmt.Println("stopped") })
	fmt.Println(stop(context.Background()))
	// Output:
	// stopped
	// <nil>
}
