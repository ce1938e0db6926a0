// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"context"
	"io"

	"github.com/facet-go/facet/provide"
)

func wrongHooks() []mistake {
	newDB := func() *DB { return nil }
	two := func() (*DB, *DB, io.Reader, error) { return nil, nil, nil, nil }
	ab := provide.Results(`name:"a"`, `name:"b"`)
	return []mistake{
		constructor("a nil hook", newDB, "nil-function", provide.OnStart(nil)),
		constructor("a hook that is not set", newDB, "nil-function", provide.OnStop((func(*DB))(nil))),
		constructor("a value as a hook", newDB, "not-a-function", provide.OnStart(&DB{})),
		constructor("the result of calling the hook", newDB, "not-a-function", provide.OnStop(context.Background())),
		constructor("a method value", newDB, "hook-without-result", provide.OnStop((&DB{}).Close)),
		constructor("a hook for another type", newDB, "hook-without-result", provide.OnStop(func(context.Context, Route) error { return nil })),
		constructor("a hook for an interface that is not given", two, "hook-without-result", ab, provide.OnStop(io.Closer.Close)),
		constructor("a hook that computes something", newDB, "bad-hook-result", provide.OnStop(func(*DB) (int, error) { return 0, nil })),
		constructor("a hook with my own error type", newDB, "bad-hook-result", provide.OnStart(func(*DB) *NotFound { return nil })),
		constructor("a hook for one of two", two, "ambiguous-hook", ab, provide.OnStop((*DB).Close)),
		constructor("a hook with a pointer to a parameter struct", newDB, "pointer-to-in", provide.OnStart(func(*DB, *Stores) {})),
		constructor("a hook with a group that is no slice", newDB, "bad-group", provide.OnStart(func(*DB, struct {
			provide.In
			Route Route `group:"routes"`
		}) {
		})),
		supplied[*DB]("hooks for a value", &DB{}, "bad-option", provide.OnStop((*DB).Close), provide.OnStart((*DB).Close),
			provide.StartTimeout(1), provide.StopTimeout(1)),
	}
}

type generic[T any] struct{ Of T }

func (*generic[T]) Close() error { return nil }

func wrongServices() []mistake {
	type wrongInterface interface {
		Stop() error
		Start()
	}
	return []mistake{
		constructor("a service without methods", func() (Route, int) { return Route{}, 0 }, "no-service-method", provide.Service()),
		constructor("a service by value", func() all { return all{} }, "no-service-method", provide.Service()),
		constructor("a service with the wrong methods", func() *wrong { return nil }, "no-service-method", provide.Service()),
		constructor("two services with the wrong methods", func() (quiet, wrongInterface) { return quiet{}, nil }, "no-service-method", provide.Service()),
		constructor("a service that closes, and a hook that closes too", func() *DB { return nil }, "hook-twice", provide.Service(), provide.OnStop((*DB).Close)),
		constructor("a service that starts, and a hook that starts too", func() *all { return nil }, "hook-twice", provide.Service(), provide.OnStart((*all).Start)),
		constructor("a service that runs, and a hook that runs too", func() worker { return worker{} }, "hook-twice", provide.Service(), provide.OnStart(worker.Run)),
		constructor("a service by its interface, and a hook of that", func() io.Closer { return nil }, "hook-twice", provide.Service(), provide.OnStop(io.Closer.Close)),
		constructor("a generic service, and its hook", func() *generic[int] { return nil }, "hook-twice", provide.Service(), provide.OnStop((*generic[int]).Close)),
		supplied[*DB]("a service that is a value", &DB{}, "bad-option", provide.Service(), provide.OnStop((*DB).Close)),
	}
}
