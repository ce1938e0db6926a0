// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard

import (
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
)

// Label is the pprof label that says which component a goroutine belongs to.
// Goroutines inherit it.
const Label = "facet"

// profile returns the stacks of all goroutines, with their labels.
func profile() string {
	var b strings.Builder
	_ = pprof.Lookup("goroutine").WriteTo(&b, 1) // a strings.Builder does not fail
	return b.String()
}

// group is a number of goroutines with one stack.
type group struct {
	count  int
	frames []frame // the topmost first
}

type frame struct{ call, place string }

// labelled returns the sections of a profile whose goroutines have a component's
// label, by component.
func labelled(profile string) map[string][]string {
	sections := map[string][]string{}
	for section := range strings.SplitSeq(profile, "\n\n") {
		if component, ok := labelOf(section); ok {
			sections[component] = append(sections[component], section)
		}
	}
	return sections
}

// labelOf returns the component's label of a section.
func labelOf(section string) (component string, ok bool) {
	key := strconv.Quote(Label) + ":"
	for _, before := range [...]string{"{", ", "} { // within other labels the quotes are escaped
		if _, rest, found := strings.Cut(section, before+key); found {
			if quoted, err := strconv.QuotedPrefix(rest); err == nil {
				component, err = strconv.Unquote(quoted)
				return component, err == nil
			}
		}
	}
	return "", false
}

// groups reads the sections of one component, and leaves out goroutines that run no
// user code of it.
func groups(sections []string) []*group {
	var groups []*group
	for _, section := range sections {
		g := read(section)
		if g.frames = userPart(g.frames); len(g.frames) == 0 {
			continue
		}
		same := func(other *group) bool { return slices.Equal(g.frames, other.frames) }
		if i := slices.IndexFunc(groups, same); i >= 0 {
			groups[i].count += g.count
		} else {
			groups = append(groups, g)
		}
	}
	return groups
}

// read reads the section of one stack: its number and program counters, its
// labels, and for each frame a line with the columns "#", counter, function and
// place.
func read(section string) *group {
	g := &group{}
	for line := range strings.SplitSeq(section, "\n") {
		if number, _, ok := strings.Cut(line, " @ "); ok && !strings.HasPrefix(line, "#") {
			g.count, _ = strconv.Atoi(number)
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
		g.frames = append(g.frames, frame{call, columns[3]})
	}
	return g
}

// userPart returns the frames of user code. On the goroutines of the mechanism
// itself, which call hooks and constructors too, nothing counts.
func userPart(frames []frame) []frame {
	if len(frames) == 0 || !isOurs(frames[len(frames)-1].call) {
		return frames
	}
	if !slices.ContainsFunc(frames, func(f frame) bool { return f.call == module+"/hooks.(*task).run" }) {
		return nil
	}
	end := slices.IndexFunc(frames, func(f frame) bool { return isGuard(f.call) })
	for end > 0 && isMechanism(frames[end-1].call) {
		end--
	}
	return frames[:max(end, 0)]
}

// isOurs tells whether a goroutine that begins with that frame is one of ours.
func isOurs(entry string) bool {
	for _, pkg := range [...]string{"", "/container", "/hooks", "/internal/guard"} {
		if strings.HasPrefix(entry, module+pkg+".") {
			return true
		}
	}
	return false
}
