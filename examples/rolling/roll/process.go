// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os/exec"
	"regexp"
	"strconv"
	"syscall"
	"time"
)

// longest limits every wait that should be short.
const longest = time.Minute

// Process is one place in the fleet: a sequence of processes at the same addresses.
type Process struct {
	Name, Addr, Probe string

	binary     string
	args       []string
	cmd        *exec.Cmd
	out        bytes.Buffer // may be read when the process has ended
	ended      chan struct{}
	unfinished int // see Fleet
}

func newProcess(ctx context.Context, name string, cfg Config, binary Binary) (*Process, error) {
	p := &Process{Name: name, binary: string(binary)}
	var err error
	if p.Addr, err = freeAddr(ctx); err != nil {
		return nil, err
	}
	if p.Probe, err = freeAddr(ctx); err != nil {
		return nil, err
	}
	p.args = []string{
		"-addr", p.Addr, "-probe", p.Probe, "-drain", cfg.Drain.String(),
		"-close-idle=" + strconv.FormatBool(cfg.CloseIdle),
	}
	return p, nil
}

// Replace ends the process and starts another in its place. It returns when that is ready.
func (p *Process) Replace(ctx context.Context) error {
	if err := p.Stop(); err != nil {
		return err
	}
	return p.Start(ctx)
}

// Start starts a process and waits until it is ready.
func (p *Process) Start(ctx context.Context) error {
	p.out.Reset()
	cmd := exec.CommandContext(context.WithoutCancel(ctx), p.binary, p.args...)
	cmd.Stdout, cmd.Stderr = &p.out, &p.out
	if err := cmd.Start(); err != nil {
		return err
	}
	p.cmd, p.ended = cmd, make(chan struct{})
	go func() {
		defer close(p.ended)
		_ = cmd.Wait() // Stop checks its state
	}()
	for !isReady(ctx, "http://"+p.Probe+"/readyz") {
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s is not ready: %w", p.Name, errors.Join(context.Cause(ctx), p.Stop()))
		case <-p.ended:
			return p.Stop()
		case <-time.After(10 * time.Millisecond):
		}
	}
	return nil
}

func isReady(ctx context.Context, url string) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return false
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: time.Second} // no proxy
	response, err := client.Do(request)
	if err != nil {
		return false
	}
	_ = response.Body.Close() // nothing depends on it
	return response.StatusCode == http.StatusOK
}

// Stop sends SIGTERM and waits for the end of the process. It is an error if the process has
// ended earlier, or if its exit code is not 0. Without a process Stop does nothing.
func (p *Process) Stop() error {
	cmd := p.cmd
	if cmd == nil {
		return nil
	}
	p.cmd = nil
	early := cmd.Process.Signal(syscall.SIGTERM)
	killer := time.AfterFunc(longest, func() { _ = cmd.Process.Kill() })
	defer killer.Stop()
	<-p.ended
	if early != nil || !cmd.ProcessState.Success() {
		err := fmt.Errorf("process %s: %v\n%s", p.Name, cmd.ProcessState, p.out.String())
		return errors.Join(err, early)
	}
	if m := unfinishedLine.FindSubmatch(p.out.Bytes()); m != nil {
		n, _ := strconv.Atoi(string(m[1])) // it has only digits
		p.unfinished += n
	}
	return nil
}

var unfinishedLine = regexp.MustCompile(`stopping with (\d+) requests in progress`)
