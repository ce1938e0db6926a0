// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard

import (
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
)

// Label is the pprof label with the id of the component that a goroutine belongs to.
// Goroutines inherit labels.
const Label = "facet"

// Goroutines is a section of the goroutine profile: goroutines with equal stacks and
// equal labels.
type Goroutines string

// Frame is one call of a stack.
type Frame struct {
	Call  string // the full name of the function
	Place string // "file:line"
}

// Profile returns the sections of a new goroutine profile.
func Profile() []Goroutines {
	var b strings.Builder
	_ = pprof.Lookup("goroutine").WriteTo(&b, 1) // a strings.Builder does not fail
	var sections []Goroutines
	for section := range strings.SplitSeq(b.String(), "\n\n") {
		sections = append(sections, Goroutines(section))
	}
	return sections
}

// Label returns the value of a pprof label. ok reports whether the goroutines have it.
func (g Goroutines) Label(key string) (value string, ok bool) {
	quotedKey := strconv.Quote(key) + ":"
	for _, prefix := range [...]string{"{", ", "} { // inside other labels the quotes are escaped
		if _, rest, found := strings.Cut(string(g), prefix+quotedKey); found {
			if quoted, err := strconv.QuotedPrefix(rest); err == nil {
				value, err = strconv.Unquote(quoted)
				return value, err == nil
			}
		}
	}
	return "", false
}

// Stack returns the number of goroutines and their stack, the topmost frame first.
//
// The first line of a section has the number and program counters, the second may have
// labels. Then there is a line for each frame, with the columns "#", program counter,
// function and place.
func (g Goroutines) Stack() (count int, frames []Frame) {
	for line := range strings.SplitSeq(string(g), "\n") {
		if number, _, ok := strings.Cut(line, " @ "); ok && !strings.HasPrefix(line, "#") {
			count, _ = strconv.Atoi(number)
			continue
		}
		columns := strings.FieldsFunc(line, func(r rune) bool { return r == '\t' })
		if len(columns) != 4 || columns[0] != "#" {
			continue
		}
		call := columns[2]
		if offset := strings.LastIndex(call, "+0x"); offset > 0 {
			call = call[:offset]
		}
		frames = append(frames, Frame{call, columns[3]})
	}
	return count, frames
}

// byComponent returns the goroutines that have a component's label, by component.
func byComponent(profile []Goroutines) map[string][]Goroutines {
	sections := map[string][]Goroutines{}
	for _, g := range profile {
		if component, ok := g.Label(Label); ok {
			sections[component] = append(sections[component], g)
		}
	}
	return sections
}

// stack is a stack with the number of goroutines that have it.
type stack struct {
	count  int
	frames []Frame // the topmost first
}

// userStacks returns the stacks of user code on the goroutines of one component, each
// once.
func userStacks(sections []Goroutines) []*stack {
	var stacks []*stack
	for _, g := range sections {
		count, frames := g.Stack()
		if frames = userPart(frames); len(frames) == 0 {
			continue
		}
		isEqual := func(s *stack) bool { return slices.Equal(frames, s.frames) }
		if i := slices.IndexFunc(stacks, isEqual); i >= 0 {
			stacks[i].count += count
		} else {
			stacks = append(stacks, &stack{count, frames})
		}
	}
	return stacks
}

// userPart returns the frames of user code. On goroutines that facet has started it
// returns nothing, except for tasks: such goroutines also call hooks and constructors.
func userPart(frames []Frame) []Frame {
	if len(frames) == 0 || !isFacet(frames[len(frames)-1].Call) {
		return frames
	}
	if !slices.ContainsFunc(frames, func(f Frame) bool { return f.Call == module+"/hooks.(*task).run" }) {
		return nil
	}
	return CalledByGuard(frames)
}

// CalledByGuard returns the frames of the user code that this package calls, without the
// frames of its callers.
func CalledByGuard(frames []Frame) []Frame {
	end := slices.IndexFunc(frames, func(f Frame) bool { return isGuard(f.Call) })
	for end > 0 && isCaller(frames[end-1].Call) {
		end--
	}
	return frames[:max(end, 0)]
}

// isFacet reports whether a goroutine that begins with that function belongs to facet.
func isFacet(entry string) bool {
	for _, pkg := range [...]string{"", "/container", "/hooks", "/internal/guard"} {
		if strings.HasPrefix(entry, module+pkg+".") {
			return true
		}
	}
	return false
}
