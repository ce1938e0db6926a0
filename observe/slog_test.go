// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/internal/golden"
	"github.com/facet-go/facet/observe"
)

// textLogger writes lines without their time.
func textLogger(b *bytes.Buffer, level slog.Level) *slog.Logger {
	return slog.New(slog.NewTextHandler(b, &slog.HandlerOptions{Level: level, ReplaceAttr: untimed}))
}

func untimed(_ []string, a slog.Attr) slog.Attr {
	if a.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return a
}

func TestSlog_writesTheLinesOfAFold(t *testing.T) {
	var b bytes.Buffer
	logger := textLogger(&b, slog.LevelDebug)
	log := observe.Slog(func() *slog.Logger { return logger })
	for _, e := range newScript().up().down(errBoom).result(errBoom).events {
		log(e)
	}
	golden.Equal(t, "slog.txt", b.String())
}

func TestSlog_asksForTheLoggerEachTime(t *testing.T) {
	var first, second bytes.Buffer
	logger := textLogger(&first, slog.LevelInfo)
	log := observe.Slog(func() *slog.Logger { return logger })
	events := newScript().up().down(nil).result(nil).events
	for _, e := range events {
		if e.State == observe.StateDraining {
			logger = textLogger(&second, slog.LevelInfo)
		}
		log(e)
	}
	require.Contains(t, first.String(), "facet: app started")
	require.NotContains(t, first.String(), "level=DEBUG")
	require.Contains(t, second.String(), "facet: app stopped")
}

func ExampleSlog() {
	logger := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: untimed}))
	log := observe.Slog(func() *slog.Logger { return logger })

	began := time.Now()
	log(observe.Event{Op: observe.OpState, State: observe.StateBuilding, Time: began})
	log(observe.Event{Op: observe.OpStarted, Node: "store.NewDB", Hook: "open", Took: 40 * time.Millisecond})
	log(observe.Event{Op: observe.OpState, State: observe.StateRunning, Time: began.Add(time.Second)})
	// Output:
	// level=INFO msg="facet: app started" took=1s hooks=1 slowest="store.NewDB: open" slowest_took=40ms
}

func ExampleStream() {
	stream := observe.NewStream(nil, func(e observe.Event) { fmt.Println(e.Seq, e.Op, e.Node) })
	stream.Emit(observe.Event{Op: observe.OpStarting, Node: "store.NewDB"})
	stream.Emit(observe.Event{Op: observe.OpStarted, Node: "store.NewDB"})
	// Output:
	// 1 starting store.NewDB
	// 2 started store.NewDB
}

func ExampleFold() {
	var fold observe.Fold
	line, ok := fold.Add(observe.Event{Op: observe.OpStarting, Node: "store.NewDB", Hook: "open"})
	fmt.Println(ok, line.Level, line.Message, line.Attrs)
	// Output:
	// true DEBUG starting [component=store.NewDB hook=open]
}
