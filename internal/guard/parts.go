// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard

import (
	"slices"
	"time"
)

// glance is how long a look at an error may take on behalf of an observer, which
// has one second for an event.
const observerTimeout = 250 * time.Millisecond

// maxBranches is how many errors of a result are told apart.
const maxBranches = 10_000

// Part is an error with its text.
type Part struct {
	Err  error
	Text string // as [Text] returns it
}

// Parts returns err and what it wraps, n at most, a cause after what wraps it. What
// takes longer than 250 ms is left out, except for err itself.
func Parts(err error, n int) []Part {
	if err == nil || n <= 0 {
		return nil
	}
	return lookBriefly(err, func(err error, tell func([]Part)) {
		var parts []Part
		walk(err, func(e error) bool {
			// Told before it is asked: its Error may not return.
			parts = append(slices.Clone(parts), partWithoutText(e))
			tell(parts)
			parts = slices.Clone(parts)
			parts[len(parts)-1].Text = textOnThisGoroutine(e)
			tell(parts)
			return len(parts) == n
		})
	})
}

// Unknown returns what of err has a text that is not known: err itself or, if it
// wraps several errors of which some are known, the others. It takes 250 ms at
// most, and known may still be called after that; then all of err counts as
// unknown.
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

// unknown reports also whether nothing of err is known.
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

// lookAt is look for parts, which takes no longer than a glance.
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

// saidBy is [Text] on a goroutine that may be left behind.
func textOnThisGoroutine(err error) string {
	if IsOwn(err) {
		return err.Error()
	}
	return textOnCaller(err, "Error", func() string { return err.Error() })
}

// Said returns an error with the text of a part, for the code of users that asks it
// for that. It wraps the error.
func (p Part) Said() error {
	if p.Err == nil {
		return nil
	}
	return &textError{p}
}

type textError struct{ part Part }

func (e *textError) Error() string { return e.part.Text }
func (e *textError) Unwrap() error { return e.part.Err }
