// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package source writes the measured Go sources. Every type and every constructor is
// distinct, and compiled like a user's code.
package source
