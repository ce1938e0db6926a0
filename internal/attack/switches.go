// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package main

import (
	"fmt"
	"strings"
)

// kind is a kind of hostility. -without leaves kinds out, to see whether the others
// find anything.
type kind string

const (
	hostileErrors    kind = "hostile-errors"
	blockingErrors   kind = "blocking-errors"
	callingErrors    kind = "calling-errors"
	hostileContexts  kind = "hostile-contexts"
	blockingContexts kind = "blocking-contexts"
	hostileValues    kind = "hostile-values"
	hostileNames     kind = "hostile-names"
	panics           kind = "panics"
	goexits          kind = "goexits"
	hangs            kind = "hangs"
	reenters         kind = "reenters"
	reentersAfresh   kind = "reenters-afresh"
	doInConstructor  kind = "do-in-constructor"
	doInObserver     kind = "do-in-observer"
	lateness         kind = "late-registration"
	lateTasks        kind = "late-tasks"
	checks           kind = "checks"
	middleware       kind = "middleware"
	observersBlock   kind = "observers-block"
	observersPanic   kind = "observers-panic"
	observersCall    kind = "observers-call"
	hostileLog       kind = "hostile-log"
	hostileWriters   kind = "hostile-writers"
	signals          kind = "signals"
	calls            kind = "calls"
	hangingCalls     kind = "hanging-calls"
	hugeBudgets      kind = "huge-budgets"
	servers          kind = "servers"
)

var kinds = []struct {
	kind kind
	text string
}{
	{hostileErrors, "errors whose methods panic, exit, loop, or return much"},
	{blockingErrors, "errors whose methods do not return"},
	{callingErrors, "errors whose methods call the app"},
	{hostileContexts, "contexts whose methods panic"},
	{blockingContexts, "contexts whose methods do not return, or end their goroutine"},
	{hostileValues, "values of panics whose methods misbehave"},
	{hostileNames, "control characters in names and errors"},
	{panics, "panics of users' functions"},
	{goexits, "runtime.Goexit in users' functions"},
	{hangs, "functions that hang whatever their context says"},
	{reenters, "functions that call the app with the context that they are given"},
	{reentersAfresh, "functions that call the app with a context of their own"},
	{doInConstructor, "Do in a constructor, with a context of its own"},
	{doInObserver, "Do in an observer"},
	{lateness, "registration after the build"},
	{lateTasks, "tasks that are added at any time"},
	{checks, "health checks"},
	{middleware, "middleware that misbehaves"},
	{observersBlock, "observers that block"},
	{observersPanic, "observers that panic or exit"},
	{observersCall, "observers that call the app"},
	{hostileLog, "a default log that blocks or panics"},
	{hostileWriters, "writers of reports that block, panic or fail"},
	{signals, "signals"},
	{calls, "calls of Do"},
	{hangingCalls, "functions given to Do that hang"},
	{hugeBudgets, "budgets of centuries"},
	{servers, "stop hooks that wait for calls of Do"},
}

// switches are the kinds that are left out.
type switches map[kind]bool

func parseSwitches(names []string) (switches, error) {
	off := switches{}
	for _, name := range names {
		known := false
		for _, k := range kinds {
			known = known || string(k.kind) == name
		}
		if !known {
			return nil, fmt.Errorf("-without %s: no such kind; these are known:\n%s", name, kindsText())
		}
		off[kind(name)] = true
	}
	return off, nil
}

// has reports whether a kind is not left out.
func (s switches) has(k kind) bool { return !s[k] }

func kindsText() string {
	var b strings.Builder
	for _, k := range kinds {
		fmt.Fprintf(&b, "  %-18s %s\n", k.kind, k.text)
	}
	return b.String()
}
