// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import (
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// OnStart adds a start hook to a constructor of another library. fn takes at least one
// result of the constructor, by type. The container provides the other arguments, as it
// does for the constructor. The first parameter may be the context of the hook. After a
// result as the first parameter the second may be the context, as in method
// expressions: OnStart((*sql.DB).PingContext). fn returns nothing or an error. OnStart
// may be repeated; the hooks run in the order given.
//
// A parameter receives the result that has its key. Without such a result it receives
// the only result of its type, whatever its name or group. A field of a parameter
// struct receives the result with its type and name. If a result that it takes is a nil
// pointer or a nil interface, the hook is not called.
func OnStart(fn any) Option { return registration.OnStart(fn, graph.Caller(1)) }

// OnStop adds a stop hook to a constructor of another library, as in
// OnStop((*sql.DB).Close). The rules for fn are those of [OnStart].
func OnStop(fn any) Option { return registration.OnStop(fn, graph.Caller(1)) }

// Cleanup makes the last result of a constructor, besides an error, the cleanup of its
// component: a func() or func() error that releases what the constructor acquired, as
// wire and others return it. It is no value of the container. It is called in every stop,
// as one of [facet.Lifecycle.Cleanup], and not if the constructor returns an error. A nil
// function is left out.
//
// [facet.Lifecycle.Cleanup]: https://pkg.go.dev/github.com/facet-go/facet/hooks#Lifecycle.Cleanup
func Cleanup() Option { return registration.Cleanup() }

// Service makes hooks of the methods of the results, by their types in the signature:
//
//	Start(context.Context) error     a start hook
//	Run(context.Context) error       a background task
//	Stop(context.Context) error      the stop hook; if there is none,
//	Shutdown(context.Context) error  this; if there is none,
//	Close() error or Close()         this
//
// Service applies to every result that has at least one of these methods, and calls
// none if the result is a nil pointer or a nil interface. It is a
// registration error if no result has one, or if OnStart or OnStop adds a method that
// Service calls already.
func Service() Option { return registration.Service() }
