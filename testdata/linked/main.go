// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Linked is a program with a method that a linker may drop.
package main

import (
	"context"
	"fmt"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/provide"
)

// Loader is what the program needs.
type Loader interface{ Load(name string) int }

// Disk is a Loader.
type Disk struct{}

// Load is called.
//
//go:noinline
func (*Disk) Load(string) int { return 0 }

// Unrelated is called by nothing.
//
//go:noinline
func (*Disk) Unrelated() { fmt.Println("linked") }

func main() {
	app := facet.New(
		facet.Provide(func() *Disk { return nil }, provide.As[Loader]()),
		facet.Invoke(func(l Loader) { fmt.Println(l.Load("")) }),
	)
	fmt.Println(app.Run(context.Background()))
}
