// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health

// Of a long way to a root cause the ends are shown. Else the ways of a chain of
// components would take room by the square of its length.
const (
	nearEnd = 12
	farEnd  = 4
)

// ways lead to root causes, by component. Each component knows the next one.
type ways []way

type way struct {
	next   int32 // component on the way, or none
	far    int32 // the component on the way from which the far end begins
	length int32 // in components, itself and the root cause included; 0 if it is ready
}

const none = -1

// lead notes where the way of a component leads. A root cause leads to none.
func (w ways) lead(i int, next int32) {
	at := int32(i) //nolint:gosec // the container counts so, too
	w[i] = way{next: next, far: at, length: 1}
	if next < 0 {
		return
	}
	w[i].length = w[next].length + 1
	if w[i].length > farEnd {
		w[i].far = w[next].far
	}
}

// write writes the ways as chains of ids, which are pieces of one list.
func (w ways) write(all []Component) {
	total := 0
	for i := range w {
		total += int(min(w[i].length, nearEnd+farEnd))
	}
	ids := make([]string, 0, total)
	follow := func(at, n int32) {
		for range n {
			ids = append(ids, all[at].ID)
			at = w[at].next
		}
	}
	for i := range w {
		first, length := len(ids), w[i].length
		at := int32(i) //nolint:gosec // as above
		switch more := length - nearEnd - farEnd; {
		case length == 0:
			continue
		case more > 0:
			follow(at, nearEnd)
			follow(w[i].far, farEnd)
			all[i].LeftOut = int(more)
		default:
			follow(at, length)
		}
		all[i].Chain = ids[first:len(ids):len(ids)]
	}
}
