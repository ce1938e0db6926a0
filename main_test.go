// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
)

// mainAsProcess runs facet.Main if the test binary was started for that.
func mainAsProcess() {
	signalledAsProcess()
	loggedAsProcess()
	way := os.Getenv("FACET_TEST_MAIN")
	if way == "" {
		return
	}
	facet.Main(facet.Log(nil), facet.Invoke(func(lc *facet.Lifecycle) {
		switch way {
		case "clean":
			lc.OnStart(func(context.Context) error { lc.Shutdown(nil); return nil })
		case "error":
			lc.OnStart(func(context.Context) error { return errors.New("no luck") })
		case "code":
			lc.Go("task", func(context.Context) error { return facet.Exit(7) })
		case "signal":
			lc.Go("task", func(ctx context.Context) error {
				process, err := os.FindProcess(os.Getpid())
				if err != nil {
					return err
				}
				if err := process.Signal(syscall.SIGTERM); err != nil {
					return err
				}
				<-ctx.Done()
				return ctx.Err()
			})
		}
	}))
}

func TestMain_exitsWithTheCodeOfTheResult(t *testing.T) {
	for way, want := range map[string]int{"clean": 0, "error": 1, "code": 7, "signal": 0} {
		t.Run(way, func(t *testing.T) {
			cmd := exec.CommandContext(t.Context(), os.Args[0])
			cmd.Env = append(os.Environ(), "FACET_TEST_MAIN="+way)
			var out strings.Builder
			cmd.Stderr = &out
			err := cmd.Run()
			require.Equal(t, want, cmd.ProcessState.ExitCode(), "%v: %s", err, out.String())
			if way == "error" {
				require.Contains(t, out.String(), "no luck")
			}
		})
	}
}

func TestExitCode_ofEachKindOfResult(t *testing.T) {
	require.Equal(t, 0, facet.ExitCode(nil))
	require.Equal(t, 1, facet.ExitCode(errBoom))
	require.Equal(t, 3, facet.ExitCode(&facet.Failure{Cause: facet.Exit(3), Later: []error{errBoom}}))
	require.Equal(t, 143, facet.ExitCode(&facet.ForcedError{Signal: syscall.SIGTERM}))
	require.Equal(t, 1, facet.ExitCode(&facet.ForcedError{Signal: oddSignal{}}))
}

type oddSignal struct{}

func (oddSignal) String() string { return "odd" }
func (oddSignal) Signal()        {}
