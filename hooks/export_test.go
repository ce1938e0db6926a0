// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

// Stages is stages.
func Stages(deps [][]int, tag []int, busy []bool) [][]int { return stages(deps, tag, busy) }
