// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build race

package cases_test

const raceEnabled = true
