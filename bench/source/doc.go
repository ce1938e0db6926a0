// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package source writes the Go sources that are measured: every type and every
// constructor is distinct, and compiled as a user's own would be.
package source
