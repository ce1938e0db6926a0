// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"fmt"
	"slices"
)

// maxErrors is the number of errors that the result of a run or a call keeps, besides
// the first cause. A component that reports errors continually does not fill the memory.
const maxErrors = 1000

// errorList holds errors in the order of their arrival. The zero value is empty.
type errorList struct {
	list    []error
	dropped int // errors after the first maxErrors
}

// add adds an error, unless it is nil.
func (l *errorList) add(err error) {
	switch {
	case err == nil:
	case len(l.list) >= maxErrors:
		l.dropped++
	default:
		l.list = append(l.list, err)
	}
}

// all returns a copy of the errors. If some were dropped, the last one says how many.
func (l *errorList) all() []error {
	list := slices.Clone(l.list)
	if l.dropped > 0 {
		list = append(list, fmt.Errorf("and %d more errors, which were not kept", l.dropped))
	}
	return list
}
