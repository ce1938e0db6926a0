// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"reflect"
	"time"
)

// Listener receives the progress of a build. Its methods are called on the goroutine of
// the build, one at a time, with two exceptions: BuildBegins is called on the goroutine
// that called the build, and LateReturn may be called after the build has ended. The
// function given to [Container.Prepare] is the node [Container.Size].
type Listener interface {
	// BuildBegins is called before anything is constructed, so that the build can be
	// inspected meanwhile.
	BuildBegins(b *Build)
	// ReservedValue returns the value of a reserved type for a node; nil is the zero value.
	// It is called once for each reserved type that the node has a parameter of.
	ReservedValue(node int, t reflect.Type) any
	// BeforeCall is called before the function of a node. Values have no function.
	BeforeCall(node int)
	// RegisterHooks is called after the function of a node that has hooks or services in its
	// registration, with the results of the function and the values that the hooks need.
	RegisterHooks(node int, results, injected []reflect.Value) error
	// AfterCall is called when the function of a node has ended, or was not called because
	// the build was canceled during BeforeCall.
	AfterCall(node int, took time.Duration, err error)
	// LateReturn is called when an abandoned function returns, with its error.
	LateReturn(node int, err error)
}

// noListener is the Listener of a build without one.
type noListener struct{}

func (noListener) BuildBegins(*Build)                                        {}
func (noListener) ReservedValue(int, reflect.Type) any                       { return nil }
func (noListener) BeforeCall(int)                                            {}
func (noListener) RegisterHooks(int, []reflect.Value, []reflect.Value) error { return nil }
func (noListener) AfterCall(int, time.Duration, error)                       {}
func (noListener) LateReturn(int, error)                                     {}
