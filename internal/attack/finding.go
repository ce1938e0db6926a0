// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
)

// finding is a violation of a rule.
type finding struct {
	rule, text string
	dump       bool // the report includes all goroutines
}

// exitFinding is the exit code of a child with a finding.
const exitFinding = 3

var failMutex sync.Mutex // the first finding locks it forever

// fail ends the process with a report. It does not return.
func (l *life) fail(f *finding) {
	failMutex.Lock()
	dump := ""
	if f.dump {
		dump = "\n" + summary(stacks())
	}
	fmt.Fprintf(os.Stderr, "%s\nthe life: %v\n%s%s", f.text, l, l.watch.text(), dump)
	fmt.Printf("%s%s\n", sayRule, f.rule)
	os.Exit(exitFinding) //nolint:revive // the life cannot continue after a violation
}

// stacks returns the stack of each goroutine.
func stacks() []string {
	buf := make([]byte, 1<<20)
	for {
		n := runtime.Stack(buf, true)
		if n < len(buf) || len(buf) >= 64<<20 {
			return strings.Split(string(bytes.TrimSpace(buf[:n])), "\n\n")
		}
		buf = make([]byte, 2*len(buf))
	}
}

// summary counts goroutines with equal stacks.
func summary(stacks []string) string {
	var order []string
	count := map[string]int{}
	for _, stack := range stacks {
		head, rest, _ := strings.Cut(stack, "\n")
		if _, state, ok := strings.Cut(head, "["); ok {
			head = "[" + state
		}
		var lines []string
		for line := range strings.SplitSeq(rest, "\n") { // without arguments and offsets
			line, _, _ = strings.Cut(line, " +0x")
			if at := strings.LastIndex(line, "(0x"); at > 0 {
				line = line[:at]
			}
			lines = append(lines, line)
		}
		kind, _, _ := strings.Cut(head, ",")
		key := kind + "\n" + strings.Join(lines, "\n")
		if count[key]++; count[key] == 1 {
			order = append(order, key)
		}
	}
	var b strings.Builder
	for _, key := range order {
		fmt.Fprintf(&b, "%d goroutines %s\n\n", count[key], key)
	}
	return b.String()
}
