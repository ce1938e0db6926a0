// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fxevent

import "time"

// Provided reports that a constructor was registered.
type Provided struct {
	ConstructorName string
	StackTrace      []string // of the call that registered it
	ModuleTrace     []string // the places of the modules, the innermost first
	OutputTypeNames []string // what it provides
	ModuleName      string   // "" outside of all modules
	Err             error    // why it was refused
	Private         bool
}

// Supplied reports that a value was registered.
type Supplied struct {
	TypeName    string
	StackTrace  []string
	ModuleTrace []string
	ModuleName  string
	Err         error
}

// Replaced reports that a value was registered in place of others.
type Replaced struct {
	OutputTypeNames []string
	StackTrace      []string
	ModuleTrace     []string
	ModuleName      string
	Err             error
}

// Decorated reports that a decorator was registered.
type Decorated struct {
	DecoratorName   string
	StackTrace      []string
	ModuleTrace     []string
	ModuleName      string
	OutputTypeNames []string
	Err             error
}

// BeforeRun reports that a constructor or decorator is about to be called, or that a value
// is about to be used for the first time.
type BeforeRun struct {
	Name       string
	Kind       string // "provide", "decorate", "supply" or "replace"
	ModuleName string
}

// Run reports that what BeforeRun announced has ended.
type Run struct {
	Name       string
	Kind       string // as in BeforeRun
	ModuleName string
	Runtime    time.Duration
	Err        error // what the function returned, or its panic if the app recovers
}

// Invoking reports that a function given to Invoke is about to be called, after what it
// needs was constructed.
type Invoking struct {
	FunctionName string
	ModuleName   string
}

// Invoked reports that a function given to Invoke has ended or cannot be called.
type Invoked struct {
	FunctionName string
	ModuleName   string
	Err          error
	Trace        string // of the call of Invoke, not of the error
}

// LoggerInitialized reports that the logger given to WithLogger is in use, or that its
// constructor failed.
type LoggerInitialized struct {
	ConstructorName string
	Err             error
}
