// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/fx"
)

// newApp returns an app without a log that New has accepted.
func newApp(t *testing.T, opts ...fx.Option) *fx.App {
	t.Helper()
	app := fx.New(append(opts, fx.NopLogger)...)
	require.NoError(t, app.Err())
	return app
}

// newError returns the error of New.
func newError(t *testing.T, opts ...fx.Option) error {
	t.Helper()
	err := fx.New(append(opts, fx.NopLogger)...).Err()
	require.Error(t, err)
	return err
}

// runOnce starts and stops an app.
func runOnce(t *testing.T, app *fx.App) {
	t.Helper()
	require.NoError(t, app.Start(t.Context()))
	require.NoError(t, app.Stop(t.Context()))
}

// record returns a hook that appends its names to a list.
func record(order *[]string, name string) fx.Hook {
	return fx.Hook{
		OnStart: func(context.Context) error { *order = append(*order, "start "+name); return nil },
		OnStop:  func(context.Context) error { *order = append(*order, "stop "+name); return nil },
	}
}
