// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"fmt"
	"slices"
)

// maxLater is how many errors the result of a run or a call keeps. A component that
// reports errors for as long as the app runs does not fill the memory.
const maxLater = 1000

// errorList holds the errors of a result, in order. The zero value is empty.
type errorList struct {
	list    []error
	dropped int // what came after maxLater
}

// add adds an error, unless it is nil.
func (l *errorList) add(err error) {
	switch {
	case err == nil:
	case len(l.list) >= maxLater:
		l.dropped++
	default:
		l.list = append(l.list, err)
	}
}

// insert adds an error before all others, unless it is nil.
func (l *errorList) insert(err error) {
	if err != nil {
		l.list = slices.Insert(l.list, 0, err)
	}
}

// all returns the errors, the last of which says how many were left out.
func (l *errorList) all() []error {
	list := slices.Clone(l.list)
	if l.dropped > 0 {
		list = append(list, fmt.Errorf("and %d more errors, which were not kept", l.dropped))
	}
	return list
}
