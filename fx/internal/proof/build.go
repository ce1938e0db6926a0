// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// programs are the two builds of a command of this module.
type programs struct {
	stock string // with fx
	own   string // with this module
}

// buildBoth builds a command in internal with fx and with this module.
func buildBoth(dir, name string) (programs, error) {
	p := programs{filepath.Join(dir, "stock.exe"), filepath.Join(dir, "own.exe")}
	source := "internal/" + name
	if err := command(".", "CGO_ENABLED=0", "build", "-o", p.own, "./"+source).Run(); err != nil {
		return p, fmt.Errorf("build %s: %w", source, err)
	}
	if err := copyTree(source, dir, func(path string) bool { return strings.HasSuffix(path, ".go") }); err != nil {
		return p, err
	}
	sums, err := os.ReadFile("../bench/go.sum") // bench has fx
	if err != nil {
		return p, err
	}
	mod := "module " + name + "\n\ngo 1.25.0\n\nrequire (\n\tgo.uber.org/fx " + version + "\n\tgo.uber.org/dig v1.19.0\n)\n"
	if err := errors.Join(os.WriteFile(filepath.Join(dir, "go.mod"), []byte(mod), 0o600), os.WriteFile(filepath.Join(dir, "go.sum"), sums, 0o600)); err != nil {
		return p, err
	}
	if err := command(dir, "CGO_ENABLED=0", "build", "-o", p.stock, ".").Run(); err != nil {
		return p, fmt.Errorf("build %s with fx %s: %w", source, version, err)
	}
	return p, nil
}
