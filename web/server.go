// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package web

import (
	"net/http"
	"strconv"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

// Server makes the app serve HTTP at an address such as ":8080". The handler is the
// http.Handler of the container, or with [Routes] a mux of the routes in a value group.
// The server needs no other root: every build constructs it, and calls of Do do not.
//
// The server is provided as an [*Endpoint]. An app with several servers gives them names,
// see [Name]. If only a constructor knows the address, use [Serve].
//
// Options that are wrong are problems of App.Validate. A certificate that cannot be read
// and routes that exclude each other fail the build. An address that cannot be listened
// on fails the start.
func Server(addr string, opts ...ServerOption) facet.Option {
	c := newConfig("web.Server", graph.Caller(1))
	for _, o := range opts {
		c.applyOption(o)
	}
	options := []provide.Option{provide.Eager(), provide.At(c.place)}
	constructor, tag := any(func(lc *facet.Lifecycle, handler http.Handler) (*Endpoint, error) {
		return newEndpoint(lc, newServer(addr, handler), c)
	}), ""
	if c.name != "" {
		options = append(options, provide.Name(c.name))
		tag = "name:" + strconv.Quote(c.name)
	}
	if c.group != "" {
		tag = "group:" + strconv.Quote(c.group)
		constructor = func(lc *facet.Lifecycle, routes []Route) (*Endpoint, error) {
			mux, err := c.newMux(routes)
			if err != nil {
				return nil, err
			}
			return newEndpoint(lc, newServer(addr, mux), c)
		}
	}
	options = append(options, provide.Params("", tag))
	return facet.Options(facet.Error(c.errs...), facet.Provide(constructor, options))
}

func newServer(addr string, handler http.Handler) *http.Server {
	return &http.Server{Addr: addr, Handler: handler} //nolint:gosec // newEndpoint sets the timeouts
}

// Serve runs server as a task of the component of lc, in the way of [Server]. It is for
// a constructor:
//
//	func NewServer(lc *facet.Lifecycle, cfg Config, h http.Handler) (*web.Endpoint, error) {
//		return web.Serve(lc, &http.Server{Addr: cfg.Addr, Handler: h})
//	}
//
// It takes over the server, which must not be used for anything else. Fields that are set
// keep their value, those of [Limits] included; a WriteTimeout that is set has the meaning
// that it has in net/http. Handler, ConnState and BaseContext are called by functions of
// this package. The server uses TLS if TLSConfig has certificates.
func Serve(lc *facet.Lifecycle, server *http.Server, opts ...Option) (*Endpoint, error) {
	c := newConfig("web.Serve", graph.Caller(1))
	for _, o := range opts {
		c.applyOption(o)
	}
	return newEndpoint(lc, server, c)
}
