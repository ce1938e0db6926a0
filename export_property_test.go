// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import "os"

// Notify makes Run listen through notify, as often as it is called.
func Notify(notify func(c chan<- os.Signal) (release func())) Option {
	return &option{name: "Notify", do: func(r *registry) {
		r.settings.notify = func(c chan<- os.Signal, _ ...os.Signal) func() { return notify(c) }
	}}
}
