// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/facet-go/facet"
)

//go:embed haproxy.cfg
var haproxyConfig []byte

// Balancer is haproxy in front of a fleet.
type Balancer struct {
	HTTP string // address that balances requests
	TCP  string // address that balances connections

	fleet  *Fleet
	config string // path
	stats  string // path of a socket
}

// NewBalancer returns a balancer that is not started.
func NewBalancer(lc *facet.Lifecycle, fleet *Fleet, folder Folder) (*Balancer, error) {
	b := &Balancer{fleet: fleet, stats: filepath.Join(string(folder), "stats"), config: filepath.Join(string(folder), "haproxy.cfg")}
	var err error
	if b.HTTP, err = freeAddr(lc.Context()); err != nil {
		return nil, err
	}
	if b.TCP, err = freeAddr(lc.Context()); err != nil {
		return nil, err
	}
	lc.Serve("haproxy", b.serve)
	return b, os.WriteFile(b.config, haproxyConfig, 0o600)
}

// serve calls ready when haproxy listens, and returns when haproxy has ended. If it ends
// before ctx, that is an error.
func (b *Balancer) serve(ctx context.Context, ready func()) error {
	cmd := exec.CommandContext(ctx, "haproxy", "-db", "-f", b.config)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = longest
	cmd.Env = append(os.Environ(), b.environment()...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("%w; apt-get install haproxy", err)
	}
	listening, cancel := context.WithCancel(ctx)
	go func() {
		defer cancel()
		for listening.Err() == nil {
			if conn, err := new(net.Dialer).DialContext(listening, "unix", b.stats); err == nil {
				_ = conn.Close() // nothing depends on it
				ready()
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
	}()
	err := cmd.Wait()
	cancel()
	if ctx.Err() == nil {
		return fmt.Errorf("haproxy has ended: %w\n%s", err, out.String())
	}
	return nil
}

func (b *Balancer) environment() []string {
	env := []string{"ROLL_STATS=" + b.stats, "ROLL_HTTP=" + b.HTTP, "ROLL_TCP=" + b.TCP}
	for _, p := range b.fleet.Processes {
		name := "ROLL_" + strings.ToUpper(p.Name)
		_, port, _ := net.SplitHostPort(p.Probe) // freeAddr has made it
		env = append(env, name+"="+p.Addr, name+"_PROBE_PORT="+port)
	}
	return env
}
