// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package inspect

import (
	"fmt"
	"net"
	"net/http"
	"strings"
)

// Option is an option of [Handler]. [Server] and [Serve] accept it too. Nil options are
// ignored.
type Option interface {
	ServerOption
	ofHandler()
}

// ServerOption is an option of [Server] and [Serve].
type ServerOption interface {
	fmt.Stringer
	apply(*config)
}

type config struct {
	title        string
	hosts        []string
	public       bool
	recorder     *Recorder
	authenticate func(http.ResponseWriter, *http.Request) bool
	onListen     func(net.Addr)
}

func configure[O ServerOption](opts []O) config {
	var c config
	for _, o := range opts {
		if any(o) != nil {
			o.apply(&c)
		}
	}
	return c
}

type option struct {
	text string
	set  func(*config)
}

func (o *option) apply(c *config) { o.set(c) }
func (o *option) ofHandler()      {}

// String returns the option in the notation of code, without the package.
func (o *option) String() string { return o.text }

// Title sets the title of the page. The default is the name of the program.
func Title(title string) Option {
	return &option{fmt.Sprintf("Title(%q)", title), func(c *config) { c.title = title }}
}

// Hosts adds host names by which the page may be requested, without ports. IP addresses
// and localhost are always accepted. Other names are refused, because the page of an
// attacker can make its own name mean 127.0.0.1.
func Hosts(names ...string) Option {
	return &option{fmt.Sprintf("Hosts(%s)", strings.Join(names, ", ")), func(c *config) { c.hosts = append(c.hosts, names...) }}
}

// Authenticate calls check for every request. If check returns false, the request is
// refused: check has written the response, as with a WWW-Authenticate header and 401, or
// else it is 403. check must be safe for concurrent use.
func Authenticate(check func(http.ResponseWriter, *http.Request) bool) Option {
	return &option{"Authenticate", func(c *config) { c.authenticate = check }}
}

// Record gives the page what r has recorded. [Server] has a recorder of its own, which r
// replaces; r must be given to facet.Observe then, too. Without a recorder a page has no
// errors and no times of hooks: only those of components.
func Record(r *Recorder) Option {
	return &option{"Record", func(c *config) { c.recorder = r }}
}

// Public allows an address that is not a loopback address. Everything that can reach the
// address then sees names, source lines and errors; see also [Authenticate].
func Public() ServerOption {
	return &option{"Public()", func(c *config) { c.public = true }}
}

// OnListen calls f with the address of the listener when the page can be requested. With
// port 0 the address is not known earlier.
func OnListen(f func(net.Addr)) ServerOption {
	return &option{"OnListen", func(c *config) { c.onListen = f }}
}
