// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

// signalledAsProcess runs an app that waits in one phase, if the test binary was
// started for that: "heeds" waits until its context ends, "stuck" for ever, "patient"
// too, with all the grace in the world; with "blocked" an observer does not return
// from the draining either.
func signalledAsProcess() {
	phase, how, found := strings.Cut(os.Getenv("FACET_TEST_PHASE"), " ")
	if !found {
		return
	}
	wait := func(ctx context.Context) error {
		fmt.Println("waits in", phase)
		if how != "heeds" {
			select {}
		}
		<-ctx.Done()
		return ctx.Err()
	}
	delay, grace := time.Duration(0), 50*time.Millisecond
	if phase == "delay" {
		delay = time.Hour
	}
	if how == "patient" || how == "blocked" {
		grace = time.Hour
	}
	facet.Main(
		facet.Log(nil), facet.StopTimeout(time.Hour), facet.DrainDelay(delay), facet.Grace(grace),
		facet.Observe(func(e observe.Event) {
			if e.Op == observe.OpState || e.Op == observe.OpWarning {
				fmt.Println(e.Op, e.State)
			}
			if how == "blocked" && e.State == observe.StateDraining {
				select {}
			}
		}),
		facet.Invoke(func(lc *facet.Lifecycle) {
			lc.Cleanup(func() error { fmt.Println("cleaned"); return nil })
		}),
		facet.Invoke(func(lc *facet.Lifecycle) {
			switch phase {
			case "build":
				_ = wait(lc.Context())
			case "start":
				lc.OnStart(wait, hooks.Name("start"))
			case "drain":
				lc.OnDrain(wait, hooks.Name("drain"))
			case "stop":
				lc.OnStop(wait, hooks.Name("stop"))
			}
		}),
	)
}

// process is a run of the test binary as an app.
type process struct {
	*exec.Cmd
	out    *bufio.Scanner
	stderr strings.Builder
}

func start(t *testing.T, phase, how string) *process {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	p := &process{Cmd: exec.CommandContext(ctx, os.Args[0])}
	p.Env = append(os.Environ(), "FACET_TEST_PHASE="+phase+" "+how)
	p.Stderr = &p.stderr
	out, err := p.StdoutPipe()
	require.NoError(t, err)
	p.out = bufio.NewScanner(out)
	require.NoError(t, p.Start())
	return p
}

// reads waits for a line.
func (p *process) reads(t *testing.T, want string) {
	t.Helper()
	for p.out.Scan() {
		if p.out.Text() == want {
			return
		}
	}
	_ = p.Wait()
	require.Fail(t, "the process has ended", "before %q: %s", want, p.stderr.String())
}

// ends waits for the end, and returns the rest of the output.
func (p *process) ends() (rest []string, state syscall.WaitStatus) {
	for p.out.Scan() {
		rest = append(rest, p.out.Text())
	}
	_ = p.Wait()
	status, _ := p.ProcessState.Sys().(syscall.WaitStatus)
	return rest, status
}

// Each case sends its signals, each when a line was read, and names the exit code.
var signalCases = []struct {
	phase, how string
	lines      []string // after each of which the signal is sent once more
	code       int      // 128 stands for 128 and the signal
	says       string   // on standard error
}{
	{"build", "heeds", []string{"waits in build"}, 0, ""},
	{"build", "stuck", []string{"waits in build"}, 1, "invoke-hung"},
	{"start", "heeds", []string{"waits in start"}, 0, ""},
	{"start", "stuck", []string{"waits in start"}, 1, "start-hung"},
	{"delay", "heeds", []string{"state running", "state draining"}, 0, ""},
	{"drain", "heeds", []string{"state running", "waits in drain"}, 1, "draining was cut short"},
	{"drain", "stuck", []string{"state running", "waits in drain"}, 1, "drain-hung"},
	{"stop", "heeds", []string{"state running", "waits in stop"}, 128, "forced-stop"},
	{"stop", "stuck", []string{"state running", "waits in stop"}, 128, "stop-hung"},
}

func TestSignals_endAProcessInEachPhase(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		for _, c := range signalCases {
			t.Run(fmt.Sprintf("%s %s %s", sig, c.phase, c.how), func(t *testing.T) {
				t.Parallel()
				p := start(t, c.phase, c.how)
				for _, line := range c.lines {
					p.reads(t, line)
					require.NoError(t, p.Process.Signal(sig))
				}
				rest, status := p.ends()
				want := c.code
				if want == 128 {
					want += int(sig)
				}
				require.Equal(t, want, status.ExitStatus(), "%v: %s", rest, p.stderr.String())
				require.Contains(t, p.stderr.String(), c.says)
				require.Equal(t, want == 0, p.stderr.Len() == 0, "silent exactly if clean: %s", p.stderr.String())
				require.Contains(t, rest, "cleaned", "whatever happens")
			})
		}
	}
}

func TestSignals_afterTheLastRungTheNextOneKills(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			p := start(t, "stop", "patient")
			for _, line := range []string{"state running", "waits in stop", "warning new"} {
				p.reads(t, line)
				require.NoError(t, p.Process.Signal(sig))
			}
			_, status := p.ends()
			require.True(t, status.Signaled())
			require.Equal(t, sig, status.Signal())
		})
	}
}

func TestSignals_endAProcessWhoseObserverBlocks(t *testing.T) {
	p := start(t, "stop", "blocked")
	p.reads(t, "state running")
	ended, sent := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(sent)
		// Without pauses some processes end by SIGSEGV, as those of plain Go do while
		// signal.Stop restores the default effect.
		pauses := time.NewTicker(time.Millisecond)
		defer pauses.Stop()
		for {
			select {
			case <-ended:
				return
			case <-pauses.C:
				_ = p.Process.Signal(syscall.SIGTERM)
			}
		}
	}()
	for p.out.Scan() {
	}
	close(ended)
	<-sent
	_, status := p.ends()
	require.True(t, status.Signaled())
	require.Equal(t, syscall.SIGTERM, status.Signal())
}
