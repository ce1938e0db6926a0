// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package bounded

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

// use is the number and the memory of the processes of a group.
type use struct {
	processes int
	resident  int64 // bytes
}

// usage reads /proc, while processes may start and end.
func usage(group int) use {
	var sum use
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return sum
	}
	for _, path := range stats {
		data, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		// The name of the program is in parentheses and may contain anything. After it
		// come the state, the parent, the group; the resident pages are the 22nd.
		fields := strings.Fields(string(data[bytes.LastIndexByte(data, ')')+1:]))
		if len(fields) < 22 || fields[2] != strconv.Itoa(group) || fields[0] == "Z" {
			continue
		}
		pages, err := strconv.ParseInt(fields[21], 10, 64)
		if err != nil {
			continue
		}
		sum.processes++
		sum.resident += pages * int64(os.Getpagesize())
	}
	return sum
}

// starved reports whether the output of a program says that an allocation failed.
func starved(output string) bool {
	for _, words := range []string{"runtime: out of memory", "runtime: cannot allocate memory", "cannot allocate memory", "Out of space"} {
		if strings.Contains(output, words) {
			return true
		}
	}
	return false
}

// head is a writer that keeps only the first bytes.
type head struct {
	limit int

	mu  sync.Mutex // guards the field below
	buf bytes.Buffer
}

func (h *head) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.buf.Write(p[:min(len(p), h.limit-h.buf.Len())])
	return len(p), nil
}

func (h *head) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.buf.String()
}
