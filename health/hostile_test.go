// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health_test

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/health"
	"github.com/facet-go/facet/internal/hostile"
)

func TestHostile_aProbeAnswersInTimeWhateverTheErrorsOfChecksDo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for kind, err := range hostile.Errors(t) {
			w := newWorld()
			w.cache = fails(err)
			app := w.app()
			require.NoError(t, app.Start(t.Context()))
			for _, timeout := range []time.Duration{0, time.Second / 2, time.Minute} {
				for _, withhold := range []bool{false, true} {
					opts := []health.HandlerOption{health.Timeout(timeout)}
					if withhold {
						opts = append(opts, health.WithholdReasons())
					}
					began := time.Now()
					body := get(health.Handler(app, opts...), "/readyz").Body.String()
					limit := timeout
					if timeout == 0 {
						limit = time.Second
					}
					require.LessOrEqual(t, time.Since(began), limit, kind)
					require.Contains(t, body, "[-]health_test.newCache/ping failed: ", kind)
					requireOneLineEach(t, body)
					hasText := kind != "blocking" && kind != "panicking" && kind != "typed nil" && kind != "exiting"
					switch name := reflect.TypeOf(err).String(); {
					case withhold:
						require.NotContains(t, body, name, kind)
						require.Contains(t, body, "reason withheld", kind)
					case !hasText:
						require.Contains(t, body, name, kind)
					}
					time.Sleep(time.Minute) // until the text is known or its timeout is over
				}
			}
			require.NoError(t, app.Stop(t.Context()), kind)
		}
	})
}

func TestHostile_anErrorIsAskedOnce(t *testing.T) {
	w := newWorld()
	asked := 0
	w.cache = fails(&hostile.Calling{Call: func() { asked++ }})
	app := started(t, w.app())
	r := health.Check(t.Context(), app)
	once := asked
	require.Contains(t, r.Err().Error(), "called")
	get(health.Handler(app), "/readyz")
	require.Equal(t, 2*once, asked, "only while a check runs")
}

func TestHostile_anErrorMayAskTheApp(t *testing.T) {
	w := newWorld()
	var app *facet.App
	w.cache = fails(&hostile.Calling{Call: func() {
		app.State()
		app.Graph()
		health.Check(context.Background(), app, health.Timeout(time.Millisecond))
	}})
	app = started(t, w.app())
	require.False(t, health.Check(t.Context(), app).Ready)
}

func TestHostile_theContextOfTheAskerMayMisbehave(t *testing.T) {
	app := started(t, newWorld().app())
	for _, how := range []func(){func() { panic("hostile") }, func() {}} {
		r := health.Check(&hostile.Context{Context: t.Context(), How: how}, app)
		require.NoError(t, r.Err())
	}
	require.NoError(t, health.Check(nil, app).Err()) //nolint:staticcheck // as the contract says
}

// requireOneLineEach fails if a line of a response is not one of facet's.
func requireOneLineEach(t *testing.T, body string) {
	t.Helper()
	for line := range strings.SplitSeq(strings.TrimSuffix(body, "\n"), "\n") {
		require.Regexp(t, `^(\[[+-]\]|warn: |readyz check (passed|failed)$)`, line)
	}
}
