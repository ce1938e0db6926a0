// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd

import (
	"time"

	"github.com/facet-go/facet/observe"
)

// OneLine returns a text as a status.
var OneLine = oneLine

// MaxStatus is the largest number of bytes in a status.
const MaxStatus = maxStatus

type sendFunc func(string) error

func (f sendFunc) Send(message string) error { return f(message) }
func (f sendFunc) Close() error              { return f("") }

// NotifyTo is Notify with another connection than a socket, and a watchdog. An empty
// message follows the last message of a run.
func NotifyTo(send func(message string) error, watchdog time.Duration, opts ...Option) func(observe.Event) {
	n := &notifier{config: defaults(), watchdog: watchdog, dial: func() conn { return sendFunc(send) }}
	for _, o := range opts {
		o.apply(&n.config)
	}
	return n.observe
}

// Environment returns how process pid reads an environment: whether there is a socket, the
// interval of pings, and the error.
func Environment(env map[string]string, pid int) (listens bool, watchdog time.Duration, err error) {
	n := &notifier{}
	n.readEnvironment(func(name string) string { return env[name] }, pid)
	return n.dial != nil, n.watchdog, n.problem
}
