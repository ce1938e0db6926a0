// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import (
	"time"

	"github.com/facet-go/facet/internal/registration"
)

// Option is an option of one registration. Options print in the notation of code.
type Option = registration.Option

// In marks a struct whose fields are parameters. Embed it.
type In = registration.In

// Out marks a struct whose fields are results. Embed it.
type Out = registration.Out

// Name gives every result that name. A consumer asks for it with the tag name:"..." in
// a parameter struct. Name excludes [Group] and [Results]. It does not apply to result
// structs, whose fields carry their own tags.
func Name(name string) Option { return registration.Name(name) }

// Group makes every result a member of that value group. A consumer asks for the
// members with the tag group:"..." on a slice in a parameter struct, and receives them
// in registration order. With Group("x,flatten") each element of a slice is a member.
// Group excludes [Name] and [Results]. It does not apply to result structs, whose
// fields carry their own tags.
func Group(group string) Option { return registration.Group(group) }

// As provides every result as the interface T instead of its own type. With several As,
// every result is provided as each of the interfaces. Add [Self] to keep the own type
// as well. Every result must implement T. A nil pointer is provided as a nil interface.
func As[T any]() Option { return registration.As[T]() }

// Self provides every result under its own type as well as under the interfaces of
// [As].
func Self() Option { return registration.Self() }

// Params gives the parameters struct tags by position, for a constructor of another
// library. The keys are name, group, optional and parallel, with the meaning that they
// have on a field of a parameter struct. An empty string is no tag. There may be fewer
// tags than parameters. A variadic parameter with a group receives its members. Params
// does not apply to a parameter struct, whose fields carry their own tags.
func Params(tags ...string) Option { return registration.Params(tags...) }

// Results gives the results struct tags by position, for a constructor of another
// library. The keys are name and group, with the meaning that they have on a field of a
// result struct. An empty string is no tag. There may be fewer tags than results. [As]
// and [Self] keep the tag and change the type. Results excludes [Name] and [Group]. It
// does not apply to a result struct, whose fields carry their own tags.
func Results(tags ...string) Option { return registration.Results(tags...) }

// Eager makes every build call the constructor, even if no other constructor or invoked
// function needs its results.
func Eager() Option { return registration.Eager() }

// Private makes the results visible only in the module of the registration and in its
// submodules. It is a registration error outside of a module, and on a replacement of a
// key that is visible elsewhere too.
func Private() Option { return registration.Private() }

// StartTimeout limits each start hook of the constructor to d. It cannot extend the
// app's start timeout. A d of zero or less is a registration error. By default a hook
// has no timeout of its own.
func StartTimeout(d time.Duration) Option { return registration.StartTimeout(d) }

// StopTimeout limits each stop hook and drain hook of the constructor to d. It cannot
// extend the app's stop timeout. A d of zero or less is a registration error. By
// default a hook has no timeout of its own.
func StopTimeout(d time.Duration) Option { return registration.StopTimeout(d) }
