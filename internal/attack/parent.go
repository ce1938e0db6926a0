// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The messages of the child on its standard output, one a line, followed by an argument.
const (
	sayLife = "life " // a life begins
	sayRule = "rule " // the life violated that rule
)

// maxReport is the largest part of a child's output that is shown.
const maxReport = 1 << 20

// maxLives is the number of lives that are listed for a rule at the end.
const maxLives = 20

// campaign is the attack in the parent process.
type campaign struct {
	cfg      *config
	args     []string
	began    time.Time
	life     uint64 // the last one that has begun
	lives    uint64
	findings map[string][]uint64 // lives by rule
}

// attack runs lives in child processes until the time is over, and returns the exit
// code.
func attack(cfg *config, args []string) int {
	c := &campaign{cfg: cfg, args: args, began: time.Now(), life: cfg.first, findings: map[string][]uint64{}}
	for next := cfg.first; ; next = c.life + 1 {
		left := cfg.duration - time.Since(c.began)
		if left <= 0 || cfg.only && next > cfg.first {
			break
		}
		rule, report := c.child(next, left)
		if rule == "" {
			break
		}
		c.findings[rule] = append(c.findings[rule], c.life)
		fmt.Printf("FINDING %s in life %d of seed %d\n%s\n", rule, c.life, cfg.seed, report)
		fmt.Printf("again: go run -race ./internal/attack -seed %d -life %d\n", cfg.seed, c.life)
		if !cfg.keep {
			break
		}
	}
	return c.end()
}

func (c *campaign) end() int {
	fmt.Printf("%d lives of seed %d in %v\n", c.lives, c.cfg.seed, time.Since(c.began).Round(time.Second))
	for _, rule := range slices.Sorted(maps.Keys(c.findings)) {
		lives := c.findings[rule]
		fmt.Printf("  %-20s %d times, lives %v\n", rule, len(lives), lives[:min(len(lives), maxLives)])
	}
	if len(c.findings) > 0 {
		return 1
	}
	fmt.Println("nothing found")
	return 0
}

// child runs one child process, beginning with a life. It returns the violated rule, or
// "".
func (c *campaign) child(first uint64, left time.Duration) (rule, report string) {
	args := append(slices.Clone(c.args), "-child", "-for", left.String())
	if !c.cfg.only {
		args = append(args, "-from", strconv.FormatUint(first, 10))
	}
	cmd := exec.Command(os.Args[0], args...) //nolint:gosec // this program
	cmd.Env = append(os.Environ(), "GORACE=halt_on_error=1 exitcode=66", "GOTRACEBACK=all")
	tail := &tail{}
	cmd.Stderr = tail
	_, err := cmd.StdinPipe() // the child ends when the pipe is closed, and so with this process
	if err != nil {
		return "no-child", err.Error()
	}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return "no-child", err.Error()
	}
	// The child watches itself. This is for a child that no longer can.
	kill := time.AfterFunc(left+10*c.cfg.slack+time.Minute, func() { _ = cmd.Process.Kill() })
	defer kill.Stop()
	rule = c.listen(out)
	err = cmd.Wait()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return "", ""
	case rule != "":
	case errors.As(err, &exit) && exit.ExitCode() == 66:
		rule = "race"
	default:
		rule = "crash"
	}
	return rule, tail.String() + "\n" + err.Error()
}

// listen reads the messages of the child until it ends.
func (c *campaign) listen(out io.Reader) (rule string) {
	told := time.Now()
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if n, ok := strings.CutPrefix(lines.Text(), sayLife); ok {
			c.life, _ = strconv.ParseUint(n, 10, 64)
			c.lives++
		} else if r, ok := strings.CutPrefix(lines.Text(), sayRule); ok {
			rule = r
		}
		if time.Since(told) > 30*time.Second {
			told = time.Now()
			fmt.Printf("%v: life %d\n", time.Since(c.began).Round(time.Second), c.life)
		}
	}
	return rule
}

// tail keeps the begin and the end of a text.
type tail struct{ head, last []byte }

func (t *tail) Write(p []byte) (int, error) {
	n := len(p)
	room := min(maxReport/2-len(t.head), len(p))
	t.head = append(t.head, p[:room]...)
	t.last = append(t.last, p[room:]...)
	if cut := len(t.last) - maxReport/2; cut > 0 {
		t.last = append(t.last[:0], t.last[cut:]...)
	}
	return n, nil
}

func (t *tail) String() string { return string(t.head) + string(t.last) }
