// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package adapt is unstable: any release of facet may change it. It is for libraries that
// offer another way to declare an app and run it on facet, such as the module fx.
//
// Such a front end reads its registrations with [Constructor], [Value], [Decorator] and
// [Invoke], and may then change the [Spec]: its place, its module, its parameters and
// results. [New] makes an app of them. A Spec must not change after that.
//
//	spec, problems := adapt.Constructor(NewStore, place)
//	spec.Module = &adapt.Module{Name: "storage"}
//	app := adapt.New(adapt.Front{Specs: []*adapt.Spec{spec}})
//	err := app.Check()
package adapt
