// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard

import (
	"sync"
	"sync/atomic"
	"time"
)

// askTimeout is the time that the methods of a user's value may take for one question.
// Each question that hangs shortens it for the next ones, down to minAskTimeout, so that
// many values whose methods never return delay an app by seconds, not by a second each.
const (
	askTimeout    = time.Second
	minAskTimeout = 10 * time.Millisecond
)

// maxHanging is the number of questions that may hang at a time. While so many hang,
// other values are not asked, so that values whose methods never return do not add a
// goroutine each.
const maxHanging = 1000

// hanging counts the questions that have not returned in time.
var hanging atomic.Int32

// Ask calls look on a new goroutine. look may call methods of users' values. It calls
// tell with what it finds, as often as it likes. Ask returns the last value given to
// tell, or fallback if there is none. A panic or runtime.Goexit ends look. If look
// takes longer than a second, its goroutine is abandoned, and later calls of tell have
// no effect. While n questions hang, the limit is a second divided by n+1, but at least
// 10 ms.
//
// Do not hold a lock: the methods may call the app.
func Ask[T any](fallback T, look func(tell func(T))) T { return ask(askTimeout, fallback, look) }

func ask[T any](limit time.Duration, fallback T, look func(tell func(T))) T {
	n := hanging.Load()
	if n >= maxHanging {
		return fallback
	}
	limit = max(limit/time.Duration(n+1), min(limit, minAskTimeout))
	var mu sync.Mutex // guards answer and late
	answer, late := fallback, false
	done := make(chan struct{})
	go func() {
		defer func() {
			_ = recover() // the answer does not change
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
