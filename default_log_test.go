// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
)

// loggedAsProcess runs an app that fails, if the test binary was started for that: how it
// fails, then the handler of slog.
func loggedAsProcess() {
	how, handler, found := strings.Cut(os.Getenv("FACET_TEST_LOG"), " ")
	if !found {
		return
	}
	switch handler {
	case "text":
		slog.SetDefault(slog.New(slog.NewTextHandler(os.Stdout, nil)))
	case "json":
		slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stdout, nil)))
	}
	facet.Main(
		facet.StartTimeout(100*time.Millisecond), facet.Grace(50*time.Millisecond),
		facet.Invoke(func(lc *facet.Lifecycle) {
			lc.OnStart(func(ctx context.Context) error {
				switch how {
				case "fails":
					return errors.New("connection refused")
				case "heeds":
					<-ctx.Done()
					return ctx.Err()
				case "hangs":
					select {}
				}
				return nil
			}, hooks.Name("dial"))
			if how == "task" {
				lc.Go("poll", func(context.Context) error { return errors.New("connection refused") })
			}
			if how == "shutdown" {
				lc.Shutdown(errors.New("connection refused"))
			}
		}),
	)
}

// outputOf runs the test binary as an app that fails.
func outputOf(t *testing.T, how, handler string) (stdout, stderr string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), "FACET_TEST_LOG="+how+" "+handler)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	var exit *exec.ExitError
	require.ErrorAs(t, cmd.Run(), &exit)
	require.Equal(t, 1, exit.ExitCode())
	return out.String(), errs.String()
}

func TestMain_tellsAFailureInOneLineAndItsTextOnce(t *testing.T) {
	for how, want := range map[string]struct{ line, text, summary string }{
		"fails": {
			`slug=start-failed error="connection refused"`,
			"start-failed: facet_test.loggedAsProcess.func1: dial: connection refused", `error="connection refused"`,
		},
		"heeds": {
			`slug=start-timeout error="the start timeout of 100ms was exceeded; facet.StartTimeout sets it"`,
			"\nstart-timeout: facet_test.loggedAsProcess.func1: dial: the start timeout of 100ms was exceeded", "budget=100ms",
		},
		"hangs": {
			`slug=start-hung error="the start timeout of 100ms was exceeded; facet.StartTimeout sets it"`,
			"\nstart-hung: facet_test.loggedAsProcess.func1: dial had not returned", "phase=start",
		},
		"task": {`slug=task-failed error="connection refused"`, "\ntask-failed: facet_test.loggedAsProcess.func1: poll: connection refused", "phase=task"},
	} {
		t.Run(how, func(t *testing.T) {
			_, stderr := outputOf(t, how, "default")
			require.Equal(t, 1, strings.Count(stderr, want.line), stderr)
			require.Equal(t, 1, strings.Count(stderr, "\n"+strings.TrimPrefix(want.text, "\n")), stderr)
			require.Contains(t, stderr, want.summary)
			require.Contains(t, stderr, "component=facet_test.loggedAsProcess.func1 hook=")
			require.Contains(t, stderr, "place=default_log_test.go:")
			require.Contains(t, stderr, "elapsed=")
			require.Equal(t, 1, strings.Count(stderr, "facet: app failed"), stderr)
			require.NotContains(t, stderr, `\n`)
		})
	}
	_, stderr := outputOf(t, "shutdown", "default")
	require.Equal(t, 1, strings.Count(stderr, "connection refused"), stderr)
}

func TestMain_withATextHandlerTheTextIsOnStandardErrorOnce(t *testing.T) {
	stdout, stderr := outputOf(t, "fails", "text")
	require.Contains(t, stdout, "slug=start-failed")
	require.NotContains(t, stdout, `\n`)
	require.Equal(t, 1, strings.Count(stderr, "start-failed: facet_test.loggedAsProcess.func1: dial: connection refused"))
}

func TestMain_withAnotherHandlerTheTextIsAnAttribute(t *testing.T) {
	stdout, stderr := outputOf(t, "hangs", "json")
	require.Empty(t, stderr)
	details := 0
	for line := range strings.Lines(stdout) {
		var entry map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &entry))
		if detail, ok := entry["detail"].(string); ok {
			details++
			require.Contains(t, detail, "start-hung: ")
			require.Contains(t, detail, "default_log_test.go:")
		}
	}
	require.Equal(t, 1, details)
}
