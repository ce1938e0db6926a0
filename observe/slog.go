// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"context"
	"log/slog"
)

// Slog returns an observer that writes the lines of a [Fold] to the logger that logger
// returns at that time, for example slog.Default. Use it for one app. The attribute
// "error" wraps the error of a failure and has its text. Its own methods call no method
// of the failure's error.
func Slog(logger func() *slog.Logger) func(Event) {
	fold := &Fold{Enabled: func(level slog.Level) bool {
		return logger().Enabled(context.Background(), level)
	}}
	return func(e Event) {
		line, ok := fold.Add(e)
		if !ok {
			return
		}
		if err := line.Said(); err != nil {
			line.Attrs = append(line.Attrs, slog.Any("error", err))
		}
		logger().LogAttrs(context.Background(), line.Level, "facet: "+line.Message, line.Attrs...)
	}
}
