// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/facet-go/facet"
)

// Folder is a folder for files that last as long as the roll.
type Folder string

// NewFolder makes the folder. Its name is short: that of a socket must be.
func NewFolder(lc *facet.Lifecycle) (Folder, error) {
	path, err := os.MkdirTemp("", "roll")
	lc.Cleanup(func() error { return os.RemoveAll(path) })
	return Folder(path), err
}

// Binary is the service, compiled.
type Binary string

// NewBinary compiles the service.
func NewBinary(lc *facet.Lifecycle, cfg Config, folder Folder) Binary {
	path := filepath.Join(string(folder), "rolling")
	lc.OnStart(func(ctx context.Context) error {
		args := []string{"build", "-buildvcs=false", "-o", path}
		if cfg.Race {
			args = append(args, "-race")
		}
		args = append(args, "github.com/facet-go/facet/examples/rolling")
		if out, err := exec.CommandContext(ctx, "go", args...).CombinedOutput(); err != nil {
			return fmt.Errorf("go %v: %w\n%s", args, err, out)
		}
		return nil
	})
	return Binary(path)
}

// freeAddr returns an address on which nothing listens. Its port is one that the
// system does not give to outgoing connections, of which there are going to be
// thousands: one of them could take it while a process is replaced.
func freeAddr(ctx context.Context) (string, error) {
	const first, last, attempts = 10_000, 32_000, 100
	var err error
	for range attempts {
		addr := fmt.Sprintf("127.0.0.1:%d", first+rand.IntN(last-first))
		var listener net.Listener
		if listener, err = new(net.ListenConfig).Listen(ctx, "tcp", addr); err == nil {
			return addr, listener.Close()
		}
	}
	return "", fmt.Errorf("no free port after %d attempts: %w", attempts, err)
}
