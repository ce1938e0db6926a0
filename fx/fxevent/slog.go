// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fxevent

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
)

// SlogLogger writes events to a logger of log/slog. It must not be configured while it is
// in use.
type SlogLogger struct {
	Logger *slog.Logger

	ctx        context.Context //nolint:containedctx // of UseContext
	level      slog.Level
	errorLevel *slog.Level // nil is slog.LevelError
}

// UseContext sets the context of all entries.
func (l *SlogLogger) UseContext(ctx context.Context) { l.ctx = ctx }

// UseLogLevel sets the level of entries that are no errors. The default is
// slog.LevelInfo.
func (l *SlogLogger) UseLogLevel(level slog.Level) { l.level = level }

// UseErrorLevel sets the level of errors. The default is slog.LevelError.
func (l *SlogLogger) UseErrorLevel(level slog.Level) { l.errorLevel = &level }

// LogEvent writes the entries of an event.
func (l *SlogLogger) LogEvent(e Event) {
	ctx := l.ctx
	if ctx == nil {
		ctx = context.Background()
	}
	for _, entry := range entriesOf(e) {
		level := l.level
		if entry.isError {
			level = slog.LevelError
			if l.errorLevel != nil {
				level = *l.errorLevel
			}
		}
		attrs := make([]slog.Attr, len(entry.fields))
		for i, f := range entry.fields {
			attrs[i] = slogAttr(f)
		}
		l.Logger.LogAttrs(ctx, level, entry.message, attrs...)
	}
}

// slogAttr returns a field as slog has it: a list is a group with the positions as keys.
func slogAttr(f field) slog.Attr {
	switch v := f.value.(type) {
	case string:
		return slog.String(f.key, v)
	case bool:
		return slog.Bool(f.key, v)
	case error:
		return slog.String(f.key, v.Error())
	case []string:
		list := make([]any, len(v))
		for i, s := range v {
			list[i] = slog.String(strconv.Itoa(i), s)
		}
		return slog.Group(f.key, list...)
	default:
		return slog.String(f.key, fmt.Sprint(v))
	}
}
