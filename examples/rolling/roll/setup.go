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

// Folder is a folder for the files of the roll.
type Folder string

// NewFolder creates the folder. Its name is short, because the path of a socket is limited.
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

// freeAddr returns an address that is not in use. The system does not use its port for
// outgoing connections: one of the thousands of connections of a roll could take the port
// while a process is replaced.
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
