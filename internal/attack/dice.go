// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package main

import (
	"math/rand/v2"
	"time"
)

// dice draw. They belong to one goroutine.
type dice struct{ *rand.Rand }

// newDice returns dice that draw the same for the same arguments.
func newDice(seed, life, who, nth uint64) *dice {
	return &dice{rand.New(rand.NewPCG(seed<<32^life, who<<32^nth))} //nolint:gosec // nothing secret
}

func (d *dice) below(n int) int { return d.IntN(max(n, 1)) }

func (d *dice) oneIn(n int) bool { return n > 0 && d.IntN(n) == 0 }

func (d *dice) upTo(t time.Duration) time.Duration { return time.Duration(d.Int64N(int64(t) + 1)) }

// split returns independent dice.
func (d *dice) split() *dice { return newDice(d.Uint64(), d.Uint64(), 0, 0) }

func oneOf[T any](d *dice, list ...T) T { return list[d.below(len(list))] }
