// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package pg keeps what the shop keeps in a database.
package pg

import (
	"context"

	"github.com/facet-go/facet/testdata/shop/store"
)

// Config says where the database is.
type Config struct{ DSN string }

// DB is the database.
type DB struct{ dsn string }

// NewDB opens the database.
func NewDB(c Config) (*DB, error) { return &DB{c.DSN}, nil }

// Ping asks whether the database is there.
func (db *DB) Ping(context.Context) error { return nil }

// Close closes the database.
func (db *DB) Close() error { return nil }

// Users is store.Users.
type Users struct{ db *DB }

// NewUsers makes Users.
func NewUsers(db *DB) *Users { return &Users{db} }

// Find finds a user.
func (u *Users) Find(context.Context, string) (store.User, error) { return store.User{}, nil }

// Count counts users.
func (u *Users) Count(context.Context) (int, error) { return 0, nil }

// Orders is almost store.Orders.
type Orders struct{ db *DB }

// NewOrders makes Orders.
func NewOrders(db *DB) *Orders { return &Orders{db} }

// Open lists orders.
func (o *Orders) Open(context.Context) ([]string, error) { return nil, nil }

// OldUsers is store.Users of long ago.
type OldUsers struct{ db *DB }

// NewOldUsers makes OldUsers.
func NewOldUsers(db *DB) *OldUsers { return &OldUsers{db} }

// Find finds a user.
func (u *OldUsers) Find(id string) (*store.User, error) { return nil, nil }

// Count counts users.
func (u *OldUsers) Count(context.Context) (int, error) { return 0, nil }
