// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fxevent

import (
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

// ZapLogger writes events to a logger of zap. It must not be configured while it is in
// use.
type ZapLogger struct {
	Logger *zap.Logger

	level      zapcore.Level
	errorLevel *zapcore.Level // nil is zapcore.ErrorLevel
}

// UseLogLevel sets the level of entries that are no errors. The default is
// zapcore.InfoLevel.
func (l *ZapLogger) UseLogLevel(level zapcore.Level) { l.level = level }

// UseErrorLevel sets the level of errors. The default is zapcore.ErrorLevel.
func (l *ZapLogger) UseErrorLevel(level zapcore.Level) { l.errorLevel = &level }

// LogEvent writes the entries of an event.
func (l *ZapLogger) LogEvent(e Event) {
	for _, entry := range entriesOf(e) {
		level := l.level
		if entry.isError {
			level = zapcore.ErrorLevel
			if l.errorLevel != nil {
				level = *l.errorLevel
			}
		}
		fields := make([]zap.Field, len(entry.fields))
		for i, f := range entry.fields {
			fields[i] = zapField(f)
		}
		l.Logger.Log(level, entry.message, fields...)
	}
}

// zapField returns a field as zap has it.
func zapField(f field) zap.Field {
	switch v := f.value.(type) {
	case string:
		return zap.String(f.key, v)
	case bool:
		return zap.Bool(f.key, v)
	case error:
		return zap.NamedError(f.key, v)
	case []string:
		return zap.Strings(f.key, v)
	default:
		return zap.Any(f.key, v)
	}
}
