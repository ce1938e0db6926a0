// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package zaplog_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/zaplog"
)

type mailer struct{}

func newMailer(lc *facet.Lifecycle, logger *zap.Logger) *mailer {
	lc.OnStart(func(context.Context) error {
		time.Sleep(time.Millisecond)
		logger.Info("connected")
		return nil
	})
	return &mailer{}
}

func ExampleUse() {
	encoder := zapcore.NewJSONEncoder(zapcore.EncoderConfig{
		LevelKey: "level", EncodeLevel: zapcore.LowercaseLevelEncoder, NameKey: "logger", MessageKey: "msg",
		EncodeDuration: func(_ time.Duration, to zapcore.PrimitiveArrayEncoder) { to.AppendString("...") },
	})
	app := facet.New(
		zaplog.Use(zap.New(zapcore.NewCore(encoder, os.Stdout, zap.InfoLevel))),
		facet.Provide(newMailer),
		facet.Invoke(func(*mailer) {}),
	)
	fmt.Println(app.Start(context.Background()), app.Stop(context.Background()))
	// Output:
	// {"level":"info","msg":"connected"}
	// {"level":"info","logger":"facet","msg":"app started","took":"...","constructed":2,"hooks":1,"slowest":"zaplog_test.newMailer: OnStart","slowest_took":"..."}
	// {"level":"info","logger":"facet","msg":"app draining"}
	// {"level":"info","logger":"facet","msg":"app stopping","budget":"..."}
	// {"level":"info","logger":"facet","msg":"app stopped","took":"...","uptime":"..."}
	// <nil> <nil>
}
