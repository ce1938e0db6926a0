// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard

import (
	"bytes"
	"runtime"
	"strconv"
)

// GoroutineID returns the number that names the calling goroutine in stack
// dumps. It costs microseconds: ask once per goroutine.
func GoroutineID() uint64 {
	var buf [64]byte
	head := bytes.TrimPrefix(buf[:runtime.Stack(buf[:], false)], []byte("goroutine "))
	digits, _, _ := bytes.Cut(head, []byte(" "))
	id, _ := strconv.ParseUint(string(digits), 10, 64)
	return id
}

// maxDump bounds the memory that a dump of all goroutines may take.
const maxDump = 64 << 20

// Dump is what all goroutines were doing at a moment. It is not safe for
// concurrent use.
type Dump struct {
	stacks  []byte
	profile string // taken when it is first asked for
}

// TakeDump looks at all goroutines. It stops the world for a moment: take one for
// all that is to be told, not under a lock.
func TakeDump() *Dump { return &Dump{stacks: dump()} }

// Stack returns the stack of the goroutine with that number, or "" if it has
// ended. It stops the world for a moment.
func Stack(id uint64) string { return TakeDump().Stack(id) }

// Stack returns the stack of the goroutine with that number, or "" if there was
// none.
func (d *Dump) Stack(id uint64) string {
	head := []byte("goroutine " + strconv.FormatUint(id, 10) + " ")
	for block := range bytes.SplitSeq(d.stacks, []byte("\n\n")) {
		if bytes.HasPrefix(block, head) {
			return userFrames(string(bytes.TrimSpace(block)))
		}
	}
	return ""
}

// dump begins with a buffer that most likely suffices: what does not fit is looked
// at all the same, with the world stopped.
func dump() []byte {
	const usual = 2 << 10 // bytes of a stack
	for size := min(max(1<<16, runtime.NumGoroutine()*usual), maxDump); ; size *= 2 {
		buf := make([]byte, size)
		if n := runtime.Stack(buf, true); n < size || size >= maxDump {
			return buf[:n]
		}
	}
}
