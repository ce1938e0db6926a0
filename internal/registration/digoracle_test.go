// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.uber.org/dig"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

// signature is one case for both provide and dig.
type signature struct {
	fn      reflect.Type
	options []provide.Option
	dig     []dig.ProvideOption
	group   string // of the option, as written
	as      bool   // an As is given
	asTwice bool   // the same As is given twice
}

// disagreement describes how provide and dig differ on a case, or returns "".
//
// dig must accept all that provide accepts, because dig executes it. provide rejects on
// purpose some of what dig accepts; deliberate finds these cases. Three cases are not
// generated: Self, which dig does not have, and Name("") and Group(""), which dig
// ignores.
func (s signature) disagreement() string {
	fn := reflect.MakeFunc(s.fn, func([]reflect.Value) []reflect.Value { panic("nothing is called") }).Interface()
	spec, problems := registration.Constructor(fn, graph.Caller(0), s.options...)
	var info dig.ProvideInfo
	err := digProvide(fn, append(s.dig, dig.FillProvideInfo(&info)))
	switch {
	case len(problems) == 0 && err == nil:
		return s.otherKeys(spec, info)
	case len(problems) == 0 && err != nil:
		return fmt.Sprintf("%v %v: provide accepts, dig says: %v", s.fn, s.options, err)
	case len(problems) > 0 && err == nil && !s.deliberate():
		return fmt.Sprintf("%v %v: dig accepts, provide says: %v", s.fn, s.options, problems)
	default:
		return ""
	}
}

// otherKeys describes how the keys that provide and dig have read differ.
func (s signature) otherKeys(spec *registration.Spec, info dig.ProvideInfo) string {
	var in, out []string
	for _, p := range spec.Params {
		t, words := p.Key.Type, []string{}
		if p.Slice != nil {
			t = p.Slice
		}
		if p.Optional {
			words = append(words, "optional")
		}
		in = append(in, digKey(t, p.Key, words))
	}
	for _, r := range spec.Results {
		out = append(out, digKey(r.Key.Type, r.Key, nil))
	}
	ours, digs := fmt.Sprint(in, out), fmt.Sprint(info.Inputs, info.Outputs)
	if ours == digs || s.as {
		return "" // dig forgets an As that is the result's own type
	}
	return fmt.Sprintf("%v %v: provide reads\n%s, dig\n%s", s.fn, s.options, ours, digs)
}

// digKey writes a key in dig's notation.
func digKey(t reflect.Type, key registration.Key, words []string) string {
	if key.Name != "" {
		words = append(words, fmt.Sprintf("name = %q", key.Name))
	}
	if key.Group != "" {
		words = append(words, fmt.Sprintf("group = %q", key.Group))
	}
	if len(words) == 0 {
		return t.String()
	}
	return fmt.Sprintf("%v[%s]", t, strings.Join(words, ", "))
}

// digProvide provides fn to an empty container. dig panics on some input.
func digProvide(fn any, options []dig.ProvideOption) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v", v)
		}
	}()
	return dig.New(dig.DeferAcyclicVerification()).Provide(fn, options...)
}

// deliberate reports whether provide rejects on purpose what dig accepts.
func (s signature) deliberate() bool {
	if s.asTwice || namesNoGroup(s.group) {
		return true // two equal As are a mistake; a group needs a name
	}
	last := s.fn.NumOut() - 1
	for i := range s.fn.NumOut() {
		if t := s.fn.Out(i); isError(t) && (i < last || t != reflect.TypeFor[error]()) {
			return true // an error that is not last, or of its own type: a nil *E is not a failure
		}
		if deliberateFields(s.fn.Out(i), true) {
			return true
		}
	}
	for i := range s.fn.NumIn() {
		if deliberateFields(s.fn.In(i), false) {
			return true
		}
	}
	return false
}

// deliberateFields looks for tags below t on which dig is laxer.
func deliberateFields(t reflect.Type, result bool) bool {
	if t.Kind() != reflect.Struct {
		return false
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if _, parallel := f.Tag.Lookup("parallel"); result && parallel || !result && wrongParallel(f) {
			return true // dig does not read it
		}
		group := f.Tag.Get("group")
		_, err := strconv.ParseBool(f.Tag.Get("optional"))
		switch {
		case group == "":
		case namesNoGroup(group):
			return true
		case f.Tag.Get("optional") != "" && err != nil:
			return true // dig does not read it together with a group
		case result && (isError(f.Type) || holdsMarker(f.Type)):
			return true // dig makes a member of a struct that is not a value
		}
		if deliberateFields(f.Type, result) {
			return true
		}
	}
	return false
}

// parallelWord draws words of letters, marks, numbers, punctuation and symbols, with
// spaces between them.
var parallelWord = regexp.MustCompile(`^[\pL\pM\pN\pP\pS]+( +[\pL\pM\pN\pP\pS]+)*$`)

func wrongParallel(f reflect.StructField) bool {
	word, ok := f.Tag.Lookup("parallel")
	fits := utf8.ValidString(word) && parallelWord.MatchString(word) && !strings.Contains(word, "`")
	return ok && (!fits || dig.IsIn(f.Type))
}

func namesNoGroup(tag string) bool { return strings.HasPrefix(tag, ",") }

func isError(t reflect.Type) bool { return t.Implements(reflect.TypeFor[error]()) }

// holdsMarker reports whether t is a parameter or result struct, or a pointer to
// one, or embeds a pointer to the marker.
func holdsMarker(t reflect.Type) bool {
	if dig.IsIn(t) || dig.IsOut(t) {
		return true
	}
	if t.Kind() == reflect.Pointer {
		return holdsMarker(t.Elem())
	}
	for i := 0; t.Kind() == reflect.Struct && i < t.NumField(); i++ {
		if f := t.Field(i); f.Anonymous && holdsMarker(f.Type) {
			return true
		}
	}
	return false
}
