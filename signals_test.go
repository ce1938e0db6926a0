// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"fmt"
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
)

func TestSignalsFrom_stopsTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		signals := make(chan os.Signal, 1)
		app := facet.New(facet.Log(nil), facet.SignalsFrom(signals))
		ended := make(chan error, 1)
		go func() { ended <- app.Run(t.Context()) }()
		synctest.Wait()
		signals <- syscall.SIGHUP // is not among Signals
		synctest.Wait()
		require.True(t, app.Running())
		signals <- syscall.SIGTERM
		require.NoError(t, <-ended)
		signals <- syscall.SIGTERM
		synctest.Wait()
		require.Len(t, signals, 1, "nothing receives after the run")
	})
}

func TestSignalsFrom_furtherSignalsShortenTheStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		signals := make(chan os.Signal)
		app := facet.New(facet.Log(nil), facet.SignalsFrom(signals), facet.Signals(syscall.SIGHUP), facet.DrainDelay(time.Minute),
			facet.Invoke(func(lc *facet.Lifecycle) { lc.OnStop(untilCancelled) }))
		ended := make(chan error, 1)
		go func() { ended <- app.Run(t.Context()) }()
		synctest.Wait()
		began := time.Now()
		for range 5 {
			select {
			case signals <- syscall.SIGHUP:
				synctest.Wait()
			case <-time.After(time.Second):
			}
		}
		var forced *facet.ForcedError
		require.ErrorAs(t, <-ended, &forced)
		require.Equal(t, syscall.SIGHUP, forced.Signal)
		require.Less(t, time.Since(began), time.Minute)
	})
}

// hostileSignal has methods that panic, and cannot be compared.
type hostileSignal []int

func (hostileSignal) String() string { panic("hostile signal") }
func (hostileSignal) Signal()        { panic("hostile signal") }

func TestSignalsFrom_ignoresForeignSignals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		signals := make(chan os.Signal, 3)
		app := facet.New(facet.Log(nil), facet.SignalsFrom(signals))
		ended := make(chan error, 1)
		go func() { ended <- app.Run(t.Context()) }()
		signals <- hostileSignal{1}
		signals <- nil
		synctest.Wait()
		require.True(t, app.Running())
		close(signals)
		synctest.Wait()
		require.True(t, app.Running())
		require.NoError(t, app.Stop(t.Context()))
		require.NoError(t, <-ended)
	})
}

func TestSignalsFrom_nilIsAProblem(t *testing.T) {
	require.ErrorContains(t, facet.New(facet.SignalsFrom(nil)).Err(), "SignalsFrom is given a nil channel")
	c := make(chan os.Signal)
	require.ErrorContains(t, facet.New(facet.SignalsFrom(c), facet.SignalsFrom(c)).Err(), "SignalsFrom")
}

func ExampleSignalsFrom() {
	signals := make(chan os.Signal, 1)
	app := facet.New(facet.Log(nil), facet.SignalsFrom(signals), facet.Invoke(func(lc *facet.Lifecycle) {
		lc.OnStart(func(context.Context) error { signals <- syscall.SIGTERM; return nil })
		lc.OnStop(func(context.Context) error { fmt.Println("stopped"); return nil })
	}))
	fmt.Println(app.Run(context.Background()))
	// Output:
	// stopped
	// <nil>
}
