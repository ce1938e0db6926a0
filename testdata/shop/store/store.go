// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package store says what the shop keeps. It belongs to the tests of error texts.
package store

import "context"

// User is who buys.
type User struct{ ID, Name string }

// Users finds users.
type Users interface {
	Find(ctx context.Context, id string) (User, error)
	Count(ctx context.Context) (int, error)
}

// Orders finds orders.
type Orders interface {
	Open(ctx context.Context) ([]string, error)
	Close(ctx context.Context, id string) error
}

// Clock tells the time. Nothing outside of the package can be one.
type Clock interface {
	Now() int64
	sealed()
}
