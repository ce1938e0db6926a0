// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard

import (
	"context"
	"runtime/pprof"
	"sync/atomic"
)

// Values is the values and the profile labels of a user's context, without its end. The
// context may be replaced at any time. The zero value has no values.
type Values struct {
	source atomic.Pointer[context.Context]
	labels atomic.Pointer[context.Context]
}

// Set takes the values from ctx, whose labels it reads once.
func (v *Values) Set(ctx context.Context) {
	v.source.Store(&ctx)
	labels := userLabels(ctx)
	v.labels.Store(&labels)
}

// Context returns a context that never ends. It has the label of a component for
// profiles, and always the present values.
func (v *Values) Context(component string) context.Context {
	labels := context.Background()
	if l := v.labels.Load(); l != nil {
		labels = *l
	}
	return &componentContext{pprof.WithLabels(labels, pprof.Labels(Label, component)), v}
}

// userLabels returns a context with the profile labels of a user's context.
func userLabels(ctx context.Context) context.Context {
	pairs := Ask(nil, func(tell func([]string)) {
		var pairs []string
		pprof.ForLabels(ctx, func(key, value string) bool {
			pairs = append(pairs, key, value)
			return true
		})
		tell(pairs)
	})
	if len(pairs) == 0 {
		return context.Background()
	}
	return pprof.WithLabels(context.Background(), pprof.Labels(pairs...))
}

// componentContext has the labels of one context and the values of another.
type componentContext struct {
	context.Context //nolint:containedctx // of the labels
	values          *Values
}

func (c *componentContext) Value(key any) any {
	if v := c.Context.Value(key); v != nil {
		return v
	}
	if ctx := c.values.source.Load(); ctx != nil {
		return (*ctx).Value(key)
	}
	return nil
}
