// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard

import (
	"bytes"
	"runtime"
	"strconv"
	"time"
)

// GoroutineID returns the number of the calling goroutine in stack dumps. It takes
// microseconds: call it once per goroutine.
func GoroutineID() uint64 {
	var buf [64]byte
	head := bytes.TrimPrefix(buf[:runtime.Stack(buf[:], false)], []byte("goroutine "))
	digits, _, _ := bytes.Cut(head, []byte(" "))
	id, _ := strconv.ParseUint(string(digits), 10, 64)
	return id
}

// maxDump limits the memory of a dump of all goroutines.
const maxDump = 64 << 20

// Dump is the state of all goroutines at one moment. It does not change: its methods
// are safe for concurrent use.
type Dump struct {
	began    time.Time               // before it was taken
	stacks   map[uint64][]byte       // by goroutine
	labelled map[string][]Goroutines // by component
}

// TakeDump dumps all goroutines. It stops the world for a moment. Do not hold a lock. A
// [Dumper] limits the dumps of an app.
func TakeDump() *Dump {
	d := &Dump{began: time.Now(), stacks: map[uint64][]byte{}}
	for block := range bytes.SplitSeq(dump(), []byte("\n\n")) {
		if rest, ok := bytes.CutPrefix(block, []byte("goroutine ")); ok {
			digits, _, _ := bytes.Cut(rest, []byte(" "))
			if id, err := strconv.ParseUint(string(digits), 10, 64); err == nil {
				d.stacks[id] = block
			}
		}
	}
	d.labelled = byComponent(Profile())
	return d
}

// Stack returns the stack of the goroutine with that number, or "" if there is none.
func (d *Dump) Stack(id uint64) string {
	return userFrames(string(bytes.TrimSpace(d.stacks[id])))
}

// dump begins with a buffer that is usually large enough. If it is not, the whole dump
// is taken again, with the world stopped.
func dump() []byte {
	const usual = 2 << 10 // bytes of a stack
	for size := min(max(1<<16, runtime.NumGoroutine()*usual), maxDump); ; size *= 2 {
		buf := make([]byte, size)
		if n := runtime.Stack(buf, true); n < size || size >= maxDump {
			return buf[:n]
		}
	}
}
