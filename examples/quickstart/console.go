// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"io"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/observe"
)

// Console shows the progress of the app on a terminal.
type Console struct {
	out io.Writer
	app *facet.App
}

// Log is the app's log. It is called with one event at a time.
func (c *Console) Log(e observe.Event) {
	switch e.Op {
	case observe.OpState:
		c.enter(e.State)
	case observe.OpSignal:
		fmt.Fprintf(c.out, "\nreceived %s\n", e.Hook)
	case observe.OpStarted, observe.OpStopped, observe.OpCleaned:
		c.step(e)
	default:
	}
}

func (c *Console) enter(s facet.State) {
	switch s {
	case facet.StateRunning:
		fmt.Fprintf(c.out, "\n%v\n%v\n", c.app.Plan(), c.app.Graph())
		if server, err := facet.Lookup[*Server](c.app); err == nil {
			fmt.Fprintf(c.out, "listening on http://%v\n", server.Addr())
		}
	case facet.StateStarting, facet.StateStopping, facet.StateStopped, facet.StateFailed:
		fmt.Fprintln(c.out, s)
	default:
	}
}

func (c *Console) step(e observe.Event) {
	outcome := e.Op.String()
	if e.Err != nil {
		outcome = "failed"
	}
	fmt.Fprintf(c.out, "  %-7s  %-15s  %-23s  %v\n", outcome, graph.ShortName(e.Node), graph.ShortName(e.Hook), e.Took.Round(time.Microsecond))
}
