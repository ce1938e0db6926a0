// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health

// Only the ends of a long path are kept. Otherwise the memory for the paths of a chain of
// components would grow with the square of its length.
const (
	nearEnd = 12
	farEnd  = 4
)

// causePaths hold the path to a root cause of each component. A component knows only
// the next one.
type causePaths []causePath

type causePath struct {
	next     int32 // the next component on the path, or none
	farStart int32 // the first component of the far end
	length   int32 // the number of components, including both ends; 0 if the component is ready
}

const none = -1

// setNext sets the next component on the path of a component. It is none for a root
// cause.
func (w causePaths) setNext(i int, next int32) {
	at := int32(i) //nolint:gosec // the container counts so, too
	w[i] = causePath{next: next, farStart: at, length: 1}
	if next < 0 {
		return
	}
	w[i].length = w[next].length + 1
	if w[i].length > farEnd {
		w[i].farStart = w[next].farStart
	}
}

// writeChains writes the paths as chains of ids, which are parts of one slice.
func (w causePaths) writeChains(all []Component) {
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
			follow(w[i].farStart, farEnd)
			all[i].LeftOut = int(more)
		default:
			follow(at, length)
		}
		all[i].Chain = ids[first:len(ids):len(ids)]
	}
}
