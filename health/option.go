// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health

import (
	"fmt"
	"maps"
	"net"
	"strings"
	"time"
)

// Option says how [Check] works. It may be given to [Handler] and [Server], too.
// Nil options count as none.
type Option interface {
	HandlerOption
	ofCheck()
}

// HandlerOption says how [Handler] works. It may be given to [Server], too.
type HandlerOption interface {
	ServerOption
	ofHandler()
}

// ServerOption says how [Server] and [Serve] work.
type ServerOption interface {
	fmt.Stringer
	apply(*config)
}

type config struct {
	timeout  time.Duration
	excluded map[string]bool
	withhold bool
	listens  func(net.Addr)
}

// configure reads options of one of the three kinds.
func configure[O ServerOption](opts []O) config {
	c := config{timeout: time.Second}
	for _, o := range opts {
		if any(o) != nil {
			o.apply(&c)
		}
	}
	return c
}

// excluding returns the config with further names to exclude.
func (c config) excluding(names []string) config {
	if len(names) > 0 {
		c.excluded = maps.Clone(c.excluded)
		c.exclude(names)
	}
	return c
}

func (c *config) exclude(names []string) {
	if c.excluded == nil {
		c.excluded = make(map[string]bool, len(names))
	}
	for _, name := range names {
		c.excluded[name] = true
	}
}

// excludes reports whether a component or a check, by its name in reports, is left out.
func (c *config) excludes(name string) bool { return c.excluded[name] }

func (c *config) excludesCheck(of *Component, r *Result) bool {
	return len(c.excluded) > 0 && (c.excludes(of.Name+"/"+r.Name) || c.excludes(of.ID+"/"+r.Name))
}

type option struct {
	text string
	do   func(*config)
}

func (o *option) apply(c *config) { o.do(c) }
func (o *option) ofCheck()        {}
func (o *option) ofHandler()      {}

// String returns the option as it is written, without the package.
func (o *option) String() string { return o.text }

// Timeout bounds every check, and so the whole. The contexts of checks have nine tenths
// of it, so that a check that heeds its context can still tell what it was waiting for. The
// default, also for 0 and less, is one second.
func Timeout(d time.Duration) Option {
	return &option{fmt.Sprintf("Timeout(%v)", d), func(c *config) {
		c.timeout = d
		if d <= 0 {
			c.timeout = time.Second
		}
	}}
}

// Exclude leaves out components, by their short names ("store.NewDB") or ids, or single
// checks of them ("store.NewDB/ping"). They are not called, and count as passed; a
// component that is left out also counts as up.
func Exclude(names ...string) Option {
	return &option{fmt.Sprintf("Exclude(%s)", strings.Join(names, ", ")), func(c *config) {
		c.exclude(names)
	}}
}

// WithholdReasons keeps the errors of checks, which may hold addresses and names, out of
// what is answered. Which component is not ready, and because of which, is told.
func WithholdReasons() HandlerOption {
	return &option{"WithholdReasons()", func(c *config) { c.withhold = true }}
}

// OnListen calls f with the address that is listened at, as soon as probes are answered
// there: with port 0 nobody knows it before.
func OnListen(f func(net.Addr)) ServerOption {
	return &option{"OnListen", func(c *config) { c.listens = f }}
}
