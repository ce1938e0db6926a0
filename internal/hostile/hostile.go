// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package hostile makes errors and contexts that misbehave in every way that the language
// allows, for the tests of all packages.
package hostile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// Panicking is an error whose methods panic.
type Panicking struct{}

// Error panics.
func (Panicking) Error() string { panic("hostile: Error") }

// Unwrap panics.
func (Panicking) Unwrap() error { panic("hostile: Unwrap") }

// Is panics.
func (Panicking) Is(error) bool { panic("hostile: Is") }

// As panics.
func (Panicking) As(any) bool { panic("hostile: As") }

// Exiting is an error whose Error and Is call runtime.Goexit.
type Exiting struct{}

// Error calls runtime.Goexit.
func (Exiting) Error() string { runtime.Goexit(); return "" }

// Is calls runtime.Goexit.
func (Exiting) Is(error) bool { runtime.Goexit(); return false }

// Blocking is an error whose methods do not return until Release is called.
type Blocking struct {
	released chan struct{}
	once     *sync.Once
}

// NewBlocking returns an error that blocks until Release.
func NewBlocking() *Blocking { return &Blocking{make(chan struct{}), &sync.Once{}} }

// Release makes the methods return. It may be called again.
func (e *Blocking) Release() { e.once.Do(func() { close(e.released) }) }

// Error blocks until Release.
func (e *Blocking) Error() string { <-e.released; return "blocked" }

// Unwrap blocks until Release.
func (e *Blocking) Unwrap() error { <-e.released; return nil }

// Is blocks until Release.
func (e *Blocking) Is(error) bool { <-e.released; return false }

// Calling is an error whose methods call a function, for example a method of the app
// that the error ends.
type Calling struct{ Call func() }

// Error calls the function.
func (e *Calling) Error() string { e.Call(); return "called" }

// Unwrap calls the function.
func (e *Calling) Unwrap() error { e.Call(); return nil }

// Is calls the function.
func (e *Calling) Is(error) bool { e.Call(); return false }

// uncomparable has a comparable type, but its values are not comparable.
type uncomparable struct{ inner any }

func (uncomparable) Error() string { return "uncomparable" }

// Uncomparable returns an error that panics when it is compared with itself.
func Uncomparable() error { return uncomparable{[]int{1}} }

// Slice is an error that cannot be compared.
type Slice []string

func (e Slice) Error() string { return strings.Join(e, ", ") }

// cyclic wraps itself.
type cyclic struct{}

func (e *cyclic) Error() string { return "cyclic" }
func (e *cyclic) Unwrap() error { return e }

// NewCyclic returns an error that wraps itself.
func NewCyclic() error { return &cyclic{} }

// doubling wraps itself twice.
type doubling struct{}

func (e *doubling) Error() string   { return "doubling" }
func (e *doubling) Unwrap() []error { return []error{e, e} }

// Huge is an error with a text of that many bytes.
type Huge int

func (e Huge) Error() string { return strings.Repeat("x", int(e)) }

// TypedNil returns an error that is a nil pointer. Its Error method panics.
func TypedNil() error {
	var err *os.PathError
	return err
}

// Wrapping is an error that wraps another and calls its Error method.
type Wrapping struct{ Err error }

func (e *Wrapping) Error() string { return "wrapping: " + e.Err.Error() }

// Unwrap returns the other error.
func (e *Wrapping) Unwrap() error { return e.Err }

// Errors returns errors of every kind. Blocking ones block until the end of the test.
func Errors(tb testing.TB) map[string]error {
	tb.Helper()
	blocking := NewBlocking()
	tb.Cleanup(blocking.Release)
	all := NonBlocking()
	all["blocking"] = blocking
	all["wrapping a blocking one"] = &Wrapping{blocking}
	return all
}

// NonBlocking returns errors of every kind whose methods return at once.
func NonBlocking() map[string]error {
	return map[string]error{
		"typed nil":                  TypedNil(),
		"panicking":                  Panicking{},
		"exiting":                    Exiting{},
		"uncomparable":               Uncomparable(),
		"slice":                      Slice{"a", "b"},
		"cyclic":                     NewCyclic(),
		"doubling":                   &doubling{},
		"huge":                       Huge(1 << 22),
		"with line breaks":           errors.New("one\r\n\x1b[31mtwo\x00\n\n\tthree"),
		"wrapping a typed nil":       &Wrapping{TypedNil()},
		"wrapping a panicking one":   fmt.Errorf("wrapped: %w", Panicking{}),
		"joined with a harmless one": errors.Join(io.EOF, Panicking{}),
	}
}

// Tree returns an error with the shape that the bytes describe, and with a text, for
// fuzzing. It does not block.
func Tree(shape []byte, text string) error {
	err := errors.New(text)
	for _, b := range shape {
		switch b % 13 {
		case 0:
			err = &Wrapping{&Wrapping{err}} // fmt.Errorf would call err.Error here
		case 1:
			err = errors.Join(err, io.EOF)
		case 2:
			err = &Wrapping{err}
		case 3:
			err = errors.Join(TypedNil(), err)
		case 4:
			err = errors.Join(err, Panicking{})
		case 5:
			err = errors.Join(err, Exiting{})
		case 6:
			err = &Wrapping{errors.Join(err, Uncomparable())}
		case 7:
			err = errors.Join(err, NewCyclic())
		case 8:
			err = errors.Join(&doubling{}, err)
		case 9:
			err = errors.Join(err, Huge(1<<17))
		case 10:
			err = errors.Join(Slice{text}, err)
		case 11:
			err = errors.Join(err, context.Canceled)
		default:
			err = errors.Join(err, Panicking{}, TypedNil(), nil)
		}
	}
	return err
}

// Context is a context whose methods misbehave once Broken returns true.
type Context struct {
	context.Context //nolint:containedctx // wraps it
	How             func()
	Broken          func() bool
}

func (c *Context) misbehave() {
	if c.Broken == nil || c.Broken() {
		c.How()
	}
}

// Deadline misbehaves.
func (c *Context) Deadline() (time.Time, bool) { c.misbehave(); return c.Context.Deadline() }

// Done misbehaves.
func (c *Context) Done() <-chan struct{} { c.misbehave(); return c.Context.Done() }

// Err misbehaves.
func (c *Context) Err() error { c.misbehave(); return c.Context.Err() }

// Value misbehaves.
func (c *Context) Value(key any) any { c.misbehave(); return c.Context.Value(key) }
