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

// Stack returns the stack of the goroutine with that number, or "" if it has
// ended. It stops the world for a moment.
func Stack(id uint64) string {
	head := []byte("goroutine " + strconv.FormatUint(id, 10) + " ")
	for block := range bytes.SplitSeq(dump(), []byte("\n\n")) {
		if bytes.HasPrefix(block, head) {
			return userFrames(string(bytes.TrimSpace(block)))
		}
	}
	return ""
}

func dump() []byte {
	for size := 1 << 16; ; size *= 2 {
		buf := make([]byte, size)
		if n := runtime.Stack(buf, true); n < size || size >= maxDump {
			return buf[:n]
		}
	}
}
