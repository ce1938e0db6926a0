// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package zaplog

import (
	"fmt"
	"slices"
	"strings"

	"go.uber.org/zap"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
)

// failure takes an error of facet apart into fields; what the text of one says
// about the component and the time has fields already. An error that it does not
// know, or that holds several, is one field.
func failure(err error) (fields []zap.Field, stack string) {
	switch e := err.(type) { //nolint:errorlint // the error itself: what is around another one would be lost
	case nil:
		return nil, ""
	case *facet.HookError:
		return []zap.Field{
			zap.String("slug", e.Slug()), place("place", e.Place), zap.Error(e.Err),
			waiting(e), text("goroutines", e.Goroutines),
		}, strings.TrimSpace(e.Stack)
	case *facet.ConstructError:
		return []zap.Field{
			zap.String("slug", e.Slug()), place("place", e.Place), place("source", e.Source), zap.Error(e.Err),
			text("goroutines", e.Goroutines),
		}, strings.TrimSpace(e.Stack)
	case *facet.Problem:
		return []zap.Field{zap.String("slug", e.Slug), place("place", e.Place), zap.String("error", e.Text)}, ""
	default:
		return []zap.Field{zap.Error(err)}, ""
	}
}

func place(key string, p graph.Place) zap.Field {
	if p.IsZero() {
		return zap.Skip()
	}
	return zap.String(key, p.String())
}

// waiting names what waited for an abandoned hook, and says how many more did.
func waiting(e *facet.HookError) zap.Field {
	if len(e.Waiting) == 0 {
		return zap.Skip()
	}
	names := slices.Clone(e.Waiting)
	if e.MoreWaiting > 0 {
		names = append(names, fmt.Sprintf("%d more", e.MoreWaiting))
	}
	return zap.Strings("waiting", names)
}

func text(key, value string) zap.Field {
	if value == "" {
		return zap.Skip()
	}
	return zap.String(key, value)
}
