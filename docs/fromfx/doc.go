// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package fromfx holds the tests of docs/from-fx.md: its tables name what fx and
// dig export, nothing less and nothing else, and its code compiles and runs.
package fromfx
