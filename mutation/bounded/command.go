// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package bounded runs commands that may do anything except leave their process group:
// loop forever, allocate without limit, start processes and not wait for them, print
// without end. It needs Linux, for its /proc and its limit of address space.
package bounded

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"syscall"
	"time"
)

// End is how a run ended.
type End string

// The ends of a run.
const (
	Passed      End = "passed"            // exit code 0
	Failed      End = "failed"            // anything else, by itself
	TimedOut    End = "time-out"          // killed for Limits.Time
	OutOfMemory End = "memory"            // killed for Limits.Memory, or an allocation failed
	Crowded     End = "too many children" // killed for Limits.Processes
)

// Limits are the limits of one run.
type Limits struct {
	Time      time.Duration // 0 means no limit
	Memory    int64         // bytes: of the address space of each process, and resident in all of them together; 0 means no limit
	Processes int           // at a time; 0 means no limit
}

// Command is a command with its limits.
type Command struct {
	Path   string // absolute
	Args   []string
	Dir    string
	Env    []string // nil means the environment of this process
	Limits Limits
}

// Result is the result of a run.
type Result struct {
	End    End
	Took   time.Duration
	Output string // the first 4 MiB of standard output and standard error
}

// interval is the time between two checks of the processes of a run.
const interval = 100 * time.Millisecond

// Run runs a command in a process group of its own, and kills the rest of the group at
// the end. It returns an error if the command cannot be run or if ctx ends.
func Run(ctx context.Context, c Command) (Result, error) {
	out := &head{limit: 4 << 20}
	cmd := exec.Command("/bin/sh", append([]string{"-c", `ulimit -v "$0" && exec "$@"`, addressSpace(c.Limits.Memory), c.Path}, c.Args...)...)
	cmd.Dir, cmd.Env = c.Dir, c.Env
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.WaitDelay = interval // a child that still runs may keep the pipe of the output open
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return Result{}, err
	}
	group := cmd.Process.Pid
	ended := make(chan End, 1)
	go func() { ended <- endOf(cmd.Wait()) }()
	end, over := watch(ctx, group, c.Limits, ended)
	_ = syscall.Kill(-group, syscall.SIGKILL) // the group may be gone
	if !over {
		<-ended
	}
	r := Result{End: end, Took: time.Since(began), Output: out.String()}
	if end == Failed && starved(r.Output) {
		r.End = OutOfMemory
	}
	if err := ctx.Err(); err != nil {
		return r, fmt.Errorf("run %s: %w", c.Path, err)
	}
	return r, nil
}

// addressSpace is the argument of ulimit, which counts in units of 1024 bytes.
func addressSpace(bytes int64) string {
	if bytes == 0 {
		return "unlimited"
	}
	return strconv.FormatInt(bytes>>10, 10)
}

// watch waits until a run ends by itself or must be killed. over reports that it has ended.
func watch(ctx context.Context, group int, l Limits, ended <-chan End) (end End, over bool) {
	var timeout <-chan time.Time
	if l.Time > 0 {
		t := time.NewTimer(l.Time)
		defer t.Stop()
		timeout = t.C
	}
	look := time.NewTicker(interval)
	defer look.Stop()
	for {
		select {
		case end := <-ended:
			return end, true
		case <-ctx.Done():
			return Failed, false
		case <-timeout:
			return TimedOut, false
		case <-look.C:
			use := usage(group)
			if l.Memory > 0 && use.resident > l.Memory {
				return OutOfMemory, false
			}
			if l.Processes > 0 && use.processes > l.Processes {
				return Crowded, false
			}
		}
	}
}

// endOf returns the end of a run that was not killed. A child that keeps the output
// open is not a failure.
func endOf(err error) End {
	if err == nil || errors.Is(err, exec.ErrWaitDelay) {
		return Passed
	}
	return Failed
}
