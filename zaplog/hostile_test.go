// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package zaplog_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/internal/hostile"
	"github.com/facet-go/facet/observe"
	"github.com/facet-go/facet/zaplog"
)

// around returns an error in the forms in which it reaches a log.
func around(err error) []error {
	return []error{
		err, errors.Join(errBoom, err),
		&facet.HookError{Component: "a", Hook: "open", Phase: "start", Err: err},
	}
}

func TestObserver_hostileErrorsAreWritten(t *testing.T) {
	for kind := range hostile.Errors(t) {
		synctest.Test(t, func(t *testing.T) {
			for _, err := range around(hostile.Errors(t)[kind]) {
				var out bytes.Buffer
				log := zaplog.Observer(zap.New(zapcore.NewCore(zapcore.NewJSONEncoder(zap.NewProductionEncoderConfig()), zapcore.AddSync(&out), zap.InfoLevel)))
				for _, op := range []observe.Op{observe.OpStarted, observe.OpWarning, observe.OpResult} {
					out.Reset()
					began := time.Now()
					log(observe.Event{Op: op, Err: err, Time: time.Now()})
					require.Less(t, time.Since(began), time.Second, kind)
					var line map[string]any
					require.NoError(t, json.Unmarshal(out.Bytes(), &line), kind)
					require.True(t, line["error"] != nil || line["cause"] != nil, "%s: %s", kind, out.String())
				}
			}
		})
	}
}

func TestObserver_nilErrorsOfFacetAreWritten(t *testing.T) {
	var hook *facet.HookError
	var construct *facet.ConstructError
	var problem *facet.Problem
	for _, err := range []error{hook, construct, problem, &facet.HookError{}} {
		var out bytes.Buffer
		log := zaplog.Observer(zap.New(zapcore.NewCore(zapcore.NewJSONEncoder(zap.NewProductionEncoderConfig()), zapcore.AddSync(&out), zap.InfoLevel)))
		log(observe.Event{Op: observe.OpStopped, Err: err})
		require.Contains(t, out.String(), "stop failed", "%T", err)
	}
}

func TestObserver_theCauseIsFoundInTheField(t *testing.T) {
	got := logged(t, zap.InfoLevel, facet.Provide(newDB), facet.Invoke(failToStart))
	for _, f := range got[0].Context {
		if f.Key == "error" {
			err, ok := f.Interface.(error)
			require.True(t, ok)
			require.ErrorIs(t, err, errBoom)
		}
	}
}
