// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package mutant finds the places of a Go file that a fixed set of operators can
// change, and makes the changed file.
package mutant

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
)

// Operator is a way to change the code.
type Operator string

// The operators, all of them.
const (
	ConditionNegated Operator = "condition negated" // of if, for, and a case of a switch without a tag
	BoundMoved       Operator = "bound moved"       // < and <=, > and >=
	LogicSwapped     Operator = "logic swapped"     // && and ||
	StatementRemoved Operator = "statement removed" // a call, an assignment, defer, go, send, break, continue, a bare return
	ErrorRemoved     Operator = "error removed"     // return nil for the error in the last place
)

// Operators are all operators, in the order of reports.
var Operators = []Operator{ConditionNegated, BoundMoved, LogicSwapped, StatementRemoved, ErrorRemoved}

// Mutant is one change at one place.
type Mutant struct {
	File     string   `json:"file"`     // as passed to Find
	Function string   `json:"function"` // "App.Start", or "" outside of functions; a function literal has the name of the function around it
	Operator Operator `json:"operator"`
	Line     int      `json:"line"`
	Column   int      `json:"column"` // in bytes, from 1, as in coverage profiles

	// Before and After are the lines that change, without comments, joined to one
	// line. With File and Function they identify the mutant even after changes
	// elsewhere in the file.
	Before string `json:"before"`
	After  string `json:"after"`

	nth      int // among equal mutants of the file
	from, to int // bytes of the file
	text     string
}

// Apply returns the changed source. It has as many lines as before.
func (m *Mutant) Apply(source []byte) []byte {
	return slices.Concat(source[:m.from], []byte(m.text), source[m.to:])
}

// Rank is the position of the mutant in a draw with this seed: a draw of n has the n
// lowest ranks. The rank depends only on the mutant and the seed, so that a change
// elsewhere in the code leaves most of a draw unchanged.
func (m *Mutant) Rank(seed uint64) uint64 {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d\n%s\n%s\n%s\n%s\n%s\n%d", seed, m.File, m.Function, m.Operator, m.Before, m.After, m.nth))
	return binary.BigEndian.Uint64(sum[:])
}

// String returns the place and the change on one line.
func (m *Mutant) String() string {
	after := m.After
	if after == "" {
		after = "(nothing)"
	}
	return fmt.Sprintf("%s:%d %s: %s -> %s", m.File, m.Line, m.Function, m.Before, after)
}
