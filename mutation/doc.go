// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Command mutation changes the code of facet at random places, one at a time, and
// checks whether a test fails. A mutant lives if no test fails. The exit code is 1 if a
// mutant lives that is not in living.txt, and 2 if the command cannot judge.
//
//	make mutate                        # 300 places, from the root of the repository
//	go -C mutation run . -n 20         # the first 20 places of the same draw
//	go -C mutation run . -packages hooks -only "bound moved hooks/queue.go"
//	go -C mutation run . -seed 7 -p 2  # another draw, two mutants at a time
//
// # Mutants
//
// A mutant negates a condition, moves a bound, swaps && and ||, removes a statement, or
// removes a returned error; see package mutant. Only places that a test reaches are
// drawn. The draw depends on the seed and on the text of each place, not on its line, so
// that the next draw after a change of the code is almost the same. A mutant that does
// not compile, or that go vet rejects, is replaced by the next one of the draw.
//
// # Judgement
//
// The tests of the package run first, then the tests of the other packages that targets
// lists for it, with fixed cases for the properties. A mutant is killed if
//
//   - a test fails, fails again in a run of this test only, and then passes twice without
//     the mutant; a failure that does not repeat is chance and kills nothing;
//   - the tests crash without the name of a test, and do so again;
//   - they take more than ten times as long as the slowest of three normal runs;
//   - their processes take more memory than -memory, or are too many.
//
// Each run has a process group, which is killed at the end, with the processes that the
// tests have not ended. The command changes a copy of the repository in the system's
// temporary folder, never the repository itself. Builds go to the usual build cache, some
// ten MB for each mutant; if that is too much, set GOCACHE to a folder that can be
// removed. It needs Linux.
//
// # The list
//
// living.txt has the mutants that may live, each with its reason: most of them change
// nothing that can be observed. File, function and changed lines identify an entry.
package main
