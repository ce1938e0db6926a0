// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import "os"

// SignalFeed stands in for the operating system.
type SignalFeed struct {
	c        chan<- os.Signal
	Asked    []os.Signal
	Released chan struct{}
}

// FeedSignals makes Run listen to the feed.
func FeedSignals(f *SignalFeed) Option {
	f.Released = make(chan struct{})
	return &option{name: "FeedSignals", do: func(r *registry) {
		r.settings.notify = func(c chan<- os.Signal, sigs ...os.Signal) func() {
			f.c, f.Asked = c, sigs
			return func() { close(f.Released) }
		}
	}}
}

// Send delivers a signal.
func (f *SignalFeed) Send(sig os.Signal) { f.c <- sig }
