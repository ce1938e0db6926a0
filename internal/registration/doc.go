// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package registration reads the signature and the options of one constructor.
//
// [Constructor], [Decorator], [Value], [Invoke], [Call] and [Populate] read a
// signature and its options into a [Spec]: the parameters in order, fields of
// parameter structs included, and the keys of the results. They report every mistake
// as a [graph.Problem] that names the function and the line that registered it. They
// call no function of the caller, and they never panic.
//
// Package provide has the options and the rules of signatures for users.
package registration
