// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package callstack takes the stacks of the calls that register something, and names
// functions.
package callstack

import (
	"fmt"
	"io"
	"net/url"
	"reflect"
	"runtime"
	"strings"
)

// Frame is one function on a stack.
type Frame struct {
	Function string // with the path of its package
	File     string
	Line     int
}

// String returns the function, and the file and the line in parentheses.
func (f Frame) String() string { return fmt.Sprintf("%s (%s:%d)", f.Function, f.File, f.Line) }

// Stack holds frames, the innermost first.
type Stack []Frame

// maxDepth is the number of frames that Take returns at most.
const maxDepth = 8

// Take returns the stack of its caller without the innermost skip functions.
func Take(skip int) Stack {
	var counters [maxDepth]uintptr
	n := runtime.Callers(skip+2, counters[:])
	frames := runtime.CallersFrames(counters[:n])
	stack := make(Stack, 0, n)
	for more := n > 0; more; {
		var f runtime.Frame
		f, more = frames.Next()
		stack = append(stack, Frame{readable(f.Function), f.File, f.Line})
	}
	return stack
}

// Top returns the innermost frame in one line, or "unknown".
func (s Stack) Top() string {
	if len(s) == 0 {
		return "unknown"
	}
	return s[0].String()
}

// Strings returns each frame in one line.
func (s Stack) Strings() []string {
	lines := make([]string, len(s))
	for i, f := range s {
		lines[i] = f.String()
	}
	return lines
}

// Format writes the frames in one line with %v, and with %+v each in two lines, as a
// panic does.
func (s Stack) Format(w fmt.State, _ rune) {
	if !w.Flag('+') {
		_, _ = io.WriteString(w, strings.Join(s.Strings(), "; "))
		return
	}
	for _, f := range s {
		_, _ = fmt.Fprintf(w, "%s\n\t%s:%d\n", f.Function, f.File, f.Line)
	}
}

// FuncName returns the full name of a function followed by "()". Another value it
// formats.
func FuncName(f any) string {
	v := reflect.ValueOf(f)
	if v.Kind() != reflect.Func {
		return fmt.Sprint(f)
	}
	if v.IsNil() {
		return "n/a"
	}
	return readable(runtime.FuncForPC(v.Pointer()).Name()) + "()"
}

// readable undoes the escapes in the path of a package, and cuts what comes before a
// vendor folder.
func readable(function string) string {
	if plain, err := url.PathUnescape(function); err == nil {
		function = plain
	}
	if at := strings.Index(function, "/vendor/"); at >= 0 {
		function = function[at+1:]
	}
	return function
}
