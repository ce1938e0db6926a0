// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/facet-go/facet/graph"
)

// After orders the constructor behind the one that gives T, under that name if
// one is given: it is constructed and started later, stopped and cleaned up
// sooner, whenever both are in the part that is built. It passes no value and
// pulls nothing in, counts for cycles, and is an error if nobody provides T. It
// may be repeated for other keys.
func After[T any](name ...string) Option {
	return order("After", reflect.TypeFor[T](), name, func(c *config) (*[]Key, []Key) { return &c.after, c.before })
}

// Before orders the constructor ahead of the one that gives T, under that name
// if one is given. It is [After] seen from the other end.
func Before[T any](name ...string) Option {
	return order("Before", reflect.TypeFor[T](), name, func(c *config) (*[]Key, []Key) { return &c.before, c.after })
}

// order is After or Before; edges returns those of its own direction and of the
// other one.
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
			c.problem("bad-option", word+call+" "+fault)
		case slices.Contains(*own, key):
			c.problem("conflicting-options", word+call+" is given twice; keep one")
		case slices.Contains(other, key):
			c.problem("conflicting-options", fmt.Sprintf("After%s and Before%s exclude each other; keep one", call, call))
		default:
			*own = append(*own, key)
		}
	}}
}

// orderFault says why nothing can be ordered by a key that is written with so
// many names; "" is for one that can be.
func orderFault(key Key, names int) string {
	switch {
	case names > 1:
		return "takes one name at most; repeat the option for each"
	case names == 1 && key.Name == "":
		return "gives an empty name; leave the name out, or give that of the value"
	case key.Type.Implements(errorType):
		return "is about an error, which nobody can provide; give the type of a component"
	case marked(key.Type, inType), marked(key.Type, outType):
		return "is about a struct that embeds In or Out, which stands for its fields and is no value itself; give the types of its fields, one option for each"
	default:
		return ""
	}
}

// marked tells whether a struct that embeds the marker In or Out is, or is meant
// by, t.
func marked(t, marker reflect.Type) bool {
	return embeds(t, marker) || pointsTo(t, marker) || embedsPointer(t, marker)
}
