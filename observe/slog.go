// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"context"
	"log/slog"
)

// Slog returns an observer that writes what [Fold] makes to the logger that
// logger returns at the time; slog.Default is one. It is for one app.
func Slog(logger func() *slog.Logger) func(Event) {
	fold := &Fold{Enabled: func(level slog.Level) bool {
		return logger().Enabled(context.Background(), level)
	}}
	return func(e Event) {
		line, ok := fold.Add(e)
		if !ok {
			return
		}
		if line.Err != nil {
			line.Attrs = append(line.Attrs, slog.Any("error", line.Err))
		}
		logger().LogAttrs(context.Background(), line.Level, "facet: "+line.Message, line.Attrs...)
	}
}
