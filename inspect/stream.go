// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package inspect

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"github.com/facet-go/facet"
)

const (
	pollInterval   = 50 * time.Millisecond  // between two looks at the state
	busyInterval   = 250 * time.Millisecond // between two messages while the app starts or stops
	calmInterval   = time.Second            // else
	quietInterval  = 15 * time.Second       // between two messages without news
	farewellWindow = 50 * time.Millisecond  // for the last message
)

// serveEvents sends what changes until the viewer is gone, or the stream has to end. The
// watcher makes messages; this goroutine writes them, and may hang in that.
func (h *handler) serveEvents(w http.ResponseWriter, r *http.Request) {
	defer h.viewers.Add(-1)
	if h.viewers.Add(1) > maxViewers {
		w.Header().Set("Retry-After", "10")
		http.Error(w, "too many viewers", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	if r.Method == http.MethodHead {
		return
	}
	ctx, cancel := context.WithCancel(r.Context())
	s := &stream{handler: h, to: http.NewResponseController(w), messages: make(chan []byte, 1), done: make(chan struct{})}
	go s.watch(ctx)
	defer func() { <-s.done }()
	defer cancel()
	for message := range s.messages {
		s.extendDeadline()
		if _, err := w.Write(message); err != nil {
			return
		}
		if s.to.Flush() != nil {
			return
		}
	}
}

// stream is one viewer.
type stream struct {
	*handler

	to       *http.ResponseController
	messages chan []byte   // the next one; closed after the last
	done     chan struct{} // closed when the watcher has ended

	mu     sync.Mutex // guards ending
	ending bool       // the deadline is that of the last message

	// The fields below are those of the watcher.
	seen     seen
	looks    int // that are due because of a change
	lookedAt time.Time
	sentAt   time.Time
	declared []byte // what the viewer knows
	current  []byte
	sentence string
}

// seen is what shows cheaply that something has changed.
type seen struct {
	state  facet.State
	events uint64
}

func (h *handler) look() seen {
	s := seen{state: h.app.State()}
	if h.config.recorder != nil {
		s.events = h.config.recorder.events.Load()
	}
	return s
}

// watch makes messages until the stream has to end.
func (s *stream) watch(ctx context.Context) {
	defer close(s.done)
	defer close(s.messages)
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	for {
		if now := s.look(); now != s.seen {
			s.seen, s.looks = now, 2 // the state of a component may change after its event
		}
		if s.hasToEnd() {
			s.end()
			return
		}
		if s.isDue(time.Now()) {
			s.post(nil)
		}
		select {
		case <-ctx.Done():
			s.end()
			return
		case <-ticker.C:
		}
	}
}

// hasToEnd reports whether a server of the app may wait for this stream.
func (s *stream) hasToEnd() bool { return !s.ownServer && s.seen.state == facet.StateStopping }

func (s *stream) isBusy() bool {
	switch s.seen.state {
	case facet.StateBuilding, facet.StateStarting, facet.StateDraining, facet.StateStopping:
		return true
	default:
		return false
	}
}

// isDue reports whether the app is looked at now.
func (s *stream) isDue(now time.Time) bool {
	interval := calmInterval
	if s.isBusy() {
		interval = busyInterval
	}
	switch {
	case s.lookedAt.IsZero():
		return true
	case now.Sub(s.lookedAt) < interval:
		return false
	default:
		return s.looks > 0 || s.isBusy() || s.config.recorder == nil || now.Sub(s.sentAt) >= quietInterval
	}
}

// post looks at the app, and makes a message if there is news.
func (s *stream) post(last []byte) {
	select {
	case <-s.messages: // a slow viewer receives the next one instead
		s.declared, s.current = nil, nil
	default:
	}
	now := time.Now()
	s.lookedAt, s.looks = now, max(s.looks-1, 0)
	m := newMessage(s.take(), true)
	declared, _ := json.Marshal(m.Declared) // plain data
	current, _ := json.Marshal(m.Current)
	isNews := !bytes.Equal(current, s.current) || !bytes.Equal(declared, s.declared) || m.Clock.Sentence != s.sentence
	if !isNews && last == nil && now.Sub(s.sentAt) < quietInterval {
		return
	}
	clock, _ := json.Marshal(m.Clock)
	var b bytes.Buffer
	b.WriteString("data: {\"clock\":")
	b.Write(clock)
	if !bytes.Equal(declared, s.declared) {
		b.WriteString(",\"declared\":")
		b.Write(declared)
	}
	if !bytes.Equal(current, s.current) {
		b.WriteString(",\"current\":")
		b.Write(current)
	}
	b.WriteString("}\n\n")
	b.Write(last)
	s.declared, s.current, s.sentence, s.sentAt = declared, current, m.Clock.Sentence, now
	s.messages <- b.Bytes() // has room
}

// end makes the last message and gives it a moment.
func (s *stream) end() {
	s.post([]byte("event: end\ndata: the app stops\n\n"))
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ending = true
	_ = s.to.SetWriteDeadline(time.Now().Add(farewellWindow)) // not every writer has one
}

func (s *stream) extendDeadline() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ending {
		_ = s.to.SetWriteDeadline(time.Now().Add(writeTimeout)) // not every writer has one
	}
}
