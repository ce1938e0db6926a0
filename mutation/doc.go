// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Command mutation changes the code of facet at random places, one at a time, and
// finds out whether a test notices. It exits with 1 if a mutant lives that is not in
// living.txt, and with 2 if it cannot judge.
//
//	make mutate                        # 300 places, from the root of the repository
//	go -C mutation run . -n 20         # the first 20 places of the same draw
//	go -C mutation run . -packages hooks -only "bound moved hooks/queue.go"
//	go -C mutation run . -seed 7 -p 2  # another draw, two mutants at a time
//
// # What a mutant is
//
// A condition is negated, a bound is moved, && and || are swapped, a statement is
// removed, or a returned error is removed: package mutant. Only places that a test
// reaches are drawn. The draw depends on the seed and on the text of each place, not on
// its line, so that the next draw after a change of the code is almost the same. What
// does not compile, or what go vet refuses, is drawn again.
//
// # What judges
//
// The tests of the package come first, then those of the packages after it in targets,
// with fixed cases for the properties. A mutant is killed if
//
//   - a test fails, fails again when it runs alone, and then passes twice without the
//     mutant; a failure that does not repeat is chance and kills nothing;
//   - the tests crash without the name of a test, and do so again;
//   - they take more than ten times as long as the slowest of three normal runs;
//   - their processes take more memory than -memory, or are too many.
//
// Each run has a process group, which is killed at the end with what the tests have
// left. The repository is never changed: a copy in the system's temporary folder is.
// Builds go to the usual build cache, some ten MB for each mutant; set GOCACHE to
// a folder that can be removed if that is too much. It needs Linux.
//
// # The list
//
// living.txt has the mutants that may live, each with its reason: most of them change
// nothing that can be observed. An entry holds by file, function and changed lines.
package main
