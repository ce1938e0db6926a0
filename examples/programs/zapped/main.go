// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Command zapped has a logger that a constructor makes from the configuration, and facet
// logs to it as well, from its first event.
package main

import (
	"context"
	"errors"
	"flag"
	"time"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/zaplog"
)

// Config is the configuration of the program.
type Config struct {
	Level       zapcore.Level
	StopTimeout time.Duration
	Fails       bool
}

// NewLogger makes the logger of the program.
func NewLogger(config Config) (*zap.Logger, error) {
	c := zap.NewProductionConfig()
	c.Level = zap.NewAtomicLevelAt(config.Level)
	c.OutputPaths, c.ErrorOutputPaths = []string{"stdout"}, []string{"stdout"}
	return c.Build()
}

// Mailer sends letters.
type Mailer struct{ log *zap.Logger }

// NewMailer connects when the app starts.
func NewMailer(lc *facet.Lifecycle, config Config, log *zap.Logger) *Mailer {
	lc.OnStart(func(context.Context) error {
		if config.Fails {
			return errors.New("the mail server refuses the password")
		}
		log.Info("connected to the mail server")
		return nil
	}, hooks.Name("connect"))
	return &Mailer{log}
}

func main() {
	config := Config{}
	flag.TextVar(&config.Level, "level", zapcore.InfoLevel, "of the log")
	flag.DurationVar(&config.StopTimeout, "stop", 5*time.Second, "the time to stop")
	flag.BoolVar(&config.Fails, "fails", false, "the mail server refuses")
	flag.Parse()
	facet.Main(
		facet.Supply(config),
		facet.Provide(NewLogger, NewMailer),
		facet.LogFrom(zaplog.Observer),
		facet.Configure(func(c Config) facet.Settings { return facet.Settings{StopTimeout: c.StopTimeout} }),
		facet.Invoke(func(*Mailer) {}),
	)
}
