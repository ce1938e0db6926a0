// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package store is the next major version of what the shop keeps.
package store

// Users finds users by numbers.
type Users interface {
	Find(id int64) (string, error)
}
