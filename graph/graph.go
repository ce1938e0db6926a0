// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"fmt"
	"time"
)

// Graph is a snapshot of the registrations and, after a build, of the states of the
// components. Every id in Edges is the id of a node in Nodes.
type Graph struct {
	Nodes []Node `json:"nodes"` // in registration order
	Edges []Edge `json:"edges"` // by From in registration order, then by parameter
}

// Node is one constructor, value, decorator or invoked function.
type Node struct {
	ID       string `json:"id"`   // stable and unique within the graph
	Name     string `json:"name"` // the short form of the id
	Kind     Kind   `json:"kind"`
	Module   string `json:"module,omitempty"` // path of module names joined by dots
	Place    Place  `json:"place"`            // of the registration, as in facet.Provide(...)
	Source   Place  `json:"source"`           // of the function's declaration
	Gives    []Key  `json:"gives,omitempty"`
	Needs    []Need `json:"needs,omitempty"`
	Hooks    []Hook `json:"hooks,omitempty"`    // empty before a build
	Parallel string `json:"parallel,omitempty"` // the tag of the parallel group
	// Private is the path of the module that alone sees the values of the node; "" if
	// all modules see them.
	Private string `json:"private,omitempty"`
	// Replaces are the ids of the nodes that this node replaces. ReplacedBy are the ids
	// of the nodes that replace this one, which is then never constructed.
	Replaces   []string `json:"replaces,omitempty"`
	ReplacedBy []string `json:"replacedBy,omitempty"`
	// Reached reports whether a root needs the node; other nodes are never constructed.
	Reached bool `json:"reached"`
	// Seq is the position in construction order, from 1; 0 if not reached.
	Seq    int    `json:"seq,omitempty"`
	State  State  `json:"state"`
	Timing Timing `json:"timing,omitzero"`
}

// Key identifies a value: a type with full import paths, and a name or a group.
type Key struct {
	Type  string `json:"type"`
	Name  string `json:"name,omitempty"`
	Group string `json:"group,omitempty"`
}

// String returns the key in the notation of code.
func (k Key) String() string { return k.notation(ShortName(k.Type)) }

// notation returns the key with a name of its type.
func (k Key) notation(typeName string) string {
	switch {
	case k.Name != "":
		return fmt.Sprintf("%s[name=%q]", typeName, k.Name)
	case k.Group != "":
		return fmt.Sprintf("%s[group=%q]", typeName, k.Group)
	default:
		return typeName
	}
}

// Need is one parameter of a node, or one field of a parameter struct.
type Need struct {
	Key      Key      `json:"key"`
	Optional bool     `json:"optional,omitempty"`
	Soft     bool     `json:"soft,omitempty"`
	From     []string `json:"from,omitempty"` // ids of the nodes that provide it
}

// Hook is one registration of a node on its lifecycle.
type Hook struct {
	Kind  HookKind `json:"kind"`
	Name  string   `json:"name"`
	Place Place    `json:"place"` // the line that registered it
}

// HookKind is the kind of a registration on a lifecycle.
type HookKind = string

// The kinds of registrations.
const (
	HookStart   HookKind = "start"
	HookStop    HookKind = "stop"
	HookPair    HookKind = "start+stop"
	HookTask    HookKind = "task"
	HookServe   HookKind = "serve"
	HookDrain   HookKind = "drain"
	HookCleanup HookKind = "cleanup"
	HookCheck   HookKind = "check"
)

// Edge means that From depends on To.
type Edge struct {
	From string   `json:"from"`
	To   string   `json:"to"`
	Kind EdgeKind `json:"kind"`
	Key  Key      `json:"key,omitzero"` // the value that is passed; zero for EdgeOrder
}

// Timing holds the times of a node. A zero field means that the event has not happened.
type Timing struct {
	Construct time.Duration `json:"construct,omitempty"` // in its constructor
	Eligible  time.Time     `json:"eligible,omitzero"`   // when the last of its dependencies was up; zero without a dependency that has hooks
	Started   time.Time     `json:"started,omitzero"`    // when its first hook began
	Up        time.Time     `json:"up,omitzero"`         // when its last hook was done
}

// Kind is the kind of a [Node].
type Kind uint8

// The kinds of nodes.
const (
	KindConstructor Kind = iota // a function given to Provide
	KindValue                   // a value given to Supply or Value
	KindDecorator               // a function given to Decorate
	KindInvoke                  // a root: a function given to Invoke
)

var kindNames = []string{"constructor", "value", "decorator", "invoke"}

// String returns the kind in lower case.
func (k Kind) String() string { return enumName(kindNames, int(k)) }

// MarshalText writes String.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (k *Kind) UnmarshalText(text []byte) error { return readEnum(k, kindNames, text) }

// EdgeKind is the kind of an [Edge].
type EdgeKind uint8

// The kinds of edges.
const (
	EdgeValue    EdgeKind = iota // a plain or named value
	EdgeGroup                    // a member of a value group
	EdgeSoft                     // a member of a soft group, if constructed earlier
	EdgeOptional                 // an optional value that is present
	EdgeDecorate                 // the value that a decorator changes
	EdgeOrder                    // After and Before: an order without a value
)

var edgeNames = []string{"value", "group", "soft", "optional", "decorate", "order"}

// String returns the kind in lower case.
func (k EdgeKind) String() string { return enumName(edgeNames, int(k)) }

// MarshalText writes String.
func (k EdgeKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (k *EdgeKind) UnmarshalText(text []byte) error { return readEnum(k, edgeNames, text) }

// State is the state of a node.
type State uint8

// The states of a node. While the app runs, a node without hooks stays in StateBuilt.
const (
	StateDeclared State = iota // not constructed
	StateBuilding              // in its constructor
	StateBuilt                 // constructed
	StateStarting              // in its start hooks
	StateRunning               // all its start hooks are done
	StateStopping              // in its stop hooks
	StateStopped               // all its stop hooks and cleanups were called
	StateFailed                // its constructor, a hook or a task failed
)

var stateNames = []string{"declared", "building", "built", "starting", "running", "stopping", "stopped", "failed"}

// String returns the state in lower case.
func (s State) String() string { return enumName(stateNames, int(s)) }

// MarshalText writes String.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (s *State) UnmarshalText(text []byte) error { return readEnum(s, stateNames, text) }

func enumName(names []string, i int) string {
	if i < len(names) {
		return names[i]
	}
	return fmt.Sprintf("unknown(%d)", i)
}

func readEnum[E ~uint8](dst *E, names []string, text []byte) error {
	for i, name := range names {
		if name == string(text) {
			*dst = E(i) //nolint:gosec // the tables have fewer than 256 names
			return nil
		}
	}
	return fmt.Errorf("unknown word %q; want one of %q", text, names)
}
