// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Command release makes a module proxy of what a tag of this repository publishes: the root module and
// the nested modules for users, each with its zip file, in a folder that GOPROXY can name.
//
//	go -C release run . -version v0.1.0 -o /tmp/proxy
//
// What it publishes differs from the tree in two ways: each go.mod requires the modules of this
// repository in the version of the tag, and has no replace lines. The tree itself is not changed. A module
// that is in neither list of the program, or a replace line that is not one of this repository, is an
// error.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	root := flag.String("repository", "..", "the root of the repository")
	version := flag.String("version", "v0.1.0", "the version of all modules")
	out := flag.String("o", "", "the folder of the module proxy; it is made if it does not exist")
	flag.Parse()
	if *out == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := Publish(*root, *version, *out, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}
