// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// longest limits every wait of a failing test.
const longest = 30 * time.Second

func TestQuickstart_keepsItsDataOverTwoRuns(t *testing.T) {
	binary, data := build(t), filepath.Join(t.TempDir(), "data")

	first := launch(t, binary, data)
	require.Equal(t, "ok", first.do("GET", "/healthz", "", 200))
	first.do("PUT", "/items/color", "blue", 204)
	first.do("PUT", "/items/shape", "round", 204)
	first.do("DELETE", "/items/shape", "", 204)
	require.Equal(t, "blue", first.do("GET", "/items/color", "", 200))
	first.do("GET", "/items/shape", "", 404)
	require.Equal(t, 0, first.terminate(), first.output())

	second := launch(t, binary, data)
	require.JSONEq(t, `{"color":"blue"}`, second.do("GET", "/items", "", 200))
	require.Equal(t, 0, second.terminate(), second.output())
}

func TestQuickstart_printsPlanAndGraphAndStopsInReverse(t *testing.T) {
	p := launch(t, build(t), filepath.Join(t.TempDir(), "data"))
	require.Equal(t, 0, p.terminate(), p.output())
	require.Empty(t, p.stderr.String())

	text := p.output()
	require.Contains(t, text, "plan: 4 steps of 3 components")
	require.Contains(t, text, "graph: 6 nodes, 7 edges, 0 unused")
	require.Equal(t, []string{
		"started main.NewStore main.(*Store).Load",
		"started main.SyncStore sync",
		"started main.NewServer http",
		"stopped main.NewServer http",
		"stopped main.SyncStore sync",
		"stopped main.NewStore main.(*Store).Sync",
		"cleaned main.NewStore os.(*File).Close",
	}, steps(text))
}

func TestQuickstart_rollsBackWhenThePortIsTaken(t *testing.T) {
	taken, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close() //nolint:errcheck // nothing depends on it

	p := start(t, build(t), "-addr", taken.Addr().String(), "-data", filepath.Join(t.TempDir(), "data"))
	require.Equal(t, 1, p.wait())
	require.Contains(t, p.stderr.String(), "start-failed: main.NewServer: http: listen tcp "+taken.Addr().String()+": bind: address already in use")
	require.Contains(t, p.stderr.String(), "registered at examples/quickstart/server.go:")
	require.NotContains(t, p.output(), "listening")
	require.Equal(t, []string{
		"started main.NewStore main.(*Store).Load",
		"started main.SyncStore sync",
		"failed main.NewServer http",
		"stopped main.NewServer http", // the task was launched
		"stopped main.SyncStore sync",
		"stopped main.NewStore main.(*Store).Sync",
		"cleaned main.NewStore os.(*File).Close",
	}, steps(p.output()))
}

func TestRun_endsCleanlyWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	in, out := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"-addr", "127.0.0.1:0", "-data", filepath.Join(t.TempDir(), "data")}, out)
		_ = out.Close() // never fails
	}()
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "listening on ") {
			cancel()
		}
	}
	require.NoError(t, <-ended)
	require.ErrorIs(t, ctx.Err(), context.Canceled, "it ended without having listened")
}

func TestRun_constructsNothingIfTheContextHasEnded(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out bytes.Buffer
	data := filepath.Join(t.TempDir(), "data")
	require.NoError(t, run(ctx, []string{"-data", data}, &out))
	require.Equal(t, "stopped\n", out.String())
	require.NoFileExists(t, data)
}

func TestStore_cutsOffWhatACrashLeftHalfWritten(t *testing.T) {
	binary, data := build(t), filepath.Join(t.TempDir(), "data")
	require.NoError(t, os.WriteFile(data, []byte(`{"key":"a","value":"1"}`+"\n"+`{"key":"b","val`), 0o600))
	for range 2 {
		p := launch(t, binary, data)
		require.JSONEq(t, `{"a":"1"}`, p.do("GET", "/items", "", 200))
		p.do("PUT", "/items/a", "1", 204)
		require.Equal(t, 0, p.terminate(), p.output())
	}
}

func TestParseConfig_takesTheFlagBeforeTheEnvironment(t *testing.T) {
	t.Setenv("FACET_ADDR", "127.0.0.1:1")
	t.Setenv("FACET_DATA", "env")
	t.Setenv("FACET_SYNC", "2s")
	cfg, err := ParseConfig([]string{"-addr", "127.0.0.1:2"}, io.Discard)
	require.NoError(t, err)
	require.Equal(t, Config{Addr: "127.0.0.1:2", Data: "env", Sync: 2 * time.Second}, cfg)
}

func TestRun_refusesABadConfiguration(t *testing.T) {
	require.EqualError(t, run(t.Context(), []string{"-port", "1"}, io.Discard), "flag provided but not defined: -port; -h lists the flags")
	require.EqualError(t, run(t.Context(), []string{"-sync", "0s"}, io.Discard), "-sync 0s must be positive")
	t.Setenv("FACET_SYNC", "soon")
	require.EqualError(t, run(t.Context(), nil, io.Discard), `environment variable FACET_SYNC="soon": parse error`)
}

func TestRun_listsTheFlags(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"-h"}, &out))
	require.Contains(t, out.String(), "-addr")
}

// process is a running quickstart.
type process struct {
	t      *testing.T
	cmd    *exec.Cmd
	stdout *bufio.Reader
	stderr bytes.Buffer
	read   strings.Builder // of stdout
	url    string
}

func build(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "quickstart")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".").CombinedOutput()
	require.NoError(t, err, string(out))
	return binary
}

func start(t *testing.T, binary string, args ...string) *process {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), longest) // kills the process
	t.Cleanup(cancel)
	p := &process{t: t, cmd: exec.CommandContext(ctx, binary, args...)}
	p.cmd.Stderr = &p.stderr
	stdout, err := p.cmd.StdoutPipe()
	require.NoError(t, err)
	p.stdout = bufio.NewReader(stdout)
	require.NoError(t, p.cmd.Start())
	return p
}

// launch starts the program and waits until it prints its address.
func launch(t *testing.T, binary, data string) *process {
	t.Helper()
	p := start(t, binary, "-addr", "127.0.0.1:0", "-data", data)
	for p.url == "" {
		line, err := p.stdout.ReadString('\n')
		p.read.WriteString(line)
		require.NoError(t, err, "%s%s", p.output(), &p.stderr)
		p.url, _ = strings.CutPrefix(strings.TrimSpace(line), "listening on ")
		if !strings.HasPrefix(p.url, "http://127.0.0.1:") {
			p.url = ""
		}
	}
	return p
}

func (p *process) do(method, path, body string, status int) string {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.url+path, strings.NewReader(body))
	require.NoError(p.t, err)
	client := http.Client{Timeout: longest, Transport: &http.Transport{}} // no proxy
	defer client.CloseIdleConnections()
	resp, err := client.Do(req)
	require.NoError(p.t, err)
	defer resp.Body.Close() //nolint:errcheck // it was read
	text, err := io.ReadAll(resp.Body)
	require.NoError(p.t, err)
	require.Equal(p.t, status, resp.StatusCode, string(text))
	return string(text)
}

func (p *process) terminate() (code int) {
	p.t.Helper()
	require.NoError(p.t, p.cmd.Process.Signal(syscall.SIGTERM))
	return p.wait()
}

// wait reads the rest of the output and returns the exit code.
func (p *process) wait() (code int) {
	p.t.Helper()
	_, err := io.Copy(&p.read, p.stdout)
	require.NoError(p.t, err)
	_ = p.cmd.Wait() // returns the exit code again
	return p.cmd.ProcessState.ExitCode()
}

func (p *process) output() string { return p.read.String() }

var stepLine = regexp.MustCompile(`(?m)^  (started|stopped|cleaned|failed) +(\S+) +(\S+) +\S+$`)

// steps returns the lines of steps, without times.
func steps(output string) []string {
	var list []string
	for _, m := range stepLine.FindAllStringSubmatch(output, -1) {
		list = append(list, strings.Join(m[1:], " "))
	}
	return list
}
