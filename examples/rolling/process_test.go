// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// patience limits every wait of a failing test.
const patience = 30 * time.Second

// process is a running service.
type process struct {
	t      *testing.T
	cmd    *exec.Cmd
	stdout *bufio.Reader
	stderr bytes.Buffer
	probes string // URL
}

// launch compiles the service and starts it on free ports.
func launch(t *testing.T, args ...string) *process {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "rolling")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".").CombinedOutput()
	require.NoError(t, err, string(out))
	ctx, cancel := context.WithTimeout(t.Context(), patience) // kills the process
	t.Cleanup(cancel)
	probe := freeAddr(t)
	p := &process{t: t, probes: "http://" + probe}
	p.cmd = exec.CommandContext(ctx, binary, append(args, "-addr=127.0.0.1:0", "-probe="+probe)...)
	p.cmd.Stderr = &p.stderr
	stdout, err := p.cmd.StdoutPipe()
	require.NoError(t, err)
	p.stdout = bufio.NewReader(stdout)
	require.NoError(t, p.cmd.Start())
	return p
}

// freeAddr returns an address that is not in use.
func freeAddr(t *testing.T) string {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	return listener.Addr().String()
}

// line reads the output up to a line that begins with prefix, and returns its rest.
func (p *process) line(prefix string) string {
	p.t.Helper()
	for {
		line, err := p.stdout.ReadString('\n')
		require.NoError(p.t, err, "no line begins with %q: %s", prefix, &p.stderr)
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), prefix); ok {
			return rest
		}
	}
}

// client has its own connections.
func (p *process) client() *http.Client {
	transport := &http.Transport{ExpectContinueTimeout: patience}
	p.t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: patience}
}

// get returns the status, or 0 if there was no response.
func (p *process) get(url string) int {
	request, err := http.NewRequestWithContext(p.t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		return 0
	}
	response, err := p.client().Do(request)
	if err != nil {
		return 0
	}
	_ = response.Body.Close() // the status is enough
	return response.StatusCode
}

// until repeats a request until it has the wanted status.
func (p *process) until(url string, status int) {
	p.t.Helper()
	require.Eventually(p.t, func() bool { return p.get(url) == status }, patience, time.Millisecond)
}

// work sends a request that client cannot send again, and reports whether the response is
// the last one on its connection.
func (p *process) work(client *http.Client, url string) (last bool) {
	p.t.Helper()
	last, err := post(p.t.Context(), client, url, io.LimitReader(strings.NewReader("work"), 4))
	require.NoError(p.t, err)
	return last
}

// begin sends a request whose body is not complete until end is called, and returns
// when the handler reads it.
func (p *process) begin(url string) (end func() (last bool)) {
	p.t.Helper()
	reading := make(chan struct{})
	trace := &httptrace.ClientTrace{Got100Continue: func() { close(reading) }}
	body, rest := io.Pipe()
	var last bool
	ended := make(chan error, 1)
	go func() {
		var err error
		last, err = post(httptrace.WithClientTrace(p.t.Context(), trace), p.client(), url, body)
		_ = body.CloseWithError(err) // never fails
		ended <- err
	}()
	<-reading
	return func() bool {
		_, err := io.WriteString(rest, "work")
		require.NoError(p.t, errors.Join(err, rest.Close(), <-ended))
		return last
	}
}

func post(ctx context.Context, client *http.Client, url string, body io.Reader) (last bool, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/work?take=1ms", body)
	if err != nil {
		return true, err
	}
	request.Header.Set("Expect", "100-continue")
	response, err := client.Do(request)
	if err != nil {
		return true, err
	}
	defer response.Body.Close() //nolint:errcheck // it is read to the end
	answer, err := io.ReadAll(response.Body)
	if err == nil && (response.StatusCode != http.StatusOK || string(answer) != "work") {
		err = fmt.Errorf("%s: %q", response.Status, answer)
	}
	return response.Close, err
}

// dial returns a connection on which one request was answered.
func (p *process) dial(url string) net.Conn {
	p.t.Helper()
	conn, err := new(net.Dialer).DialContext(p.t.Context(), "tcp", strings.TrimPrefix(url, "http://"))
	require.NoError(p.t, err)
	p.t.Cleanup(func() { _ = conn.Close() })
	require.NoError(p.t, conn.SetDeadline(time.Now().Add(patience)))
	require.True(p.t, p.isOpen(conn))
	return conn
}

// isOpen reports whether a request on conn is answered.
func (p *process) isOpen(conn net.Conn) bool {
	if _, err := io.WriteString(conn, "POST /work?take=0 HTTP/1.1\r\nHost: rolling\r\nContent-Length: 0\r\n\r\n"); err != nil {
		return false
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return false
	}
	_ = response.Body.Close() // the body is empty
	return response.StatusCode == http.StatusOK
}

func (p *process) terminate() {
	p.t.Helper()
	require.NoError(p.t, p.cmd.Process.Signal(syscall.SIGTERM))
}

// wait returns the exit code.
func (p *process) wait() int {
	p.t.Helper()
	_, err := io.Copy(io.Discard, p.stdout)
	require.NoError(p.t, err)
	_ = p.cmd.Wait() // returns the exit code again
	return p.cmd.ProcessState.ExitCode()
}
