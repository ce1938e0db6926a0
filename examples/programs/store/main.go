// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Command store keeps notes in SQLite. "store migrate" changes the schema and starts only
// the database for that; "store add TEXT" and "store list" work on it; "store serve" is the
// whole service.
package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"

	_ "modernc.org/sqlite" // the driver

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
)

// Path is the file of the database.
type Path string

// NewDB opens the database. The stop closes it.
func NewDB(lc *facet.Lifecycle, path Path) (*sql.DB, error) {
	db, err := sql.Open("sqlite", string(path))
	if err != nil {
		return nil, err
	}
	lc.Cleanup(db.Close)
	lc.OnStart(db.PingContext, hooks.Name("ping"))
	lc.OnCheck("ping", db.PingContext)
	return db, nil
}

// Notes is a table.
type Notes struct{ db *sql.DB }

// NewNotes fails the start if the schema is not there.
func NewNotes(lc *facet.Lifecycle, db *sql.DB) *Notes {
	n := &Notes{db}
	lc.OnStart(func(ctx context.Context) error {
		if _, err := n.List(ctx); err != nil {
			return fmt.Errorf("the schema is missing; call store migrate: %w", err)
		}
		return nil
	}, hooks.Name("verify schema"))
	return n
}

// Add adds a note.
func (n *Notes) Add(ctx context.Context, text string) error {
	_, err := n.db.ExecContext(ctx, "INSERT INTO notes (text) VALUES (?)", text)
	return err
}

// List returns all notes.
func (n *Notes) List(ctx context.Context) ([]string, error) {
	rows, err := n.db.QueryContext(ctx, "SELECT text FROM notes ORDER BY id")
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // Err has it
	var list []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		list = append(list, text)
	}
	return list, rows.Err()
}

// migrate is called by App.Do, which starts the database alone.
func migrate(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
	return err
}

var errUsage = errors.New("usage: store FILE migrate | add TEXT | list | serve")

func run(args []string) error {
	if len(args) < 2 {
		return errUsage
	}
	app := facet.New(
		facet.Supply(Path(args[0])),
		facet.Provide(NewDB, NewNotes),
		facet.Invoke(func(*Notes) { fmt.Println("the service is built") }),
	)
	ctx := context.Background()
	switch command := args[1]; {
	case command == "migrate":
		return app.Do(ctx, migrate)
	case command == "add" && len(args) == 3:
		return app.Do(ctx, func(ctx context.Context, n *Notes) error { return n.Add(ctx, args[2]) })
	case command == "list":
		return app.Do(ctx, func(ctx context.Context, n *Notes) error {
			list, err := n.List(ctx)
			for _, text := range list {
				fmt.Println("note:", text)
			}
			return err
		})
	case command == "serve":
		return app.Run(ctx)
	default:
		return errUsage
	}
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(facet.ExitCode(err))
	}
}
