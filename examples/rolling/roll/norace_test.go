// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build !race

package main

// race reports whether the race detector is on; then the service has it too.
const race = false
