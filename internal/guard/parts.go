// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard

import (
	"slices"
	"time"
)

// observerTimeout is the time to read an error for an observer, which has one second
// for an event.
const observerTimeout = 250 * time.Millisecond

// maxBranches is the number of joined errors in a result that are examined.
const maxBranches = 10_000

// Part is an error with its text.
type Part struct {
	Err  error
	Text string // from [Text]
}

// Parts returns err and the errors that it wraps, at most n, each before its causes.
// Errors whose methods take longer than 250 ms are left out, except err itself.
func Parts(err error, n int) []Part {
	if err == nil || n <= 0 {
		return nil
	}
	return lookBriefly(err, func(err error, tell func([]Part)) {
		var parts []Part
		walk(err, func(e error) bool {
			// The part is reported before its Error is called, which may not return.
			parts = append(slices.Clone(parts), partWithoutText(e))
			tell(parts)
			parts = slices.Clone(parts)
			parts[len(parts)-1].Text = textOnThisGoroutine(e)
			tell(parts)
			return len(parts) == n
		})
	})
}

// Unknown returns the parts of err with unknown texts. If err wraps several errors and
// some of them are known, these are the other ones, otherwise err itself. Unknown takes
// at most 250 ms. If it takes longer, err is unknown, and known may still be called
// later.
func Unknown(err error, known func(text string) bool) []Part {
	if err == nil {
		return nil
	}
	return lookBriefly(err, func(err error, tell func([]Part)) {
		left := maxBranches
		rest, _ := unknownParts(err, known, &left)
		tell(rest)
	})
}

// unknownParts also reports whether no part of err is known.
func unknownParts(err error, known func(string) bool, left *int) (rest []Part, whole bool) {
	own := Part{err, textOnThisGoroutine(err)}
	if known(own.Text) {
		return nil, false
	}
	if _, several := err.(interface{ Unwrap() []error }); !several {
		return []Part{own}, true
	}
	whole = true
	for _, cause := range unwrap(err) {
		if *left--; *left < 0 {
			break
		}
		if cause != nil {
			parts, isNew := unknownParts(cause, known, left)
			rest, whole = append(rest, parts...), whole && isNew
		}
	}
	if whole || *left < 0 {
		return []Part{own}, whole
	}
	return rest, false
}

// lookBriefly is look with a timeout of observerTimeout.
func lookBriefly(err error, f func(err error, tell func([]Part))) []Part {
	fallback := []Part{partWithoutText(err)}
	if isPlain(err) {
		answer := fallback
		f(err, func(found []Part) { answer = found })
		return answer
	}
	return ask(observerTimeout, fallback, func(tell func([]Part)) { f(err, tell) })
}

func partWithoutText(err error) Part {
	return Part{err, typeName(err) + " (its Error method did not return)"}
}

// textOnThisGoroutine is [Text] without a new goroutine: the calling one may be
// abandoned.
func textOnThisGoroutine(err error) string {
	if IsOwn(err) {
		return err.Error()
	}
	return textOnCaller(err, "Error", func() string { return err.Error() })
}

// Said returns an error that wraps the error of the part and has its text, for code
// that calls methods of errors.
func (p Part) Said() error {
	if p.Err == nil {
		return nil
	}
	return &textError{p}
}

type textError struct{ part Part }

func (e *textError) Error() string { return e.part.Text }
func (e *textError) Unwrap() error { return e.part.Err }
