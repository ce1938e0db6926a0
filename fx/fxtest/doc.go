// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package fxtest has apps and a lifecycle for tests. It has the API of fx v1.24.0.
package fxtest
