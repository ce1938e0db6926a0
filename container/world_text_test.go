// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"fmt"
	"strings"
)

// String prints a world for the one who looks at a failing case.
func (w *world) String() string {
	var b strings.Builder
	for _, c := range w.ctors {
		fmt.Fprintf(&b, "%d %v func(%s) (%s)", c.id, c.kind, texts(c.params), texts(c.results))
		for _, o := range c.options() {
			fmt.Fprintf(&b, " %v", o)
		}
		fmt.Fprintf(&b, " variadic=%v err=%v\n", c.variadic, c.err)
	}
	return b.String()
}

func texts[T fmt.Stringer](all []T) string {
	words := make([]string, len(all))
	for i, v := range all {
		words[i] = v.String()
	}
	return strings.Join(words, ", ")
}

func (p param) String() string {
	if p.fields != nil {
		return "In{" + texts(p.fields) + "}"
	}
	return p.key.String() + mark("optional", p.optional) + mark("soft", p.soft)
}

func (r result) String() string {
	if r.fields != nil {
		return "Out{" + texts(r.fields) + "}"
	}
	return r.key.String() + mark(fmt.Sprintf("flatten of %d", r.size), r.flatten)
}

func mark(word string, set bool) string {
	if set {
		return " " + word
	}
	return ""
}
