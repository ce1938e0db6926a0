// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/facet-go/facet/graph"
)

// Option is one option of a registration. Options print as they are written.
type Option interface {
	fmt.Stringer
	apply(*config)
}

// config collects the options of one registration, and what is wrong with them.
type config struct {
	name, group  string
	params       []string // tags by position
	results      []string
	as           []asked
	rekeyed      bool // an As is given, right or wrong
	self         bool
	eager        bool
	private      bool
	parallel     string
	after        []Key
	before       []Key
	startTimeout time.Duration
	stopTimeout  time.Duration
	hooks        []Hook // without their arguments
	service      bool

	given    map[string]bool
	problems []*graph.Problem
}

// Name gives every result that name. A consumer asks for it with the tag
// name:"..." in a parameter struct. It excludes [Group] and [Results] and does not
// apply to result structs, whose fields carry their own tags.
func Name(name string) Option {
	return option{"Name(" + strconv.Quote(name) + ")", func(c *config) {
		if c.once("Name") {
			c.name = name
			c.checkWord("Name", name)
		}
	}}
}

// Group makes every result a member of that value group. A consumer asks for
// the members with the tag group:"..." on a slice in a parameter struct, and
// gets them in registration order. Group("x,flatten") makes each element of a
// slice a member. It excludes [Name] and [Results] and does not apply to result
// structs.
func Group(group string) Option {
	return option{"Group(" + strconv.Quote(group) + ")", func(c *config) {
		if c.once("Group") {
			c.group = group
			c.checkWord("Group", group)
		}
	}}
}

// As provides every result as the interface T instead of its own type. Several
// As give it under several types; add [Self] to keep its own type as well. Every
// result must implement T.
func As[T any]() Option {
	t := reflect.TypeFor[T]()
	return option{"As[" + graph.ShortName(graph.TypeName(t)) + "]()", func(c *config) {
		c.rekeyed = true
		switch {
		case t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Interface:
			c.problem("bad-as", fmt.Sprintf("As[%v]: %v points to an interface; write As[%v]", t, t, t.Elem()))
		case t.Kind() != reflect.Interface:
			c.problem("bad-as", fmt.Sprintf("As[%v]: %v is not an interface; name one that the result implements", t, t))
		case slices.ContainsFunc(c.as, func(a asked) bool { return a.as == t }):
			c.problem("conflicting-options", fmt.Sprintf("As[%v] is given twice; keep one", t))
		default:
			c.as = append(c.as, askedFor[T]())
		}
	}}
}

// Self keeps the own type of every result beside those of [As].
func Self() Option { return option{"Self()", func(c *config) { c.self = true }} }

// Eager has the constructor called by every build although nobody asks for its
// results.
func Eager() Option { return option{"Eager()", func(c *config) { c.eager = true }} }

// Private has the results seen only in the module where the registration is
// listed, and in those below. Outside of a module, and on a replacement of what is
// seen elsewhere too, it is a registration error.
func Private() Option { return option{"Private()", func(c *config) { c.private = true }} }

// Parallel has the constructor join the parallel group with that tag. The start
// hooks of members that do not depend on each other run side by side, and so do
// their stop hooks; constructors still run one at a time. It wins over the tag
// parallel:"..." at a consumer and over a parallel module.
func Parallel(tag string) Option {
	text := "Parallel(" + strconv.Quote(tag) + ")"
	return option{text, func(c *config) {
		if !c.once("Parallel") {
			return
		}
		if fault := parallelFault(tag); fault != "" {
			c.problem("bad-option", text+" "+fault)
			return
		}
		c.parallel = tag
	}}
}

// StartTimeout bounds each start hook of the constructor. It only shortens what
// the app's start timeout leaves. 0 and less are a registration error: leave it out
// for no bound of its own.
func StartTimeout(d time.Duration) Option {
	return option{"StartTimeout(" + d.String() + ")", func(c *config) {
		c.startTimeout = c.positive("StartTimeout", d)
	}}
}

// StopTimeout bounds each stop hook and drain hook of the constructor. It only
// shortens what the app's stop timeout leaves. 0 and less are a registration error:
// leave it out for no bound of its own.
func StopTimeout(d time.Duration) Option {
	return option{"StopTimeout(" + d.String() + ")", func(c *config) {
		c.stopTimeout = c.positive("StopTimeout", d)
	}}
}

type option struct {
	text string
	do   func(*config)
}

func (o option) apply(c *config) { o.do(c) }

// String returns the option as it is written, without the package.
func (o option) String() string { return o.text }

func (c *config) once(name string) bool {
	if c.given[name] {
		c.problem("conflicting-options", name+" is given twice; keep one")
		return false
	}
	if c.given == nil {
		c.given = map[string]bool{}
	}
	c.given[name] = true
	return true
}

func (c *config) checkWord(option, word string) {
	switch {
	case word == "":
		c.problem("bad-option", option+`("") says nothing; leave the option out, or give it a word`)
	case strings.Contains(word, "`"):
		c.problem("bad-option", fmt.Sprintf("%s(%q) holds a backquote, which no struct tag can ask for; take another word", option, word))
	}
}

func (c *config) positive(option string, d time.Duration) time.Duration {
	if c.once(option); d <= 0 {
		c.problem("bad-option", fmt.Sprintf("%s(%v) must be positive; leave it out for no bound of its own", option, d))
		return 0
	}
	return d
}

func (c *config) problem(slug, text string) {
	c.problems = append(c.problems, &graph.Problem{Slug: slug, Text: text})
}
