// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package trial

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// goTool runs the go command in a folder. The error contains its standard error.
func goTool(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off") // a go.work of the developer must not change the result
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, errs.String())
	}
	return out.String(), nil
}

// build builds a test binary, stripped as go test does.
func build(ctx context.Context, dir, pkg, binary string, flags ...string) error {
	args := append([]string{"test", "-c", "-ldflags=-s -w", "-o", binary}, flags...)
	_, err := goTool(ctx, dir, append(args, pkg)...)
	return err
}
