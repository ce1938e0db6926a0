// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd

import (
	"time"

	"github.com/facet-go/facet/observe"
)

// OneLine makes a text a status.
var OneLine = oneLine

// MaxStatus is how many bytes a status has at most.
const MaxStatus = maxStatus

type sendFunc func(string) error

func (f sendFunc) Send(message string) error { return f(message) }
func (f sendFunc) Close() error              { return f("") }

// NotifyTo is Notify with something else than a socket, and a watchdog. At the end
// of a run an empty message says that no more is coming.
func NotifyTo(send func(message string) error, watchdog time.Duration, opts ...Option) func(observe.Event) {
	n := &notifier{config: defaults(), watchdog: watchdog, dial: func() line { return sendFunc(send) }}
	for _, o := range opts {
		o.apply(&n.config)
	}
	return n.observe
}

// Environment tells what process pid makes of an environment: whether somebody
// listens, within what time a ping is wanted, and what is wrong.
func Environment(env map[string]string, pid int) (listens bool, watchdog time.Duration, err error) {
	n := &notifier{}
	n.readEnvironment(func(name string) string { return env[name] }, pid)
	return n.dial != nil, n.watchdog, n.problem
}
