// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package provide says what one constructor needs and gives.
//
// [Constructor], [Decorator], [Value], [Invoke], [Call] and [Populate] read a
// signature and its options into a [Spec]: the parameters in order, fields of
// parameter structs included, and the keys of the results. They find everything
// that cannot be a constructor and report it as [graph.Problem] values that name
// the function and the line that registered it. Nothing is called and nothing
// panics.
//
// The rest of the package is the options that a caller of facet.Provide writes
// behind a constructor:
//
//	facet.Provide(NewReplica, provide.Name("replica"), provide.As[Reader]())
//
// # Signatures
//
// A constructor takes any number of parameters and returns one or more results
// and, if it can fail, an error as the last. A parameter of a struct type that
// embeds [In] stands for its fields, a result that embeds [Out] for its fields;
// both may be nested. A variadic parameter is left empty. The field tags are
// those of dig:
//
//	name:"replica"              the value of that name
//	group:"routes"              in In: all members, as a slice; in Out: one member
//	group:"routes,soft"         in In: the members constructed before this
//	group:"routes,flatten"      in Out: each element of the slice is a member
//	optional:"true"             the zero value if nobody provides it
//	ignore-unexported:"true"    on the embedded In: skip unexported fields
//
// and one of facet's own:
//
//	parallel:"stores"           in In: puts the provider, or all members of the group, in that parallel group
//
// # Code that one does not own
//
// A constructor of another library is used as it is. Its parameters and results
// take tags by position, and hooks are added from outside:
//
//	facet.Provide(sql.OpenDB,
//		provide.Params(`name:"ro"`), provide.Results(`name:"ro"`),
//		provide.OnStart((*sql.DB).PingContext), provide.OnStop((*sql.DB).Close))
//
// [Service] finds the hooks by the names and types of methods.
package provide
