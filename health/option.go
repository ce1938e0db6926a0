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

// Option is an option of [Check]. [Handler], [Server] and [Serve] accept it too. Nil
// options are ignored.
type Option interface {
	HandlerOption
	ofCheck()
}

// HandlerOption is an option of [Handler]. [Server] and [Serve] accept it too.
type HandlerOption interface {
	ServerOption
	ofHandler()
}

// ServerOption is an option of [Server] and [Serve].
type ServerOption interface {
	fmt.Stringer
	apply(*config)
}

type config struct {
	timeout  time.Duration
	excluded map[string]bool
	withhold bool
	reports  bool
	onListen func(net.Addr)
}

// configure applies options of one of the three kinds to the defaults.
func configure[O ServerOption](opts []O) config {
	c := config{timeout: time.Second}
	for _, o := range opts {
		if any(o) != nil {
			o.apply(&c)
		}
	}
	return c
}

// withExcluded returns the config with further names to exclude.
func (c config) withExcluded(names []string) config {
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

// excludes reports whether a component or a check with that name is excluded.
func (c *config) excludes(name string) bool { return c.excluded[name] }

func (c *config) excludesCheck(of *Component, r *Result) bool {
	return len(c.excluded) > 0 && (c.excludes(of.Name+"/"+r.Name) || c.excludes(of.ID+"/"+r.Name))
}

type option struct {
	text string
	set  func(*config)
}

func (o *option) apply(c *config) { o.set(c) }
func (o *option) ofCheck()        {}
func (o *option) ofHandler()      {}

// String returns the option in the notation of code, without the package.
func (o *option) String() string { return o.text }

// Timeout limits the time of all checks together. The contexts of checks report a
// deadline at nine tenths of it, so that a check that observes its context has time to
// return what it waits for. The default is one second, also for zero and less.
func Timeout(d time.Duration) Option {
	return &option{fmt.Sprintf("Timeout(%v)", d), func(c *config) {
		c.timeout = d
		if d <= 0 {
			c.timeout = time.Second
		}
	}}
}

// Exclude excludes components, by their short names ("store.NewDB") or ids, or single
// checks ("store.NewDB/ping"). Excluded checks are not called and count as passed. An
// excluded component counts as up.
func Exclude(names ...string) Option {
	return &option{fmt.Sprintf("Exclude(%s)", strings.Join(names, ", ")), func(c *config) {
		c.exclude(names)
	}}
}

// WithholdReasons removes the errors of checks from responses, because they may contain
// addresses and names. Responses still report which component is not ready, and because
// of which other component.
func WithholdReasons() HandlerOption {
	return &option{"WithholdReasons()", func(c *config) { c.withhold = true }}
}

// Reports adds GET /reportz: the text of [facet.App.Report], which says what the app does
// now and what waits for it, with stacks. It is for a port that is not published, and for
// the moment at which a start or a stop hangs. One request is answered at a time; the
// response to further ones is 503.
func Reports() HandlerOption {
	return &option{"Reports()", func(c *config) { c.reports = true }}
}

// OnListen calls f with the address of the listener when probes can be answered. With
// port 0 the address is not known earlier.
func OnListen(f func(net.Addr)) ServerOption {
	return &option{"OnListen", func(c *config) { c.onListen = f }}
}
