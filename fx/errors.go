// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/adapt"
)

// refusal is an error of dig with what facet knows about it.
type refusal struct {
	dig   error
	facet error
	graph string // in the language of Graphviz, or ""
	plain bool
}

// Error returns the text of dig, and below it that of facet.
func (e *refusal) Error() string {
	if e.plain {
		return e.dig.Error()
	}
	return e.dig.Error() + "\n\n" + e.facet.Error()
}

// Unwrap returns both errors.
func (e *refusal) Unwrap() []error { return []error{e.dig, e.facet} }

// Graph returns the picture for VisualizeError.
func (e *refusal) Graph() DotGraph { return DotGraph(e.graph) }

// vocabulary has the words of fx for those of facet.
var vocabulary = strings.NewReplacer(
	"facet.Provide", "fx.Provide", "facet.Supply", "fx.Supply", "facet.Invoke", "fx.Invoke", "facet.Value[T]", "fx.Annotate with fx.As",
	"facet.Value", "fx.Supply", "facet.Module", "fx.Module", "facet.Decorate", "fx.Decorate", "facet.Replace", "fx.Replace",
	"provide.As", "fx.As", "provide.Name", "fx.ResultTags", "provide.Group", "fx.ResultTags", "provide.Private", "fx.Private",
	"provide.Results", "fx.ResultTags", "provide.Params", "fx.ParamTags", "facet.StartTimeout", "fx.StartTimeout", "facet.StopTimeout", "fx.StopTimeout",
)

// reword returns an error of facet in the words of fx.
func reword(err error) error { return adapt.Reword(err, vocabulary) }

// split returns the first cause of a result of facet and, before it, the later errors.
func (a *App) split(err error) (later []error, cause error) {
	var f *facet.Failure
	if !errors.As(err, &f) {
		return nil, a.plain(err)
	}
	for _, e := range f.Later {
		later = append(later, a.plain(e))
	}
	return later, a.plain(f.Cause)
}

// plain returns the error of a hook as the hook has returned it, if the app wants that.
func (a *App) plain(err error) error {
	var h *facet.HookError
	switch {
	case !a.plainErrors || !errors.As(err, &h):
		return err
	case h.Err != nil && h.Err.Error() == "runtime.Goexit was called":
		return errGoexit
	default:
		return h.Err
	}
}

// withContext returns the error of a start or stop that the end of ctx has cut short.
func (a *App) withContext(ctx context.Context, err error) error {
	switch {
	case ctx.Err() == nil, !a.plainErrors && errors.Is(err, ctx.Err()):
		return err
	case a.plainErrors:
		return ctx.Err()
	default:
		return fmt.Errorf("%w: %w", ctx.Err(), err)
	}
}
