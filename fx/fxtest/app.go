// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fxtest

import (
	"context"

	"go.uber.org/fx"
)

// App is an app under test. It logs to the test.
type App struct {
	*fx.App

	t TB
}

// New declares an app, and fails the test if fx.New fails.
func New(tb TB, opts ...fx.Option) *App {
	app := fx.New(append([]fx.Option{WithTestLogger(tb)}, opts...)...)
	if err := app.Err(); err != nil {
		tb.Errorf("fx.New failed: %v", err)
		tb.FailNow()
	}
	return &App{app, tb}
}

// RequireStart starts the app with its StartTimeout, and fails the test if that fails.
func (app *App) RequireStart() *App {
	ctx, cancel := context.WithTimeout(context.Background(), app.StartTimeout())
	defer cancel()
	if err := app.Start(ctx); err != nil {
		app.t.Errorf("application didn't start cleanly: %v", err)
		app.t.FailNow()
	}
	return app
}

// RequireStop stops the app with its StopTimeout, and fails the test if that fails.
func (app *App) RequireStop() {
	ctx, cancel := context.WithTimeout(context.Background(), app.StopTimeout())
	defer cancel()
	if err := app.Stop(ctx); err != nil {
		app.t.Errorf("application didn't stop cleanly: %v", err)
		app.t.FailNow()
	}
}
