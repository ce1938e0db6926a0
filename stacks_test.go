// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
)

// crowd starts more goroutines than stacks are taken of. They wait for the end of
// the test.
func crowd(t *testing.T) {
	t.Helper()
	var all sync.WaitGroup
	end := make(chan struct{})
	for range 10_050 {
		all.Go(func() { <-end })
	}
	t.Cleanup(func() {
		close(end)
		all.Wait()
		runtime.GC() // while it frees their stacks, the next test would count them as alive
	})
}

const tooMany = `\n  no stack: 10\d\d\d goroutines; stacks are taken of 10000 at most$`

// hungHooks returns the errors of hooks in an error.
func hungHooks(err error) []*facet.HookError {
	var hook *facet.HookError
	if failure, ok := err.(*facet.Failure); ok { //nolint:errorlint // made by Stop
		var all []*facet.HookError
		for _, err := range failure.Unwrap() {
			all = append(all, hungHooks(err)...)
		}
		return all
	}
	if errors.As(err, &hook) {
		return []*facet.HookError{hook}
	}
	return nil
}

func TestStack_ofManyGoroutinesAHookHasItsNameItsLineAndTheReason(t *testing.T) {
	crowd(t)
	synctest.Test(t, func(t *testing.T) {
		app := quiet(facet.Invoke(func(lc *facet.Lifecycle) { lc.OnStop(stuckForAnHour) }))
		require.NoError(t, app.Start(t.Context()))
		var err error
		took(t, 11*time.Second, func() { err = app.Stop(t.Context()) })
		list := hungHooks(err)
		require.Len(t, list, 1)
		require.Equal(t, "stop-hung", list[0].Slug())
		require.Empty(t, list[0].Stack)
		require.Contains(t, list[0].Place.String(), "stacks_test.go:")
		require.Regexp(t, `^stop-hung: facet_test\.TestStack\S+ lifetest\.StuckForAnHour had not returned after 11s and was abandoned: .*\n  registered at stacks_test\.go:\d+`+tooMany, err.Error())
		time.Sleep(time.Hour)
	})
}

func TestStack_ofManyGoroutinesAConstructorHasItsNameItsLineAndTheReason(t *testing.T) {
	crowd(t)
	synctest.Test(t, func(t *testing.T) {
		app := quiet(facet.Invoke(func(lc *facet.Lifecycle) error { return stuckForAnHour(lc.Context()) }))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var construct *facet.ConstructError
		took(t, 2*time.Second, func() { require.ErrorAs(t, app.Build(ctx), &construct) })
		require.Empty(t, construct.Stack)
		require.Regexp(t, `^invoke-hung: facet_test\.TestStack.* declared at stacks_test\.go:\d+, registered at stacks_test\.go:\d+`+tooMany, strings.Replace(construct.Error(), "\n", "", 1))
		time.Sleep(time.Hour)
	})
}

func TestStack_ofManyGoroutinesAFunctionGivenToDoHasItsLineAndTheReason(t *testing.T) {
	crowd(t)
	synctest.Test(t, func(t *testing.T) {
		app := quiet(facet.Invoke(func() {}))
		require.NoError(t, app.Start(t.Context()))
		one := spawn(app, t.Context(), func() { time.Sleep(time.Hour) })
		list := hungHooks(app.Stop(t.Context()))
		require.Len(t, list, 1)
		require.Equal(t, "call-hung", list[0].Slug())
		require.Empty(t, list[0].Stack)
		require.Regexp(t, `\n  registered at \w+_test\.go:\d+`+tooMany, list[0].Error())
		require.NoError(t, <-one)
	})
}

func TestReport_ofManyGoroutinesHasTheReasonInPlaceOfStacks(t *testing.T) {
	crowd(t)
	synctest.Test(t, func(t *testing.T) {
		app := quiet(facet.Invoke(func(lc *facet.Lifecycle) { lc.OnStart(takes(5 * time.Second)) }))
		started := meanwhile(time.Second, func() error { return app.Start(t.Context()) })
		var b strings.Builder
		app.Report(&b)
		require.Regexp(t, `OnStart    for 1s    stacks_test\.go:\d+\n    no stack: 10\d\d\d goroutines; stacks are taken of 10000 at most\n`, b.String())
		require.NoError(t, <-started)
		require.NoError(t, app.Stop(t.Context()))
	})
}

// They are abandoned after 11 s, 11.5 s and 12 s, and each is called when the one
// before was abandoned.
func TestStack_isTakenOnceASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := quiet(facet.Invoke(func(lc *facet.Lifecycle) {
			for range 3 {
				lc.OnStop(stuckForAnHour)
			}
		}))
		require.NoError(t, app.Start(t.Context()))
		list := hungHooks(app.Stop(t.Context()))
		require.Len(t, list, 3)
		for i, stack := range []bool{true, false, true} {
			require.Equal(t, stack, strings.Contains(list[i].Stack, "StuckForAnHour"), i)
			require.Equal(t, stack, list[i].NoStack == "", i)
		}
		require.Empty(t, list[1].Stack)
		require.ErrorContains(t, list[1], "\n  no stack: stacks are taken once a second at most, and were taken 500ms before")
		time.Sleep(time.Hour)
	})
}

// What hung when the stacks were taken has its stack.
func TestStack_mayBeASecondOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := quiet(facet.Invoke(func(lc *facet.Lifecycle) {
			for range 20 {
				lc.Go("task", stuckForAnHour)
			}
			lc.OnStart(takes(5 * time.Second))
		}))
		started := meanwhile(time.Second, func() error { return app.Start(t.Context()) })
		var first, second strings.Builder
		app.Report(&first)
		time.Sleep(time.Second / 2)
		app.Report(&second)
		require.Contains(t, first.String(), ".Takes.")
		require.Contains(t, second.String(), ".Takes.")
		require.NoError(t, <-started)
		list := hungHooks(app.Stop(t.Context()))
		require.Len(t, list, 20)
		for _, hook := range list[:16] {
			require.Contains(t, hook.Stack, "StuckForAnHour")
		}
		time.Sleep(time.Hour)
	})
}
