// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// checkNothingRemains checks that no goroutine of facet or of its users is left. All
// hanging functions have been released.
func (l *life) checkNothingRemains() {
	var left []string
	for end := time.Now().Add(l.slack()); ; {
		left = slices.DeleteFunc(stacks(), func(stack string) bool {
			return !strings.Contains(stack, "github.com/facet-go/facet") && !strings.Contains(stack, "go.uber.org/dig") ||
				strings.Contains(stack, "main.live") || strings.Contains(stack, "main.(*life).watchCalls(")
		})
		if len(left) == 0 {
			return
		}
		if time.Now().After(end) {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	l.fail(&finding{rule: "goroutine-leak", text: fmt.Sprintf("%d goroutines remain after the life\n%s", len(left), summary(left))})
}

func stackOfPanic() string { return string(debug.Stack()) }

// The heap is measured after every livesPerSample lives. Three samples in sequence must not
// exceed the maximum of the first samples plus an allowance.
const (
	livesPerSample = 25
	samplesAtFirst = 4
	allowance      = 48 << 20
)

// heap checks that the lives of an app leak no memory.
type heap struct {
	baseline uint64 // the maximum of the first samples
	samples  int
	above    int
}

func (h *heap) sample(n uint64) *finding {
	if n%livesPerSample != livesPerSample-1 {
		return nil
	}
	runtime.GC()
	runtime.GC() // frees the garbage of finalizers and pools
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if h.samples++; h.samples <= samplesAtFirst {
		h.baseline = max(h.baseline, m.HeapAlloc)
		return nil
	}
	if h.above++; m.HeapAlloc <= h.baseline+allowance {
		h.above = 0
	}
	if h.above < 3 {
		return nil
	}
	return &finding{rule: "memory", text: fmt.Sprintf("the heap holds %d MB after %d lives, and held %d MB at first", m.HeapAlloc>>20, n+1, h.baseline>>20)}
}
