// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package fx_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/fx"
	"go.uber.org/goleak"
)

// TestMain runs one of the programs if the environment names it.
func TestMain(m *testing.M) {
	if program, ok := programs[os.Getenv("FX_PROGRAM")]; ok {
		program()
		return
	}
	goleak.VerifyTestMain(m)
}

// programs are processes of their own.
var programs = map[string]func(){
	"signal during start": func() {
		fx.New(fx.NopLogger, fx.Invoke(func(lc fx.Lifecycle) {
			lc.Append(fx.Hook{OnStop: say("rolled back"), OnStart: say("started")})
			lc.Append(fx.StartHook(func(ctx context.Context) error {
				interrupt()
				<-ctx.Done()
				return ctx.Err()
			}))
		})).Run()
	},
	"two signals": func() {
		fx.New(fx.NopLogger, fx.Invoke(func(lc fx.Lifecycle, down fx.Shutdowner) {
			lc.Append(fx.StopHook(func(ctx context.Context) error {
				interrupt()
				<-ctx.Done()
				fmt.Println("the time has ended")
				return nil
			}))
			lc.Append(fx.StartHook(func() error { return down.Shutdown() }))
		})).Run()
	},
	"panic": func() {
		fx.New(fx.NopLogger, fx.Invoke(func(lc fx.Lifecycle) { lc.Append(fx.StartHook(func() { panic("boom") })) })).Run()
	},
	"exit code": func() {
		fx.New(fx.NopLogger, fx.Invoke(func(lc fx.Lifecycle, down fx.Shutdowner) {
			lc.Append(fx.StartHook(func() error { return down.Shutdown(fx.ExitCode(7)) }))
		})).Run()
	},
}

func say(text string) func(context.Context) error {
	return func(context.Context) error { fmt.Println(text); return nil }
}

func interrupt() { _ = syscall.Kill(os.Getpid(), syscall.SIGTERM) }

// process runs a program and returns its exit code and what it wrote.
func process(t *testing.T, name string, env ...string) (code int, stdout, stderr string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(append(os.Environ(), "FX_PROGRAM="+name), env...)
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	if err := cmd.Run(); err != nil {
		var exit *exec.ExitError
		require.ErrorAs(t, err, &exit)
		code = exit.ExitCode()
	}
	return code, out.String(), errOut.String()
}

func TestRun_signalDuringTheStartRollsBack(t *testing.T) {
	began := time.Now()
	code, stdout, _ := process(t, "signal during start")
	require.Less(t, time.Since(began), fx.DefaultTimeout, "the signal ends the start, not its timeout")
	require.Equal(t, 1, code)
	require.Equal(t, "started\nrolled back\n", stdout)
}

func TestRun_signalDuringTheStopEndsItsTime(t *testing.T) {
	began := time.Now()
	code, stdout, _ := process(t, "two signals")
	require.Less(t, time.Since(began), fx.DefaultTimeout, "the signal ends the stop, not its timeout")
	require.Equal(t, 1, code)
	require.Equal(t, "the time has ended\n", stdout)
}

func TestRun_panicIsWrittenWithoutALog(t *testing.T) {
	code, _, stderr := process(t, "panic")
	require.Equal(t, 1, code)
	require.Contains(t, stderr, "panic: boom")
	require.Contains(t, stderr, "process_test.go")
}

func TestRun_exitsWithTheCodeOfShutdown(t *testing.T) {
	code, _, _ := process(t, "exit code")
	require.Equal(t, 7, code)
}

func TestEnvironment_plan(t *testing.T) {
	_, _, stderr := process(t, "exit code", "FACET_PLAN=1")
	require.Contains(t, stderr, "process_test.go")
	require.Contains(t, stderr, "start")
}
