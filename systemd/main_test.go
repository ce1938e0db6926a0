// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/systemd"
)

func TestMain(m *testing.M) {
	if os.Getenv(serviceVariable) != "" {
		service()
	}
	goleak.VerifyTestMain(m)
}

var errBoom = errors.New("boom")

// manager replaces systemd: it records messages and their times.
type manager struct {
	t     *testing.T // of the virtual time
	began time.Time

	mu     sync.Mutex
	heard  []string
	refuse error // to take messages
	closed int   // how often the line was closed
}

func (m *manager) hear(message string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if message == "" {
		m.closed++
		return nil
	}
	if m.refuse != nil {
		return m.refuse
	}
	m.heard = append(m.heard, fmt.Sprintf("%v %s", time.Since(m.began), strings.ReplaceAll(message, "\n", " ")))
	return nil
}

func (m *manager) refuseWith(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.refuse = err
}

// all returns the messages in order: "1.5s READY=1 STATUS=running".
func (m *manager) all() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.heard)
}

// with returns the messages that contain part.
func (m *manager) with(part string) []string {
	return slices.DeleteFunc(m.all(), func(s string) bool { return !strings.Contains(s, part) })
}

// last returns the last message.
func (m *manager) last() string {
	m.t.Helper()
	all := m.all()
	require.NotEmpty(m.t, all)
	return all[len(all)-1]
}

// virtually runs f in virtual time.
func virtually(t *testing.T, f func(m *manager)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { f(&manager{t: t, began: time.Now()}) })
}

// app returns an app that notifies m.
func app(m *manager, watchdog time.Duration, notify []systemd.Option, opts ...facet.Option) *facet.App {
	return facet.New(append(opts, facet.Observe(systemd.NotifyTo(m.hear, watchdog, notify...)), facet.Signals(), facet.Log(nil))...)
}

func takes(d time.Duration) func(context.Context) error {
	return func(context.Context) error {
		time.Sleep(d)
		return nil
	}
}

func is(v ...systemd.Option) []systemd.Option { return v }

func onErrorDo(f func(error)) systemd.Option { return systemd.OnError(f) }

// notes is a list for several goroutines.
type notes[T any] struct {
	mu   sync.Mutex
	list []T
}

func (n *notes[T]) add(v T) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.list = append(n.list, v)
}

func (n *notes[T]) all() []T {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.list)
}

func onError(told *notes[error]) systemd.Option { return systemd.OnError(told.add) }

func exitGoroutine() { runtime.Goexit() }

// observed is an observer that sends to that connection.
func observed(send func(string) error) facet.Option {
	return facet.Observe(systemd.NotifyTo(send, 0))
}
