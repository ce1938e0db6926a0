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

// Option is one option of a registration. Options print in the notation of code.
type Option interface {
	fmt.Stringer
	apply(*config)
}

// config collects the options of one registration, and their problems.
type config struct {
	name, group  string
	params       []string // tags by position
	results      []string
	as           []asInterface
	hasAs        bool // an As is given, right or wrong
	keepOwnType  bool
	eager        bool
	private      bool
	parallel     string
	after        []Key
	before       []Key
	startTimeout time.Duration
	stopTimeout  time.Duration
	hooks        []Hook // without Args and HasErr
	service      bool

	isSet    map[string]bool
	problems []*graph.Problem
}

// Name gives every result that name. A consumer asks for it with the tag name:"..." in
// a parameter struct. Name excludes [Group] and [Results]. It does not apply to result
// structs, whose fields carry their own tags.
func Name(name string) Option {
	return option{"Name(" + strconv.Quote(name) + ")", func(c *config) {
		if c.setOnce("Name") {
			c.name = name
			c.checkWord("Name", name)
		}
	}}
}

// Group makes every result a member of that value group. A consumer asks for the
// members with the tag group:"..." on a slice in a parameter struct, and receives them
// in registration order. With Group("x,flatten") each element of a slice is a member.
// Group excludes [Name] and [Results]. It does not apply to result structs, whose
// fields carry their own tags.
func Group(group string) Option {
	return option{"Group(" + strconv.Quote(group) + ")", func(c *config) {
		if c.setOnce("Group") {
			c.group = group
			c.checkWord("Group", group)
		}
	}}
}

// As provides every result as the interface T instead of its own type. With several As,
// every result is provided as each of the interfaces. Add [Self] to keep the own type
// as well. Every result must implement T.
func As[T any]() Option {
	t := reflect.TypeFor[T]()
	return option{"As[" + graph.ShortName(graph.TypeName(t)) + "]()", func(c *config) {
		c.hasAs = true
		switch {
		case t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Interface:
			c.addProblem("bad-as", fmt.Sprintf("As[%v]: %v points to an interface; write As[%v]", t, t, t.Elem()))
		case t.Kind() != reflect.Interface:
			c.addProblem("bad-as", fmt.Sprintf("As[%v]: %v is not an interface; name one that the result implements", t, t))
		case slices.ContainsFunc(c.as, func(a asInterface) bool { return a.typ == t }):
			c.addProblem("conflicting-options", fmt.Sprintf("As[%v] is given twice; keep one", t))
		default:
			c.as = append(c.as, newAsInterface[T]())
		}
	}}
}

// Self provides every result under its own type as well as under the interfaces of
// [As].
func Self() Option { return option{"Self()", func(c *config) { c.keepOwnType = true }} }

// Eager makes every build call the constructor, even if no other constructor or invoked
// function needs its results.
func Eager() Option { return option{"Eager()", func(c *config) { c.eager = true }} }

// Private makes the results visible only in the module of the registration and in its
// submodules. It is a registration error outside of a module, and on a replacement of a
// key that is visible elsewhere too.
func Private() Option { return option{"Private()", func(c *config) { c.private = true }} }

// Parallel puts the constructor into the parallel group with that tag. The start hooks
// of members that do not depend on each other run concurrently, and so do their stop
// hooks. Constructors still run one at a time. Parallel takes precedence over the tag
// parallel:"..." at a consumer and over a parallel module.
func Parallel(tag string) Option {
	text := "Parallel(" + strconv.Quote(tag) + ")"
	return option{text, func(c *config) {
		if !c.setOnce("Parallel") {
			return
		}
		if fault := parallelFault(tag); fault != "" {
			c.addProblem("bad-option", text+" "+fault)
			return
		}
		c.parallel = tag
	}}
}

// StartTimeout limits each start hook of the constructor to d. It cannot extend the
// app's start timeout. A d of zero or less is a registration error. By default a hook
// has no timeout of its own.
func StartTimeout(d time.Duration) Option {
	return option{"StartTimeout(" + d.String() + ")", func(c *config) {
		c.startTimeout = c.positive("StartTimeout", d)
	}}
}

// StopTimeout limits each stop hook and drain hook of the constructor to d. It cannot
// extend the app's stop timeout. A d of zero or less is a registration error. By
// default a hook has no timeout of its own.
func StopTimeout(d time.Duration) Option {
	return option{"StopTimeout(" + d.String() + ")", func(c *config) {
		c.stopTimeout = c.positive("StopTimeout", d)
	}}
}

type option struct {
	text string
	set  func(*config)
}

func (o option) apply(c *config) { o.set(c) }

// String returns the option in the notation of code, without the package.
func (o option) String() string { return o.text }

func (c *config) setOnce(name string) bool {
	if c.isSet[name] {
		c.addProblem("conflicting-options", name+" is given twice; keep one")
		return false
	}
	if c.isSet == nil {
		c.isSet = map[string]bool{}
	}
	c.isSet[name] = true
	return true
}

func (c *config) checkWord(option, word string) {
	switch {
	case word == "":
		c.addProblem("bad-option", option+`("") is empty; leave the option out, or give it a word`)
	case strings.Contains(word, "`"):
		c.addProblem("bad-option", fmt.Sprintf("%s(%q) contains a backquote, which a struct tag cannot contain; take another word", option, word))
	}
}

func (c *config) positive(option string, d time.Duration) time.Duration {
	if c.setOnce(option); d <= 0 {
		c.addProblem("bad-option", fmt.Sprintf("%s(%v) must be positive; leave it out for no bound of its own", option, d))
		return 0
	}
	return d
}

func (c *config) addProblem(slug, text string) {
	c.problems = append(c.problems, &graph.Problem{Slug: slug, Text: text})
}
