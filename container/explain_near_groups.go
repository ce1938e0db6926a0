// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// NearGroups returns a problem for each value group that is read and has no member, if a
// group comes near that has members and no reader: one of the same type with a similar
// name, or one of the same name whose type implements the other. Without that evidence an
// empty group is legal. all includes readers that no root needs. isMeant reports the groups
// of which nothing is said.
func (c *Container) NearGroups(all bool, isMeant func(group string) bool) []*graph.Problem {
	cl, _ := c.declaredClosure()
	read, empty := c.groupReaders(func(n *node) bool { return all || cl.has(n.index) })
	var problems []*graph.Problem
	for _, reader := range empty {
		n, p := c.nodes[reader.node], c.nodes[reader.node].Params[reader.param]
		if isMeant(p.Key.Group) {
			continue
		}
		near := c.nearGroups(p.Key, func(k registration.Key) bool { return !read[k] && !isMeant(k.Group) })
		if len(near) > 0 {
			problems = append(problems, &graph.Problem{
				Slug: "near-group", Place: n.Place, Near: near,
				Text:   fmt.Sprintf("%s: %s: the group %q of %s has no member", n.Name(), n.Where(p), p.Key.Group, shortType(p.Key.Type)),
				Advice: fmt.Sprintf("if both are meant, list facet.EmptyGroups(%q)", p.Key.Group),
			})
		}
	}
	return problems
}

// groupReaders returns the groups that anything reads, and the first reader that counts of
// each group without a member.
func (c *Container) groupReaders(counts func(*node) bool) (read map[registration.Key]bool, empty []edgeRef) {
	var seen map[registration.Key]bool
	for _, n := range c.nodes {
		for i := range n.Params {
			key := n.Params[i].Key
			if key.Group == "" || n.replacedBy != nil {
				continue
			}
			if read == nil {
				read, seen = map[registration.Key]bool{}, map[registration.Key]bool{}
			}
			read[key] = true
			if n.bindings[i].provider == bindGroup && len(n.groupMembers(i)) == 0 && !seen[key] && counts(n) {
				seen[key] = true
				empty = append(empty, edgeRef{n.index, i})
			}
		}
	}
	return read, empty
}

// nearGroups returns the members of groups that isUnread reports and that come near.
func (c *Container) nearGroups(want registration.Key, isUnread func(registration.Key) bool) []graph.Near {
	var near []graph.Near
	for _, n := range c.nodes {
		for _, r := range n.Results {
			if r.Key.Group == "" || n.replacedBy != nil || !isUnread(r.Key) {
				continue
			}
			switch have := r.Key; {
			case have.Type == want.Type && areSimilarGroups(have.Group, want.Group):
				near = append(near, graph.Near{
					Text:  fmt.Sprintf("%s is a member of the group %q, which nothing reads", n.Name(), have.Group),
					Place: n.sourceOrPlace(), Change: fmt.Sprintf("use one name for both: %q%s, or %q where it is read", want.Group, n.atPlace(), have.Group),
				})
			case have.Group == want.Group && want.Type.Kind() == reflect.Interface && have.Type.Implements(want.Type):
				near = append(near, graph.Near{
					Text:  fmt.Sprintf("%s implements %s, and is a member of the group %q as itself", shortType(have.Type), shortType(want.Type), have.Group),
					Place: n.sourceOrPlace(), Change: n.provideAs(want.Type),
				})
			}
			if len(near) == maxNear {
				return near
			}
		}
	}
	return near
}

// areSimilarGroups reports whether one name contains the other, or is one edit away.
func areSimilarGroups(one, other string) bool {
	one, other = strings.ToLower(one), strings.ToLower(other)
	return areSimilarNames(one, other) || isOneEdit(one, other)
}

// isOneEdit reports whether one letter added, removed, changed, or exchanged with the next
// makes one name the other. Names of up to three letters are too short for that.
func isOneEdit(one, other string) bool {
	if len(one) > len(other) {
		one, other = other, one
	}
	if len(one) <= 3 || len(other)-len(one) > 1 {
		return false
	}
	at := 0
	for at < len(one) && one[at] == other[at] {
		at++
	}
	if len(one) < len(other) {
		return one[at:] == other[at+1:]
	}
	if at == len(one) || one[at+1:] == other[at+1:] {
		return true
	}
	return at+1 < len(one) && one[at] == other[at+1] && one[at+1] == other[at] && one[at+2:] == other[at+2:]
}
