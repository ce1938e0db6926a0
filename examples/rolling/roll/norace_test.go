// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build !race

package main

// race tells whether the race detector is on; then it is in the service too.
const race = false
