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
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/observe"
)

// failure splits the error of a line into fields. The component and the time in its
// text have fields already. An unknown error, or one with several causes, is one field.
// zap calls no method of the users' errors: it receives errors with the texts that are
// known.
func failure(line observe.Line) (fields []zap.Field, stack string) {
	switch e := line.Err.(type) { //nolint:errorlint // only the outermost error: otherwise the text around it would be lost
	case nil:
		return nil, ""
	case *facet.HookError:
		if e == nil {
			break
		}
		return []zap.Field{
			zap.String("slug", e.Slug()), place("place", e.Place), cause(e.Err),
			waiting(e), text("goroutines", e.Goroutines),
		}, strings.TrimSpace(e.Stack)
	case *facet.ConstructError:
		if e == nil {
			break
		}
		return []zap.Field{
			zap.String("slug", e.Slug()), place("place", e.Place), place("source", e.Source), cause(e.Err),
			text("goroutines", e.Goroutines),
		}, strings.TrimSpace(e.Stack)
	case *facet.Problem:
		if e == nil {
			break
		}
		return []zap.Field{zap.String("slug", e.Slug), place("place", e.Place), zap.String("error", e.Text)}, ""
	}
	return []zap.Field{zap.Error(line.Said())}, ""
}

// cause returns the field of the error of a hook or a constructor.
func cause(err error) zap.Field {
	if err == nil {
		return zap.Skip()
	}
	return zap.Error(guard.Parts(err, 1)[0].Said())
}

func place(key string, p graph.Place) zap.Field {
	if p.IsZero() {
		return zap.Skip()
	}
	return zap.String(key, p.String())
}

// waiting returns the field of the components that waited for an abandoned hook.
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
