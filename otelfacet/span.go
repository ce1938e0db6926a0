// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package otelfacet

import (
	"fmt"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/observe"
)

// The names of attributes in the semantic conventions 1.37.
const (
	keyErrorType        = attribute.Key("error.type")
	keyExceptionType    = attribute.Key("exception.type")
	keyExceptionMessage = attribute.Key("exception.message")
	keyFile             = attribute.Key("code.file.path")
	keyLine             = attribute.Key("code.line.number")
	keyFunction         = attribute.Key("code.function.name")
)

// maxText is the number of bytes of the text of an error that a span has.
const maxText = 4 << 10

// name returns the name of the span of a step: "start store.NewDB open". n may be nil, here and
// below.
func (s step) name(n *graph.Node) string {
	name := graph.ShortName(s.node)
	if n != nil {
		name = n.Name
	}
	if s.hook == "" {
		return valid(s.phase + " " + name)
	}
	return valid(s.phase + " " + name + " " + graph.ShortName(s.hook))
}

// attributes returns the attributes of the span of a step.
func (s step) attributes(n *graph.Node) []attribute.KeyValue {
	list := []attribute.KeyValue{attribute.String("facet.component", valid(s.node)), attribute.String("facet.phase", s.phase)}
	if s.hook != "" {
		list = append(list, attribute.String("facet.hook", valid(s.hook)))
	}
	if n != nil && !n.Place.IsZero() {
		list = append(list, keyFile.String(n.Place.File()), keyLine.Int(n.Place.Line()))
		if f := n.Place.Func(); f != "" {
			list = append(list, keyFunction.String(f))
		}
	}
	return list
}

// setError records the failure of a call. A nil error records nothing.
func setError(span trace.Span, err error) {
	if err == nil {
		return
	}
	message := cut(guard.Parts(err, 1)[0].Text)
	kind := fmt.Sprintf("%T", err)
	if details, ok := observe.DetailsOf(err); ok && details.Slug != "" {
		kind = details.Slug
	}
	span.SetAttributes(keyErrorType.String(kind))
	span.AddEvent("exception", trace.WithAttributes(keyExceptionType.String(fmt.Sprintf("%T", err)), keyExceptionMessage.String(message)))
	first, _, _ := strings.Cut(message, "\n")
	setFailed(span, first)
}

func setFailed(span trace.Span, text string) { span.SetStatus(codes.Error, text) }

// cut returns a text of at most maxText bytes.
func cut(text string) string {
	text = valid(text)
	if len(text) <= maxText {
		return text
	}
	return strings.ToValidUTF8(text[:maxText], "") + "…"
}

// valid returns a text that the protocol can carry.
func valid(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }
