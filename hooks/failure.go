// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"strings"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/text"
)

// Failure is a first cause and the errors that followed it. errors.Is and errors.As
// examine the cause first.
type Failure struct {
	own

	Cause error
	Later []error // in the order in which they were observed
}

// Join returns the errors as one: nil if all are nil, the error itself if there is
// one, and otherwise a [*Failure] whose cause is the first. A Failure among them is
// replaced by its errors. A nil pointer that is an error is wrapped, because its text
// would panic.
func Join(errs ...error) error {
	var all []error
	for _, err := range errs {
		switch f, ok := err.(*Failure); { //nolint:errorlint // a wrapped Failure stays one error
		case ok && f != nil:
			all = append(append(all, f.Cause), f.Later...)
		case err != nil:
			all = append(all, guard.WithText(err))
		}
	}
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	default:
		return &Failure{Cause: all[0], Later: all[1:]}
	}
}

// Error returns the text of the cause, then those of the later errors, each after
// "then: ".
func (f *Failure) Error() string {
	errs := f.Unwrap()
	texts := guard.Texts(errs)
	for i, err := range errs {
		if hasOwnText(err) {
			texts[i] = err.Error()
		} else {
			texts[i] = text.Block(texts[i], "  ")
		}
	}
	return strings.Join(texts, "\nthen: ")
}

// Unwrap returns the cause and the later errors.
func (f *Failure) Unwrap() []error { return append([]error{f.Cause}, f.Later...) }

// Text returns the text of an error for people. The text of facet's own errors is not
// changed. In any other text nothing controls a terminal, each line except the first
// is indented, and everything after 16 KiB is cut. If the error's methods panic or do
// not return, the text begins with the name of its type.
func Text(err error) string {
	if hasOwnText(err) {
		return err.Error()
	}
	return text.Block(guard.Text(err), "  ")
}

// hasOwnText reports whether the text of err is facet's.
func hasOwnText(err error) bool {
	switch err := err.(type) { //nolint:errorlint // an error that wraps one has another text
	case *graph.Problem:
		return err != nil
	case *graph.Problems:
		return err != nil
	default:
		return guard.IsOwn(err)
	}
}
