// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"context"
	"fmt"
	"io"
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

// DefaultLog returns an observer that writes the lines of a [Fold] to slog.Default, for
// people and for machines. If the handler of that is the default one or a
// *slog.TextHandler, the full text of a failure goes to stderr instead of the attribute
// "detail", because these handlers quote it. It is the log of an app that has no other.
func DefaultLog(stderr io.Writer) func(Event) {
	fold := &Fold{Enabled: func(level slog.Level) bool {
		return slog.Default().Enabled(context.Background(), level)
	}}
	return func(e Event) {
		line, ok := fold.Add(e)
		if !ok {
			return
		}
		logger := slog.Default()
		if line.Err == nil || keepsLines(logger.Handler()) {
			writeLine(logger, line, line.Detail())
			return
		}
		writeLine(logger, line, "")
		if strings.Contains(line.Text, "\n") {
			_, _ = io.WriteString(stderr, line.Text+"\n") // there is no other place to write to
		}
	}
}

// keepsLines reports whether a handler can write a text of several lines so that people
// can read it, or hands it on. The two text handlers of package slog quote it.
func keepsLines(h slog.Handler) bool {
	name := fmt.Sprintf("%T", h)
	return name != "*slog.defaultHandler" && name != "*slog.TextHandler"
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
