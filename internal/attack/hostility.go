// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/internal/hostile"
)

// forged is at the begin of a line only if facet has not escaped a line break of a
// user.
const forged = "FORGED"

const hostileSuffix = "\r\n" + forged + "\tline\x1b[31m\x00\n" + forged

var errPlain = errors.New("plain failure")

// drawError draws an error that a user's function returns.
func (l *life) drawError(d *dice) error {
	switch d.below(10) {
	case 0, 1, 2:
		if l.has(hostileErrors) {
			return drawHostile(d)
		}
	case 3:
		if l.has(hostileErrors) {
			return hostile.Tree(drawShape(d), "tree")
		}
	case 4:
		if l.has(blockingErrors) && d.oneIn(4) {
			return l.blockingError()
		}
	case 5:
		if l.has(callingErrors) {
			return l.callingError(d.split())
		}
	case 6:
		if l.has(hostileErrors) {
			return hostile.Huge(1 << d.below(21))
		}
	case 7:
		if l.has(hostileNames) {
			return errors.New("bad" + hostileSuffix)
		}
	case 8:
		return oneOf(d, context.Canceled, context.DeadlineExceeded, facet.ErrStopping, facet.ErrReentrant,
			facet.Exit(0), facet.Exit(3), fmt.Errorf("around: %w", context.Canceled))
	}
	return errPlain
}

func drawHostile(d *dice) error {
	all := hostile.NonBlocking()
	delete(all, "huge")
	delete(all, "with line breaks")
	keys := slices.Sorted(maps.Keys(all))
	return all[oneOf(d, keys...)]
}

func drawShape(d *dice) []byte {
	shape := make([]byte, d.below(12))
	for i := range shape {
		shape[i] = byte(d.below(256))
	}
	return shape
}

// blockingError returns an error that blocks until the end of the life. Each call of
// its methods may cost a second.
func (l *life) blockingError() error {
	err := hostile.NewBlocking()
	l.slowValues.Add(1)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.blockers = append(l.blockers, err)
	return err
}

// callingError returns an error whose methods call the app.
func (l *life) callingError(d *dice) error {
	seed := d.Uint64()
	l.slowValues.Add(1)
	return &hostile.Calling{Call: func() {
		if l.quiet.Load() {
			return
		}
		d := newDice(seed, 0, 0, l.serial.Add(1))
		l.actWithin(context.Background(), d, nil)
	}}
}

// stringer is a value whose String misbehaves.
type stringer struct{ how func() }

func (s stringer) String() string { s.how(); return "value" }

// drawValue draws the value of a panic.
func (l *life) drawValue(d *dice) any {
	if !l.has(hostileValues) {
		return "panicked"
	}
	switch d.below(7) {
	case 0:
		return stringer{func() { panic("in String") }}
	case 1:
		return stringer{runtime.Goexit}
	case 2:
		if !l.has(blockingErrors) || !d.oneIn(4) {
			return 7
		}
		l.slowValues.Add(1)
		return stringer{func() { <-l.release }}
	case 3:
		loop := map[string]any{}
		loop["self"] = loop
		return loop
	case 4:
		if l.has(hostileNames) {
			return "panic" + hostileSuffix
		}
		return []byte("bytes")
	case 5:
		return l.drawError(d)
	default:
		return "panicked"
	}
}

// drawContext draws the context of a call. b reports whether the call may last until
// hanging functions are released.
func (l *life) drawContext(d *dice) (ctx context.Context, cancel context.CancelFunc, b bound) {
	ctx, cancel = context.WithCancel(context.Background())
	switch d.below(8) {
	case 0:
		cancel()
	case 1, 2:
		inner := cancel
		var own context.CancelFunc
		ctx, own = context.WithTimeout(ctx, d.upTo(60*time.Millisecond))
		cancel = func() { own(); inner() }
	case 3:
		after := time.AfterFunc(d.upTo(60*time.Millisecond), cancel)
		inner := cancel
		cancel = func() { after.Stop(); inner() }
	case 4:
		if l.has(hostileContexts) {
			return l.brokenContext(ctx, d, func() { panic("in a context") }), cancel, untilStop
		}
	case 5:
		// A hook that uses such a context hangs, which no budget limits in some lives.
		if l.has(blockingContexts) && d.oneIn(4) && !l.world.huge && !l.world.patient {
			how := oneOf(d, runtime.Goexit, func() { <-l.release })
			return l.brokenContext(ctx, d, how), cancel, unbounded
		}
	}
	return ctx, cancel, untilStop
}

// brokenContext returns a context that misbehaves now, or after some time.
func (l *life) brokenContext(ctx context.Context, d *dice, how func()) context.Context {
	at := time.Now().Add(oneOf(d, 0, d.upTo(50*time.Millisecond)))
	return &hostile.Context{Context: ctx, How: how, Broken: func() bool { return !l.quiet.Load() && !time.Now().Before(at) }}
}

// suffix returns the rest of a name, after the first word.
func (l *life) suffix(d *dice) string {
	if l.has(hostileNames) && d.oneIn(3) {
		return hostileSuffix
	}
	return oneOf(d, "", " with spaces", "-x", ".y")
}
