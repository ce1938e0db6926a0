// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Command worker processes jobs of a queue. Its connection breaks, and the task that reads
// from the queue is called again; after too many failures at once the program ends with an
// error.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
)

// Config says how often the connection breaks.
type Config struct{ Broken int }

// Queue gives jobs.
type Queue struct {
	config Config
	calls  atomic.Int64
}

// NewQueue returns a queue that is closed when the app stops.
func NewQueue(lc *facet.Lifecycle, config Config) *Queue {
	lc.OnStop(func(context.Context) error { fmt.Println("queue closed"); return nil }, hooks.Name("close"))
	return &Queue{config: config}
}

var errBroken = errors.New("the connection to the queue is broken")

// Receive calls handle for each job, until ctx ends or the connection breaks.
func (q *Queue) Receive(ctx context.Context, handle func(job int)) error {
	if int(q.calls.Add(1)) <= q.config.Broken {
		return errBroken
	}
	for job := 1; ; job++ {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Millisecond):
			handle(job)
		}
	}
}

// Worker handles jobs.
type Worker struct{ handled atomic.Int64 }

// NewWorker receives from queue as long as the app runs.
func NewWorker(lc *facet.Lifecycle, queue *Queue) *Worker {
	w := &Worker{}
	lc.Go("receive", hooks.Restarting(hooks.Restart{Budget: 3, Backoff: time.Millisecond}, func(ctx context.Context) error {
		return queue.Receive(ctx, func(job int) {
			if w.handled.Add(1) == 1 {
				fmt.Println("first job", job)
			}
		})
	}))
	return w
}

func main() {
	broken := flag.Int("broken", 2, "how many connections break")
	flag.Parse()
	facet.Main(
		facet.Supply(Config{Broken: *broken}),
		facet.Provide(NewQueue, NewWorker),
		facet.Invoke(func(*Worker) {}),
	)
}
