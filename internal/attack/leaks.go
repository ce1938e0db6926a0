// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package main

import (
	"fmt"
	"math"
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
// exceed the maximum of the first samples plus an allowance. Types that package reflect
// makes are left out: it keeps them for the life of the process, and each life has new
// signatures, unlike a program.
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
	held := m.HeapAlloc - min(m.HeapAlloc, typeBytes())
	if h.samples++; h.samples <= samplesAtFirst {
		h.baseline = max(h.baseline, held)
		return nil
	}
	if h.above++; held <= h.baseline+allowance {
		h.above = 0
	}
	if h.above < 3 {
		return nil
	}
	return &finding{rule: "memory", text: fmt.Sprintf("the heap holds %d MB after %d lives, and held %d MB at first", held>>20, n+1, h.baseline>>20)}
}

// typeBytes estimates the memory of the types and signatures that package reflect keeps,
// from the samples of the memory profile.
func typeBytes() uint64 {
	n, _ := runtime.MemProfile(nil, false)
	records := make([]runtime.MemProfileRecord, n+100)
	n, _ = runtime.MemProfile(records, false)
	total := 0.0
	for _, r := range records[:n] {
		if !isOfTypes(r.Stack()) || r.InUseObjects() == 0 {
			continue
		}
		size := float64(r.InUseBytes()) / float64(r.InUseObjects())
		sampled := 1 - math.Exp(-size/float64(runtime.MemProfileRate))
		total += float64(r.InUseBytes()) / sampled
	}
	return uint64(total)
}

// isOfTypes reports whether a stack is of a function that makes types.
func isOfTypes(stack []uintptr) bool {
	frames := runtime.CallersFrames(stack)
	for {
		frame, more := frames.Next()
		switch frame.Function {
		case "reflect.FuncOf", "reflect.StructOf", "reflect.ArrayOf", "reflect.SliceOf", "reflect.MapOf", "reflect.funcLayout", "reflect.(*rtype).ptrTo":
			return true
		}
		if !more {
			return false
		}
	}
}
