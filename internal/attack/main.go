// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

// Attack runs random apps in real time. Their code misbehaves in every way that the language
// allows, and about one hundred goroutines call the app at the same time. A small oracle,
// which does not use the implementation, checks the promises of facet. The program uses
// facet as any other program does. The time of one app from New to its end is a life.
//
//	go run -race ./internal/attack                    # one minute, from the root of the repository
//	go run -race ./internal/attack -for 30m -seed 7   # half an hour of other lives
//	go run -race ./internal/attack -seed 7 -life 312  # that life alone, 20 times
//	go run ./internal/attack -without hostile-errors  # with less hostility; -list names all kinds
//
// A child process runs the lives, so that a crash is a finding like others. The first
// finding ends the attack with exit code 1, unless -keep is given. The seed and the number
// of a life determine its contents, but not how its goroutines interleave. So a replay may
// need several attempts.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"time"
)

// config holds the values of the flags.
type config struct {
	seed     uint64
	first    uint64        // number of the first life
	only     bool          // run only the first life
	duration time.Duration // of the whole attack
	slack    time.Duration // the time that a busy machine may add to each timeout
	actors   int           // goroutines that call the app
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
	flags.Uint64Var(&cfg.seed, "seed", 1, "the seed of all lives")
	flags.Uint64Var(&cfg.first, "life", 0, "run this life only")
	flags.Uint64Var(&cfg.first, "from", 0, "number of the first life")
	flags.DurationVar(&cfg.duration, "for", time.Minute, "the duration of the attack")
	flags.DurationVar(&cfg.slack, "slack", 10*time.Second, "the time that a busy machine may add to each timeout")
	flags.IntVar(&cfg.actors, "actors", 100, "goroutines that call the app")
	flags.BoolVar(&cfg.keep, "keep", false, "continue after a finding, and count the findings by rule at the end")
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
