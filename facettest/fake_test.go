// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var errBoom = errors.New("boom")

// fake is a testing.TB that records its failures.
type fake struct {
	testing.TB // nil: only the methods below may be called

	ctx      context.Context //nolint:containedctx // what Context returns
	mu       sync.Mutex      // guards the fields below
	failures []string
	cleanups []func()
	out      bytes.Buffer
}

// failing runs f with a fake and returns its failures.
func failing(f func(*fake)) *fake {
	ctx, cancel := context.WithCancel(context.Background())
	tb := &fake{ctx: ctx}
	tb.run(func() { f(tb) })
	cancel()
	tb.end()
	return tb
}

// end runs the cleanups.
func (f *fake) end() {
	for _, c := range slices.Backward(f.cleanups) {
		f.run(c)
	}
}

// run calls f, which Fatalf may end.
func (f *fake) run(call func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		call()
	}()
	<-done
}

func (f *fake) text() string { return strings.Join(f.failures, "\n") }

func (f *fake) Helper()                  {}
func (f *fake) Name() string             { return "TestFake" }
func (f *fake) Context() context.Context { return f.ctx }
func (f *fake) Cleanup(c func())         { f.cleanups = append(f.cleanups, c) }
func (f *fake) Output() io.Writer        { return f }

func (f *fake) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.out.Write(p)
}

func (f *fake) Errorf(format string, args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.failures = append(f.failures, fmt.Sprintf(format, args...))
}

func (f *fake) Fatalf(format string, args ...any) {
	f.Errorf(format, args...)
	runtime.Goexit()
}
