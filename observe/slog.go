// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"context"
	"fmt"
	"io"
	"log"
	"log/slog"
	"strings"
)

// Slog returns an observer that writes the lines of a [Fold] to the logger that logger
// returns at that time, for example slog.Default. Use it for one app. The attribute
// "error" is a failure in one line; it wraps the error, and its own methods call none of
// that. If the text of a failure has more lines, the attribute "detail" has all of them.
func Slog(logger func() *slog.Logger) func(Event) {
	fold := &Fold{Enabled: func(level slog.Level) bool {
		return logger().Enabled(context.Background(), level)
	}}
	return func(e Event) {
		if line, ok := fold.Add(e); ok {
			writeLine(logger(), line, line.Detail())
		}
	}
}

// SlogTo is [Slog] with a logger, for facet.LogFrom.
func SlogTo(logger *slog.Logger) func(Event) {
	return Slog(func() *slog.Logger { return logger })
}

// DefaultLog returns an observer that writes the lines of a [Fold] to slog.Default. Nothing
// is written while isMuted reports true. If the handler is the one that a program has
// without slog.SetDefault, the full text of a failure follows its line as it is, instead of
// the attribute "detail", which that handler would quote. It is the log of an app that has
// no other.
func DefaultLog(isMuted func() bool) func(Event) {
	fold := &Fold{Enabled: func(level slog.Level) bool {
		return !isMuted() && slog.Default().Enabled(context.Background(), level)
	}}
	return func(e Event) {
		line, ok := fold.Add(e)
		if !ok {
			return
		}
		logger := slog.Default()
		if line.Err == nil || fmt.Sprintf("%T", logger.Handler()) != "*slog.defaultHandler" {
			writeLine(logger, line, line.Detail())
			return
		}
		writeLine(logger, line, "")
		if strings.Contains(line.Text, "\n") {
			_, _ = io.WriteString(log.Writer(), line.Text+"\n") // the writer of that handler; there is no other
		}
	}
}

func writeLine(logger *slog.Logger, line Line, detail string) {
	if err := line.Short(); err != nil {
		line.Attrs = append(line.Attrs, slog.Any("error", err))
	}
	if detail != "" {
		line.Attrs = append(line.Attrs, slog.String("detail", detail))
	}
	logger.LogAttrs(context.Background(), line.Level, "facet: "+line.Message, line.Attrs...)
}
