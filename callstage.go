// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

// callStage says how far a call is.
type callStage uint8

const (
	callWaits  callStage = iota // for its turn
	callStarts                  // what it needs is constructed and started
	callRuns                    // the function runs, or is about to
	callStops
)

// String says what goes on while the function does not run.
func (s callStage) String() string {
	switch s {
	case callWaits:
		return "waiting for its turn"
	case callStarts:
		return "being given what it needs"
	case callStops:
		return "leaving what it used"
	default:
		return ""
	}
}
