// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package fxevent has the events that an app of go.uber.org/fx reports, and loggers that
// write them.
//
// The names and fields are those of fx v1.24.0. A logger is given to an app by
// fx.WithLogger; the default is a [ConsoleLogger] on standard error.
package fxevent
