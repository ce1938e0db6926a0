// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package process builds programs and runs them, for tests.
package process

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// timeout is the longest time of a process.
const timeout = time.Minute

// Build builds the program in the current folder and returns its path.
func Build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "program")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-o", program, ".").CombinedOutput()
	require.NoError(t, err, "%s", out)
	return program
}

// Run is a running program.
type Run struct {
	cmd  *exec.Cmd
	line chan string // of the output
	done chan struct{}

	mu   sync.Mutex
	text strings.Builder
}

// Start starts a program. Its output is standard output and standard error.
func Start(t *testing.T, program string, args ...string) *Run {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), timeout)
	t.Cleanup(cancel)
	r := &Run{cmd: exec.CommandContext(ctx, program, args...), line: make(chan string, 1000), done: make(chan struct{})}
	read, write := io.Pipe()
	r.cmd.Stdout, r.cmd.Stderr = write, write
	require.NoError(t, r.cmd.Start())
	go func() {
		defer close(r.done)
		_ = r.cmd.Wait()
		_ = write.Close()
	}()
	go func() {
		defer close(r.line)
		for lines := bufio.NewScanner(read); lines.Scan(); {
			r.mu.Lock()
			r.text.WriteString(lines.Text() + "\n")
			r.mu.Unlock()
			r.line <- lines.Text()
		}
	}()
	return r
}

// Output returns what the program has written so far.
func (r *Run) Output() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

// Await waits for a line that matches, and returns its first group, or all of it.
func (r *Run) Await(t *testing.T, pattern string) string {
	t.Helper()
	re := regexp.MustCompile(pattern)
	for line := range r.line {
		if m := re.FindStringSubmatch(line); m != nil {
			return m[len(m)-1]
		}
	}
	require.Fail(t, "the program has ended", "before %q:\n%s", pattern, r.Output())
	return ""
}

// Terminate sends SIGTERM.
func (r *Run) Terminate(t *testing.T) {
	t.Helper()
	require.NoError(t, r.cmd.Process.Signal(syscall.SIGTERM))
}

// Code waits for the end and returns the exit code.
func (r *Run) Code() int {
	for range r.line {
	}
	<-r.done
	return r.cmd.ProcessState.ExitCode()
}

// Get returns the status and the body of a GET request.
func Get(t *testing.T, url string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer resp.Body.Close() //nolint:errcheck // read only
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(body)
}
