// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package web

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/facet-go/facet/graph"
)

// ServerOption is an option of [Server]. If one is given twice, the last one applies.
type ServerOption interface {
	fmt.Stringer
	apply(*config)
}

// Option is an option of [Serve]. [Server] accepts it too.
type Option interface {
	ServerOption
	ofServe()
}

type config struct {
	by    string // the function that was given the options: "web.Server"
	place graph.Place
	errs  []error

	name              string
	group             string // of routes, or ""
	limits            Limits
	stopTimeout       time.Duration // 0 for none of its own
	tls               *tls.Config
	certFile, keyFile string
	h2c               bool
	whenReady         bool
	listen            func(ctx context.Context, addr string) (net.Listener, error)
}

func newConfig(by string, place graph.Place) config {
	c := config{by: by, place: place}
	c.listen = func(ctx context.Context, addr string) (net.Listener, error) {
		return new(net.ListenConfig).Listen(ctx, "tcp", addr)
	}
	return c
}

// applyOption applies an option, which may be nil.
func (c *config) applyOption(o ServerOption) {
	if o == nil {
		c.reject("an option is nil")
		return
	}
	o.apply(c)
}

// reject records that the options are wrong.
func (c *config) reject(format string, args ...any) {
	c.errs = append(c.errs, c.newError("bad-server", fmt.Sprintf(format, args...), nil))
}

// isTLS reports whether an option asks for TLS.
func (c *config) isTLS() bool { return c.tls != nil || c.certFile != "" || c.keyFile != "" }

type option struct {
	text string
	set  func(*config)
}

func (o *option) apply(c *config) { o.set(c) }
func (o *option) ofServe()        {}

// String returns the option in the notation of code, without the package.
func (o *option) String() string { return o.text }

// Name names the server, for an app with several. Its task has this name in errors and
// events; the default is "http". A server of [Server] takes the http.Handler of this name
// and is provided as the [*Endpoint] of this name, as with provide.Name.
func Name(name string) Option {
	return &option{"Name(" + strconv.Quote(name) + ")", func(c *config) { c.name = name }}
}

// Routes makes [Server] serve the routes in a value group, instead of an http.Handler:
//
//	facet.Provide(NewOrders, provide.Group("routes")) // func(*Store) web.Route
//	web.Server(":8080", web.Routes("routes"))
//
// Patterns are those of http.ServeMux. A pattern that is registered twice fails the
// build.
func Routes(group string) ServerOption {
	return &serverOnly{option{"Routes(" + strconv.Quote(group) + ")", func(c *config) {
		if group == "" {
			c.reject(`Routes("") needs the name of a value group`)
		}
		c.group = group
	}}}
}

// serverOnly is an option that Serve does not accept.
type serverOnly struct{ o option }

func (s *serverOnly) apply(c *config) { s.o.apply(c) }
func (s *serverOnly) String() string  { return s.o.text }

// StopTimeout limits the time that requests in progress have when the server stops. At
// its end they are cut off, as at the end of the stop's budget, which comes first if it is
// shorter. By default there is no other limit, and a request that does not end leaves no
// time to what the handlers depend on. A d of zero or less is an error.
func StopTimeout(d time.Duration) Option {
	return &option{"StopTimeout(" + d.String() + ")", func(c *config) {
		if d <= 0 {
			c.reject("StopTimeout(%v) must be positive; leave it out for no limit of its own", d)
		}
		c.stopTimeout = d
	}}
}

// TLS serves HTTPS with a certificate and its key, in PEM files, and with HTTP/2. The
// build reads them. With [TLSConfig], this certificate is added.
func TLS(certFile, keyFile string) Option {
	return &option{fmt.Sprintf("TLS(%q, %q)", certFile, keyFile), func(c *config) {
		if certFile == "" || keyFile == "" {
			c.reject("TLS(%q, %q) needs the names of two files", certFile, keyFile)
		}
		c.certFile, c.keyFile = certFile, keyFile
	}}
}

// TLSConfig serves HTTPS with a copy of cfg, and with HTTP/2. It must have certificates,
// GetCertificate or GetConfigForClient, unless [TLS] is given too.
func TLSConfig(cfg *tls.Config) Option {
	return &option{"TLSConfig", func(c *config) {
		if cfg == nil {
			c.reject("TLSConfig is given nil")
		}
		c.tls = cfg
	}}
}

// H2C serves HTTP/2 without TLS besides HTTP/1, to clients that know it, for example
// a proxy. It excludes TLS.
func H2C() Option {
	return &option{"H2C()", func(c *config) { c.h2c = true }}
}

// WhenReady makes the server accept connections when its turn in the start comes, and
// serve them only when the whole start has succeeded (facet.Lifecycle.Ready). So a start
// that fails has answered no request; the connections are closed then. Until then
// connections wait in the queue of the operating system, whose length is limited.
func WhenReady() Option {
	return &option{"WhenReady()", func(c *config) { c.whenReady = true }}
}

// Listen replaces the function that listens at the address of the server. The default is
// that of net.ListenConfig, with the network tcp. The context ends when the start is
// canceled. Listen is for unix sockets, for listeners that a process inherits, and for
// tests.
func Listen(listen func(ctx context.Context, addr string) (net.Listener, error)) Option {
	return &option{"Listen", func(c *config) {
		if listen == nil {
			c.reject("Listen is given nil")
			return
		}
		c.listen = listen
	}}
}
