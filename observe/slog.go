// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"context"
	"log/slog"
)

// Slog returns an observer that writes what [Fold] makes to the logger that
// logger returns at the time; slog.Default is one. It is for one app. The attribute
// "error" is an error that says what the failure said when it happened, and wraps
// it; its own methods call none of the failure's.
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
