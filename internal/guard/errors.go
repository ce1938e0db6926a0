// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Only the functions below call methods of users' errors. None of them panics, blocks for
// long or returns a text of unlimited length, whatever those methods do. Call them without
// a lock.

// maxText is the length of the longest text of a user's value, in bytes.
const maxText = 16 << 10

// maxErrors is the number of errors in one tree that are examined. It ends a cyclic
// Unwrap.
const maxErrors = 10_000

// Text returns the text of err, cut after 16 KiB. If its Error method panics or does
// not return, the text is the name of its type and the reason.
func Text(err error) string {
	switch {
	case err == nil:
		return "<nil>"
	case hasSafeText(err):
		return truncate(err.Error())
	case IsOwn(err):
		return ownText(err)
	}
	return textOf(err, "Error", func() string { return err.Error() })
}

// Own is embedded by the error types of facet whose Error method calls methods of
// users' values only through this package. Their texts are not cut.
type Own struct{}

func (Own) isOwn() {}

// IsOwn reports whether an error embeds [Own] and is not a nil pointer.
func IsOwn(err error) bool {
	_, ok := err.(interface{ isOwn() })
	return ok && !isNilPointer(err)
}

func ownText(err error) (text string) {
	defer func() {
		if recover() != nil {
			text = nilText(err)
		}
	}()
	return err.Error()
}

// Facts are the properties of a user's error when it arrives.
type Facts struct {
	Text string // see [Text]
	Only bool   // it is only one of the targets, see [IsOnly]

	found []bool
}

// Is reports whether the error is or wraps the target with that index.
func (f *Facts) Is(target int) bool { return target < len(f.found) && f.found[target] }

// Any reports whether the error is or wraps one of the targets from an index on.
func (f *Facts) Any(from int) bool {
	return from < len(f.found) && slices.Contains(f.found[from:], true)
}

// Examine returns the text of err and what is known of it with regard to the targets.
// It is one question, so it takes a second at most; each of [Text], [Is] and [IsOnly]
// would take that.
func Examine(err error, targets ...error) Facts {
	if err == nil {
		return Facts{Text: Text(nil)}
	}
	of, hasText := typeName(err), hasSafeText(err) || IsOwn(err)
	first := Facts{Text: of + " (its methods did not return)"}
	if hasText {
		first.Text = Text(err)
	}
	return look(err, first, func(err error, tell func(Facts)) {
		facts := Facts{Text: first.Text, found: make([]bool, len(targets))}
		if !hasText {
			facts.Text = of + " (its Error method did not return)"
		}
		left := maxErrors
		facts.Only = isOnly(err, targets, &left)
		walk(err, func(e error) bool {
			for i, target := range targets {
				facts.found[i] = facts.found[i] || matches(e, target)
			}
			return !slices.Contains(facts.found, false)
		})
		tell(facts)
		if !hasText {
			facts.Text = textOnCaller(err, "Error", func() string { return err.Error() })
			tell(facts)
		}
	})
}

// Texts returns the texts of several errors. It takes no longer than for one.
func Texts(errs []error) []string {
	texts := make([]string, len(errs))
	var rest []int
	for i, err := range errs {
		if err == nil || hasSafeText(err) || IsOwn(err) {
			texts[i] = Text(err)
		} else {
			texts[i] = typeName(err) + " (its Error method did not return)"
			rest = append(rest, i)
		}
	}
	if len(rest) == 0 {
		return texts
	}
	type text struct {
		at int
		of string
	}
	found := make(chan text, len(rest))
	Ask(struct{}{}, func(func(struct{})) {
		for _, i := range rest {
			found <- text{i, textOnCaller(errs[i], "Error", func() string { return errs[i].Error() })}
		}
	})
	for {
		select {
		case t := <-found:
			texts[t.at] = t.of
		default:
			return texts
		}
	}
}

// textOf returns the result of a method of v.
func textOf(v any, name string, method func() string) string {
	fallback := typeName(v) + " (its " + name + " method did not return)"
	return Ask(fallback, func(tell func(string)) { tell(textOnCaller(v, name, method)) })
}

// textOnCaller is textOf on the calling goroutine.
func textOnCaller(v any, name string, method func() string) (text string) {
	defer func() {
		if recover() != nil {
			text = panicText(v, name)
		}
	}()
	return truncate(method())
}

// panicText returns the text of a value whose method with that name panics.
func panicText(v any, name string) string {
	if isNilPointer(v) {
		return nilText(v)
	}
	return typeName(v) + " (its " + name + " method panicked)"
}

// nilText explains a frequent mistake: a nil pointer in an interface is a value.
func nilText(v any) string {
	return "nil " + typeName(v) + " (a nil pointer is no nil error: return nil itself)"
}

// WithText returns err, or an error that wraps it if it is a nil pointer, whose methods
// would panic.
func WithText(err error) error {
	if !isNilPointer(err) {
		return err
	}
	return &nilError{err: err}
}

// nilError is an error for a nil pointer.
type nilError struct {
	Own

	err error
}

func (e *nilError) Error() string { return nilText(e.err) }
func (e *nilError) Unwrap() error { return e.err }

func typeName(v any) string { return fmt.Sprintf("%T", v) }

func isNilPointer(v any) bool {
	r := reflect.ValueOf(v)
	return r.Kind() == reflect.Pointer && r.IsNil()
}

// truncate limits the length of a text, and keeps no longer one in memory.
func truncate(text string) string {
	if len(text) <= maxText {
		return text
	}
	end := maxText
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "... (" + strconv.Itoa(len(text)-end) + " bytes more)"
}

// Is is [errors.Is].
func Is(err, target error) bool {
	if err == nil || target == nil {
		return err == target //nolint:errorlint // one of them is nil
	}
	return look(err, false, func(err error, tell func(bool)) {
		if walk(err, func(e error) bool { return matches(e, target) }) {
			tell(true)
		}
	})
}

// As is [errors.As] for a type of error.
func As[T error](err error) (found T, ok bool) {
	if err == nil {
		return found, false
	}
	if found, ok := err.(T); ok { //nolint:errorlint // the walk of the tree follows
		return found, true
	}
	type answer struct {
		found T
		ok    bool
	}
	a := look(err, answer{}, func(err error, tell func(answer)) {
		walk(err, func(e error) bool {
			var a answer
			if a.found, a.ok = e.(T); !a.ok { //nolint:errorlint // walks the tree itself
				a.ok = falseOnPanic(func() bool {
					as, can := e.(interface{ As(target any) bool })
					return can && as.As(&a.found)
				})
			}
			if a.ok {
				tell(a)
			}
			return a.ok
		})
	})
	return a.found, a.ok
}

// IsOnly reports whether err is or wraps one of the targets and nothing else. Of joined
// errors, each must match. Nil targets match nothing.
func IsOnly(err error, targets ...error) bool {
	if err == nil {
		return false
	}
	return look(err, false, func(err error, tell func(bool)) {
		left := maxErrors
		if isOnly(err, targets, &left) {
			tell(true)
		}
	})
}

func isOnly(err error, targets []error, left *int) bool {
	if *left--; err == nil || *left < 0 {
		return false
	}
	for _, target := range targets {
		if matches(err, target) {
			return true
		}
	}
	causes := unwrap(err)
	for _, cause := range causes {
		if !isOnly(cause, targets, left) {
			return false
		}
	}
	return len(causes) > 0
}

// Causes returns the errors that err wraps directly.
func Causes(err error) []error {
	if err == nil {
		return nil
	}
	return look(err, nil, func(err error, tell func([]error)) { tell(unwrap(err)) })
}

// look calls f on the calling goroutine if no method of err can do harm, or else by
// [Ask].
func look[T any](err error, fallback T, f func(err error, tell func(T))) T {
	if !isPlain(err) {
		return Ask(fallback, func(tell func(T)) { f(err, tell) })
	}
	answer := fallback
	f(err, func(found T) { answer = found })
	return answer
}

// walk calls visit for the errors of a tree, each before its causes, until visit
// returns true.
func walk(err error, visit func(error) bool) bool {
	left := maxErrors
	var tree func(error) bool
	tree = func(err error) bool {
		if left--; err == nil || left < 0 {
			return false
		}
		if visit(err) {
			return true
		}
		return slices.ContainsFunc(unwrap(err), tree)
	}
	return tree(err)
}

// unwrap returns the errors that err wraps, or nil if its Unwrap panics.
func unwrap(err error) (causes []error) {
	defer func() { _ = recover() }()
	switch wrapper := err.(type) { //nolint:errorlint // this is how a tree is walked
	case interface{ Unwrap() error }:
		if cause := wrapper.Unwrap(); cause != nil {
			return []error{cause}
		}
	case interface{ Unwrap() []error }:
		return wrapper.Unwrap()
	}
	return nil
}

// matches is [errors.Is] without wrapped errors.
func matches(err, target error) bool {
	if err == nil || target == nil {
		return false
	}
	return falseOnPanic(func() bool {
		// Comparable says nothing about the fields of interface types.
		if reflect.TypeOf(target).Comparable() && err == target { //nolint:errorlint // as the comment says
			return true
		}
		is, ok := err.(interface{ Is(error) bool })
		return ok && is.Is(target)
	})
}

// falseOnPanic returns the result of f, or false if f panics.
func falseOnPanic(f func() bool) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	return f()
}

// The types of most errors, from the standard library. Their methods only return fields.
var (
	plainType    = reflect.TypeOf(errors.New(""))
	deadlineType = reflect.TypeOf(context.DeadlineExceeded)
	wrapType     = reflect.TypeOf(fmt.Errorf("%w", context.Canceled))
)

// isPlain reports whether err and all errors that it wraps have one of these types.
func isPlain(err error) bool {
	for {
		switch reflect.TypeOf(err) {
		case plainType, deadlineType:
			return true
		case wrapType:
			err = errors.Unwrap(err)
		default:
			return false
		}
	}
}

// hasSafeText reports whether the Error method of err only returns a field.
func hasSafeText(err error) bool {
	t := reflect.TypeOf(err)
	return t == plainType || t == deadlineType || t == wrapType
}
