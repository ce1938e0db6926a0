// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard

import (
	"sync"
	"sync/atomic"
	"time"
)

// askLimit is how long the methods of a user's value may take when they are
// asked something.
const askTimeout = time.Second

// maxHung is how many questions may hang at a time. Further values are not asked
// until one of them returns, so that values whose methods never return do not add
// a goroutine each.
const maxHanging = 1000

// hung counts the questions that have not returned in time.
var hanging atomic.Int32

// Ask calls look, which may call methods of users' values, on a goroutine of its
// own. look reports what it finds with tell, as often as it likes; Ask returns the
// last report, or fallback if there was none. A panic or runtime.Goexit ends look.
// A look that takes longer than a second is left behind, and what it reports
// later is dropped.
//
// Do not hold a lock: what look calls may call back into the app.
func Ask[T any](fallback T, look func(tell func(T))) T { return ask(askTimeout, fallback, look) }

func ask[T any](limit time.Duration, fallback T, look func(tell func(T))) T {
	if hanging.Load() >= maxHanging {
		return fallback
	}
	var mu sync.Mutex // guards answer and late
	answer, late := fallback, false
	done := make(chan struct{})
	go func() {
		defer func() {
			_ = recover() // the answer stays what it was
			mu.Lock()
			defer mu.Unlock()
			if late {
				hanging.Add(-1)
			}
			close(done)
		}()
		look(func(found T) {
			mu.Lock()
			defer mu.Unlock()
			answer = found
		})
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-done:
		return answer
	case <-timer.C:
	}
	mu.Lock()
	defer mu.Unlock()
	select {
	case <-done:
	default:
		late = true
		hanging.Add(1)
	}
	return answer
}
