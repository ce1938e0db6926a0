// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

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
	cleanup      bool
	lastCounts   bool
	place        graph.Place // of At

	isSet    map[string]bool
	problems []*graph.Problem
}

// LastCounts makes a value replace an earlier one of its type that has the option too. It
// is for values that come with an option of which the last one counts.
func LastCounts() Option { return option{"LastCounts()", func(c *config) { c.lastCounts = true }} }

// Name is the option provide.Name.
func Name(name string) Option {
	return option{"Name(" + strconv.Quote(name) + ")", func(c *config) {
		if c.setOnce("Name") {
			c.name = name
			c.checkWord("Name", name)
		}
	}}
}

// Group is the option provide.Group.
func Group(group string) Option {
	return option{"Group(" + strconv.Quote(group) + ")", func(c *config) {
		if c.setOnce("Group") {
			c.group = group
			c.checkWord("Group", group)
		}
	}}
}

// As is the option provide.As.
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

// Self is the option provide.Self.
func Self() Option { return option{"Self()", func(c *config) { c.keepOwnType = true }} }

// Eager is the option provide.Eager.
func Eager() Option { return option{"Eager()", func(c *config) { c.eager = true }} }

// Private is the option provide.Private.
func Private() Option { return option{"Private()", func(c *config) { c.private = true }} }

// Parallel is the option provide.Parallel.
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

// StartTimeout is the option provide.StartTimeout.
func StartTimeout(d time.Duration) Option {
	return option{"StartTimeout(" + d.String() + ")", func(c *config) {
		c.startTimeout = c.positive("StartTimeout", d)
	}}
}

// StopTimeout is the option provide.StopTimeout.
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
