// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package zaplog

import (
	"errors"
	"log/slog"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/observe"
)

// Use provides logger as a *zap.Logger and makes the app log to it instead of slog. It
// is a registration error if logger is nil. Use the option for one app. The last of several
// Use, [facet.Log] and [facet.LogFrom] counts. If a constructor makes the logger, give
// [Observer] to facet.LogFrom instead.
func Use(logger *zap.Logger) facet.Option {
	if logger == nil {
		return facet.Error(errors.New("zaplog.Use is given a nil *zap.Logger at " + graph.Caller(1).String() +
			"; give it one, or zap.NewNop()"))
	}
	return facet.Options(facet.Value(logger, registration.LastCounts()), facet.Log(Observer(logger)))
}

// Observer returns an observer that writes the log of one app to logger, and syncs it when
// the app has ended. [Use] includes it. With facet.LogFrom(zaplog.Observer) the app logs to
// the *zap.Logger that a constructor provides.
func Observer(logger *zap.Logger) func(observe.Event) {
	// The caller and the stack that zap would add are those of facet.
	w := &writer{logger: logger.Named("facet").WithOptions(zap.WithCaller(false), zap.AddStacktrace(never{}))}
	w.fold.Enabled = func(level slog.Level) bool { return w.logger.Core().Enabled(zapLevel(level)) }
	return w.observe
}

// never is the level from which zap adds stacks.
type never struct{}

func (never) Enabled(zapcore.Level) bool { return false }

type writer struct {
	logger *zap.Logger
	fold   observe.Fold
}

func (w *writer) observe(e observe.Event) {
	if line, ok := w.fold.Add(e); ok {
		w.write(line)
	}
	if e.Op == observe.OpState && (e.State == observe.StateStopped || e.State == observe.StateFailed) {
		_ = w.logger.Sync() // terminals do not support Sync
	}
}

func (w *writer) write(line observe.Line) {
	entry := w.logger.Check(zapLevel(line.Level), line.Message)
	if entry == nil {
		return
	}
	fields := make([]zap.Field, 0, len(line.Attrs)+1)
	for _, a := range line.Attrs {
		fields = append(fields, field(a))
	}
	if err := line.Short(); err != nil {
		fields = append(fields, zap.Error(err))
	}
	entry.Stack = line.Detail()
	entry.Write(fields...)
}

// field keeps the types of numbers and durations.
func field(a slog.Attr) zap.Field {
	switch a.Value.Kind() {
	case slog.KindString:
		return zap.String(a.Key, a.Value.String())
	case slog.KindInt64:
		return zap.Int64(a.Key, a.Value.Int64())
	case slog.KindDuration:
		return zap.Duration(a.Key, a.Value.Duration())
	default:
		return zap.Any(a.Key, a.Value.Any())
	}
}

func zapLevel(level slog.Level) zapcore.Level {
	switch {
	case level < slog.LevelInfo:
		return zap.DebugLevel
	case level < slog.LevelWarn:
		return zap.InfoLevel
	case level < slog.LevelError:
		return zap.WarnLevel
	default:
		return zap.ErrorLevel
	}
}
