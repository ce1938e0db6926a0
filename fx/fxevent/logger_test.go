// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fxevent_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/fx/fxevent"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"
)

// events has one event of each kind, most of them with an error.
func events() []fxevent.Event {
	err := errors.New("no")
	return []fxevent.Event{
		&fxevent.Provided{ConstructorName: "NewDB()", OutputTypeNames: []string{"*DB", "*Pool"}, ModuleName: "store", Private: true, StackTrace: []string{"main"}},
		&fxevent.Supplied{TypeName: "int", Err: err},
		&fxevent.Replaced{OutputTypeNames: []string{"int"}},
		&fxevent.Decorated{DecoratorName: "Decorate()", OutputTypeNames: []string{"*DB"}},
		&fxevent.BeforeRun{Name: "NewDB()", Kind: "provide"},
		&fxevent.Run{Name: "NewDB()", Kind: "provide", Runtime: time.Second},
		&fxevent.Invoking{FunctionName: "main.func1()", ModuleName: "store"},
		&fxevent.Invoked{FunctionName: "main.func1()", Err: err, Trace: "main\n"},
		&fxevent.Invoked{FunctionName: "main.func2()"},
		&fxevent.OnStartExecuting{FunctionName: "Open()", CallerName: "NewDB"},
		&fxevent.OnStartExecuted{FunctionName: "Open()", CallerName: "NewDB", Runtime: time.Second},
		&fxevent.OnStopExecuting{FunctionName: "Close()", CallerName: "NewDB"},
		&fxevent.OnStopExecuted{FunctionName: "Close()", CallerName: "NewDB", Runtime: time.Second, Err: err},
		&fxevent.Started{},
		&fxevent.Stopping{Signal: os.Interrupt},
		&fxevent.Stopped{Err: err},
		&fxevent.RollingBack{StartErr: err},
		&fxevent.RolledBack{},
		&fxevent.LoggerInitialized{ConstructorName: "NewLogger()"},
	}
}

func TestConsoleLogger_writesLines(t *testing.T) {
	var out bytes.Buffer
	log := &fxevent.ConsoleLogger{W: &out}
	for _, e := range events() {
		log.LogEvent(e)
	}
	require.Equal(t, strings.ReplaceAll(`[Fx] PROVIDE (PRIVATE)|*DB <= NewDB() from module "store"
[Fx] PROVIDE (PRIVATE)|*Pool <= NewDB() from module "store"
[Fx] ERROR|Failed to supply int: no
[Fx] REPLACE|int
[Fx] DECORATE|*DB <= Decorate()
[Fx] BEFORE RUN|provide: NewDB()
[Fx] RUN|provide: NewDB() in 1s
[Fx] INVOKE||main.func1() from module "store"
[Fx] ERROR||fx.Invoke(main.func1()) called from:
main
Failed: no
[Fx] HOOK OnStart||Open() executing (caller: NewDB)
[Fx] HOOK OnStart||Open() called by NewDB ran successfully in 1s
[Fx] HOOK OnStop||Close() executing (caller: NewDB)
[Fx] HOOK OnStop||Close() called by NewDB failed in 1s: no
[Fx] RUNNING
[Fx] INTERRUPT
[Fx] ERROR||Failed to stop cleanly: no
[Fx] ERROR||Start failed, rolling back: no
[Fx] LOGGER|Initialized custom logger from NewLogger()
`, "|", "\t"), out.String())
}

func TestLoggers_ofSlogAndZapWriteTheSame(t *testing.T) {
	var out bytes.Buffer
	slogLogger := &fxevent.SlogLogger{Logger: slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))}
	core, entries := observer.New(zap.DebugLevel)
	zapLogger := &fxevent.ZapLogger{Logger: zap.New(core)}
	for _, e := range events() {
		out.Reset()
		slogLogger.LogEvent(e)
		zapLogger.LogEvent(e)
		lines := strings.SplitAfter(out.String(), "\n")
		for i, entry := range entries.TakeAll() {
			require.Contains(t, lines[i], "level="+entry.Level.CapitalString())
			require.Contains(t, lines[i], entry.Message)
			for key := range entry.ContextMap() {
				if key != "moduletrace" && key != "stacktrace" { // an empty group is no part of a line
					require.Contains(t, lines[i], key)
				}
			}
		}
		require.Empty(t, lines[len(lines)-1])
	}
}

type ctxKey struct{}

func TestSlogLogger_usesLevelsAndContext(t *testing.T) {
	h := &handler{}
	log := &fxevent.SlogLogger{Logger: slog.New(h)}
	log.UseLogLevel(slog.LevelDebug)
	log.UseErrorLevel(slog.LevelWarn)
	log.UseContext(context.WithValue(t.Context(), ctxKey{}, "of the app"))
	log.LogEvent(&fxevent.Started{})
	log.LogEvent(&fxevent.Stopped{Err: errors.New("no")})
	require.Equal(t, []slog.Level{slog.LevelDebug, slog.LevelWarn}, h.levels)
	require.Equal(t, "of the app", h.ctx.Value(ctxKey{}))
}

type handler struct {
	slog.Handler
	levels []slog.Level
	ctx    context.Context //nolint:containedctx // of the last entry
}

func (h *handler) Enabled(context.Context, slog.Level) bool { return true }

func (h *handler) Handle(ctx context.Context, r slog.Record) error {
	h.levels, h.ctx = append(h.levels, r.Level), ctx
	return nil
}

func TestZapLogger_usesLevels(t *testing.T) {
	core, entries := observer.New(zap.DebugLevel)
	log := &fxevent.ZapLogger{Logger: zap.New(core)}
	log.UseLogLevel(zap.DebugLevel)
	log.UseErrorLevel(zap.WarnLevel)
	log.LogEvent(&fxevent.Started{})
	log.LogEvent(&fxevent.Stopped{Err: errors.New("no")})
	var levels []zapcore.Level
	for _, e := range entries.All() {
		levels = append(levels, e.Level)
	}
	require.Equal(t, []zapcore.Level{zap.DebugLevel, zap.WarnLevel}, levels)
}
