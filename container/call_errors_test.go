// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"context"
	"testing"

	"github.com/facet-go/facet/internal/golden"
	"github.com/facet-go/facet/provide"
)

func report(*server) error                { return nil }
func contextInStruct(contextIn)           {}
func dialing(context.Context) *database   { return nil }
func lateContext(config, context.Context) {} //nolint:revive // what is wrong with it

type contextIn struct {
	provide.In
	Context context.Context
}

// TestPrepare_problemsReadWell holds the texts about a function that is called.
func TestPrepare_problemsReadWell(t *testing.T) {
	texts := &gallery{t: t}
	call := func(what string, function any, l *list) {
		_, err := l.container().Prepare(t.Context(), calling(t, function), config0)
		texts.show(what, err)
	}
	call("nothing provides a parameter", report, listing(t))
	call("nothing provides what a parameter needs", report, listing(t).provide(newServer).provide(newDatabase).invoke(runDatabase))
	call("others need it too", report, listing(t).provide(func(*cache, *ring, *database) *server { return nil }).provide(newCache).provide(func(*database) *ring { return nil }))
	call("a context that is not the first parameter", lateContext, listing(t).value(config{}))
	call("a context in a parameter struct", contextInStruct, listing(t))
	call("a constructor asks for a context", report, listing(t).provide(newServer).provide(dialing))
	call("both ask for a context", lateContext, listing(t).provide(func(*database) config { return config{} }).provide(dialing))
	call("a cycle", func(*ping) {}, listing(t).provide(newPing).provide(newPong).provide(newPeng))
	call("an order of nothing", func(*queue) {}, listing(t).provide(one, provide.After[*worker]()))
	call("a duplicate anywhere", func(*queue) {}, listing(t).provide(one).provide(newConfig).provide(newDefaults))
	call("a constructor fails", runConfig, listing(t).provide(failing))
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errInterrupt)
	_, err := listing(t).provide(newConfig).container().Prepare(ctx, calling(t, runConfig), config0)
	texts.show("the context has ended", err)
	golden.Equal(t, "call.golden", texts.all.String())
}
