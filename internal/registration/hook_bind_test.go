// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/provide"
)

func TestHook_bindFillsContextResultsAndInjectedValues(t *testing.T) {
	type in struct {
		provide.In
		Name string `name:"n"`
	}
	type key struct{}
	refused := errors.New("refused")
	var got []any
	spec := read(t, func(bool) *DB { return nil },
		provide.OnStart(func(ctx context.Context, db *DB, n int, in in, rest ...string) error {
			got = append(got, ctx.Value(key{}), db, n, in.Name, rest)
			return refused
		}),
		provide.OnStop(func(db *DB) { got = append(got, db) }))
	db := &DB{}
	results := []reflect.Value{reflect.ValueOf(db)}
	injected := []reflect.Value{reflect.ValueOf(7), reflect.ValueOf("name")}
	require.Len(t, spec.Params, 1+len(injected))

	start, stop := spec.Hooks[0].Bind(spec, results, injected), spec.Hooks[1].Bind(spec, results, injected)
	require.Same(t, refused, start(context.WithValue(t.Context(), key{}, "value")))
	require.NoError(t, stop(t.Context()))
	require.Equal(t, []any{"value", db, 7, "name", []string(nil), db}, got)
}
