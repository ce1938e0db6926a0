// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Attack runs random lives of an app in real time, with users' code that
// misbehaves in every way that the language allows, and about one hundred
// goroutines that act on the app meanwhile. A small oracle that knows nothing of
// the implementation checks what facet promises. The program uses facet as any
// other program does.
//
//	go run -race ./internal/attack                    # one minute, from the root of the repository
//	go run -race ./internal/attack -for 30m -seed 7   # half an hour of other lives
//	go run -race ./internal/attack -seed 7 -life 312  # that life alone, 20 times
//	go run ./internal/attack -without hostile-errors  # with less hostility; -list names all kinds
//
// Lives are run by a child process, so that a crash is a finding like others. The
// first finding ends the attack with exit code 1, unless -keep is given. What a
// life consists of follows from the seed and its number; how its goroutines
// interleave does not, so that a replay may need several attempts.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"time"
)

// config is what the flags say.
type config struct {
	seed     uint64
	first    uint64        // number of the first life
	only     bool          // no other life than the first
	duration time.Duration // of the whole attack
	slack    time.Duration // that a busy machine may add to each bound
	actors   int           // goroutines that act on the app
	keep     bool          // findings do not end the attack
	child    bool          // this process runs the lives
	list     bool
	off      switches
}

func main() {
	cfg, err := parse(os.Args[1:])
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	case cfg.list:
		fmt.Print(kindsText())
	case cfg.child:
		os.Exit(live(cfg))
	default:
		os.Exit(attack(cfg, os.Args[1:]))
	}
}

func parse(args []string) (*config, error) {
	cfg := &config{}
	flags := flag.NewFlagSet("attack", flag.ContinueOnError)
	flags.Uint64Var(&cfg.seed, "seed", 1, "what the lives are drawn from")
	flags.Uint64Var(&cfg.first, "life", 0, "run this life only")
	flags.Uint64Var(&cfg.first, "from", 0, "number of the first life")
	flags.DurationVar(&cfg.duration, "for", time.Minute, "how long the attack goes on")
	flags.DurationVar(&cfg.slack, "slack", 10*time.Second, "what a busy machine may add to each bound")
	flags.IntVar(&cfg.actors, "actors", 100, "goroutines that act on the app")
	flags.BoolVar(&cfg.keep, "keep", false, "go on after a finding, and count them by rule at the end")
	flags.BoolVar(&cfg.list, "list", false, "list the kinds of hostility for -without")
	flags.BoolVar(&cfg.child, "child", false, "run the lives in this process")
	without := flags.String("without", "", "kinds of hostility to leave out, joined by commas")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	flags.Visit(func(f *flag.Flag) { cfg.only = cfg.only || f.Name == "life" })
	var err error
	cfg.off, err = parseSwitches(strings.FieldsFunc(*without, func(r rune) bool { return r == ',' }))
	return cfg, err
}
