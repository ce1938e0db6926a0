// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe_test

import (
	"fmt"
	"time"

	"github.com/facet-go/facet/observe"
)

// An app calls the observer and gives the plan: facet.New(facet.Observe(timeline.Observe), ...),
// and timeline.Times(app.Plan()).
func ExampleTimeline() {
	var timeline observe.Timeline
	at := time.Now()
	event := func(after time.Duration, e observe.Event) {
		e.Time = at.Add(after)
		timeline.Observe(e)
	}
	event(0, observe.Event{Op: observe.OpState, State: observe.StateBuilding})
	event(0, observe.Event{Op: observe.OpState, State: observe.StateStarting})
	event(0, observe.Event{Op: observe.OpStarting, Node: "example.com/orders/store.NewDB", Hook: "OnStart"})
	event(200*time.Millisecond, observe.Event{Op: observe.OpStarted, Node: "example.com/orders/store.NewDB", Hook: "OnStart"})
	event(210*time.Millisecond, observe.Event{Op: observe.OpState, State: observe.StateRunning})
	fmt.Println(timeline.Times(nil))
	// Output:
	// Up in 210 ms; 200 ms of it is store.NewDB.
	//
	// start: 210 ms; work 200 ms, up to 1 step at a time, 1.0 on average
	//
	//   critical chain: what the 210 ms consist of
	//          begin      waited        took
	//            0 s                  200 ms  store.NewDB: OnStart
	//         210 ms       10 ms              after the last step
	//
	//   blame: the own time of each component, the longest first; * is on the chain
	//         200 ms  * store.NewDB
}
