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

// nothingRemains checks that no goroutine of facet or of its users is left. All
// that hung has been released.
func (l *life) nothingRemains() {
	var left []string
	for end := time.Now().Add(l.slack()); ; {
		left = slices.DeleteFunc(stacks(), func(stack string) bool {
			return !strings.Contains(stack, "github.com/facet-go/facet") && !strings.Contains(stack, "go.uber.org/dig") ||
				strings.Contains(stack, "main.live") || strings.Contains(stack, "main.(*life).guard(")
		})
		if len(left) == 0 {
			return
		}
		if time.Now().After(end) {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	l.tell(&finding{rule: "goroutine-leak", text: fmt.Sprintf("%d goroutines remain after the life\n%s", len(left), summary(left))})
}

func stackOfPanic() string { return string(debug.Stack()) }

// How the heap is looked at: after each so many lives, three of which in a row must
// not hold more than the most that was seen among the first, and an allowance.
const (
	livesPerSample = 25
	samplesAtFirst = 4
	allowance      = 48 << 20
)

// heap watches what lives leave behind.
type heap struct {
	most    uint64 // at first
	samples int
	above   int
}

func (h *heap) lived(n uint64) *finding {
	if n%livesPerSample != livesPerSample-1 {
		return nil
	}
	runtime.GC()
	runtime.GC() // what finalizers and pools held
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if h.samples++; h.samples <= samplesAtFirst {
		h.most = max(h.most, m.HeapAlloc)
		return nil
	}
	if h.above++; m.HeapAlloc <= h.most+allowance {
		h.above = 0
	}
	if h.above < 3 {
		return nil
	}
	return &finding{rule: "memory", text: fmt.Sprintf("the heap holds %d MB after %d lives, and held %d MB at first", m.HeapAlloc>>20, n+1, h.most>>20)}
}
