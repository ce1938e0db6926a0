// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/facet-go/facet/graph"
)

// After is the option provide.After.
func After[T any](name ...string) Option {
	return order("After", reflect.TypeFor[T](), name, func(c *config) (*[]Key, []Key) { return &c.after, c.before })
}

// Before is the option provide.Before.
func Before[T any](name ...string) Option {
	return order("Before", reflect.TypeFor[T](), name, func(c *config) (*[]Key, []Key) { return &c.before, c.after })
}

// order returns After or Before. edges returns the keys of its own direction and of the
// opposite one.
func order(word string, t reflect.Type, names []string, edges func(*config) (*[]Key, []Key)) Option {
	key := Key{Type: t}
	quoted := make([]string, len(names))
	for i, name := range names {
		key.Name, quoted[i] = name, strconv.Quote(name)
	}
	call := "[" + graph.ShortName(graph.TypeName(t)) + "](" + strings.Join(quoted, ", ") + ")"
	fault := orderFault(key, len(names))
	return option{word + call, func(c *config) {
		own, other := edges(c)
		switch {
		case fault != "":
			c.addProblem("bad-option", word+call+" "+fault)
		case slices.Contains(*own, key):
			c.addProblem("conflicting-options", word+call+" is given twice; keep one")
		case slices.Contains(other, key):
			c.addProblem("conflicting-options", fmt.Sprintf("After%s and Before%s exclude each other; keep one", call, call))
		default:
			*own = append(*own, key)
		}
	}}
}

// orderFault returns why key cannot be a key of After or Before, or "". names is the
// number of names in the call.
func orderFault(key Key, names int) string {
	switch {
	case names > 1:
		return "takes one name at most; repeat the option for each"
	case names == 1 && key.Name == "":
		return "gives an empty name; leave the name out, or give that of the value"
	case key.Type.Implements(errorType):
		return "is about an error, which no constructor can provide; give the type of a component"
	case embedsMarker(key.Type, inType), embedsMarker(key.Type, outType):
		return "is about a struct that embeds In or Out, which stands for its fields and is not a value itself; give the types of its fields, one option for each"
	default:
		return ""
	}
}

// embedsMarker reports whether t is a struct that embeds the marker In or Out, points
// to one, or embeds a pointer to the marker.
func embedsMarker(t, marker reflect.Type) bool {
	return embeds(t, marker) || pointsTo(t, marker) || embedsPointer(t, marker)
}
