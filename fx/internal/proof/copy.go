// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// export makes the options of fx's own tests, which are not exported.
//
//go:embed testdata/export.go.txt
var export []byte

// download returns the folder of fx in the module cache.
func download() (dir string, err error) {
	cmd := exec.Command("go", "mod", "download", "-json", "go.uber.org/fx@"+version)
	cmd.Dir = os.TempDir() // outside of this module, which has the same path
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("download fx: %w: %s", err, out)
	}
	var module struct{ Dir string }
	err = json.Unmarshal(out, &module)
	return module.Dir, err
}

// layOut copies this module without its tests, and the tests of fx with what they import,
// to a folder.
func layOut(original, to string) error {
	if err := copyTree(".", to, isOwnSource); err != nil {
		return err
	}
	if err := copyTree(original, to, isForeignTest); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(to, "export_test.go"), export, 0o600); err != nil {
		return err
	}
	return replaceFacet(to)
}

// isOwnSource reports whether a file of this module is part of the copy.
func isOwnSource(path string) bool {
	isGo := strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go")
	return isGo && !strings.HasPrefix(path, "internal/proof/") && !strings.HasPrefix(path, "internal/trees/") && !strings.HasPrefix(path, "internal/speed/") || path == "go.mod" || path == "go.sum"
}

// internalTests are tests that poke into unexported fields of fx.
var internalTests = map[string]bool{"app_internal_test.go": true, "log_test.go": true, "signal_test.go": true, "app_windows_test.go": true}

// isForeignTest reports whether a file of fx is part of the copy.
func isForeignTest(path string) bool {
	dir, name := filepath.Split(path)
	switch dir {
	case "":
		return strings.HasSuffix(name, "_test.go") && !internalTests[name]
	case "fxevent/", "fxtest/", "internal/leaky_test/":
		return strings.HasSuffix(name, "_test.go")
	case "internal/fxlog/", "internal/fxclock/", "internal/fxlog/foovendor/", "internal/fxlog/sample.git/":
		return strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go")
	}
	return false
}

func copyTree(from, to string, isPart func(path string) bool) error {
	return filepath.WalkDir(from, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil || !isPart(filepath.ToSlash(rel)) {
			return err
		}
		content, err := os.ReadFile(path) //nolint:gosec // a file of a module
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		if err := os.MkdirAll(filepath.Dir(target), 0o750); err != nil {
			return err
		}
		return os.WriteFile(target, content, 0o600)
	})
}

var replacement = regexp.MustCompile(`(?m)^replace github\.com/facet-go/facet => .*$`)

// replaceFacet makes the copy use this checkout of facet.
func replaceFacet(dir string) error {
	facet, err := filepath.Abs("..")
	if err != nil {
		return err
	}
	path := filepath.Join(dir, "go.mod")
	content, err := os.ReadFile(path) //nolint:gosec // of the copy
	if err != nil {
		return err
	}
	content = replacement.ReplaceAll(content, []byte("replace github.com/facet-go/facet => "+facet))
	if !bytes.Contains(content, []byte(facet)) {
		return fmt.Errorf("%s replaces facet by nothing", path)
	}
	return os.WriteFile(path, content, 0o600)
}
