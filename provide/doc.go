// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package provide has the options of one registration, which follow a constructor in
// facet.Provide:
//
//	facet.Provide(NewReplica, provide.Name("replica"), provide.As[Reader]())
//
// # Signatures
//
// A constructor takes any number of parameters and returns one or more results
// and, if it can fail, an error as the last. A struct parameter that embeds [In]
// stands for its fields, and so does a struct result that embeds [Out]. Such structs
// may be nested. A variadic parameter stays empty. The field tags are those of dig:
//
//	name:"replica"              the value of that name
//	group:"routes"              in In: all members, as a slice; in Out: one member
//	group:"routes,soft"         in In: the members that are constructed earlier
//	group:"routes,flatten"      in Out: each element of the slice is a member
//	optional:"true"             the zero value if the key has no provider
//	ignore-unexported:"true"    on the embedded In: skip unexported fields
//
// and one of facet's own:
//
//	parallel:"stores"           in In: puts the provider, or all members of the group, in that parallel group
//
// # Code of other libraries
//
// A constructor of another library needs no wrapper. Options give its parameters and
// results tags by position, and add hooks:
//
//	facet.Provide(sql.OpenDB,
//		provide.Params(`name:"ro"`), provide.Results(`name:"ro"`),
//		provide.OnStart((*sql.DB).PingContext), provide.OnStop((*sql.DB).Close))
//
// [Service] finds hooks by the names and types of methods.
package provide
