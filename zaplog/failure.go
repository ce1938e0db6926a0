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

// failure takes the error of a line apart into fields; what the text of one says
// about the component and the time has fields already. An error that it does not
// know, or that holds several, is one field. What zap is given asks no error for
// anything: it says what that said before.
func failure(line observe.Line) (fields []zap.Field, stack string) {
	switch e := line.Err.(type) { //nolint:errorlint // the error itself: what is around another one would be lost
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

// cause is the field of what a hook or a constructor returned.
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
