// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"fmt"
	"reflect"

	"go.uber.org/fx/internal/callstack"

	"github.com/facet-go/facet/adapt"
)

// kind is the kind of a registration.
type kind int

const (
	kindProvide kind = iota
	kindSupply
	kindDecorate
	kindReplace
	kindInvoke
	kindLogger  // the constructor of a logger
	kindInstall // the invoked function that begins to use a logger
)

// kindNames are the names in events.
var kindNames = [...]string{"provide", "supply", "decorate", "replace", "invoke", "logger", "install"}

// registration is one argument of an option.
type registration struct {
	kind    kind
	module  *module
	target  any          // a function, its annotations, or a given
	typ     reflect.Type // of a value, or nil
	origin  origin
	private bool
	title   string // replaces the name in texts of facet, or ""

	spec      *adapt.Spec // nil if it cannot be registered
	asWritten bool        // the parameters and results of spec are those of the function

	isSecond  bool            // for the second call of a constructor
	isNeeded  bool            // a parameter names it as its provider
	values    []*registration // values that it needs
	announced bool            // of a value: its events were emitted
}

// name is what events call it.
func (r *registration) name() string {
	if r.typ != nil {
		return fmt.Sprintf("stub(%v)", r.typ)
	}
	return callstack.FuncName(r.target)
}

// shown is what errors call it: its annotations, or else its name.
func (r *registration) shown() any {
	switch t := r.target.(type) {
	case annotated, Annotated:
		return t
	case given:
		if t.annotation != nil {
			return *t.annotation
		}
		return callstack.FuncName(t.constructor())
	default:
		return r.name()
	}
}

// failed returns the error of a registration that is refused.
func (r *registration) failed(err error) error {
	return fmt.Errorf("fx.%s(%v) from:\n%+vFailed: %w", r.verb(), r.shown(), r.origin.stack, err)
}

func (r *registration) verb() string {
	if r.isDecorator() {
		return "Decorate"
	}
	return "Provide"
}

func (r *registration) isDecorator() bool { return r.kind == kindDecorate || r.kind == kindReplace }

// outputs returns the types that it provides, as events have them.
func (r *registration) outputs() []string {
	if r.spec == nil {
		return []string{}
	}
	all := make([]string, len(r.spec.Results))
	for i, res := range r.spec.Results {
		key := res.Key
		if res.Whole {
			key.Type = reflect.SliceOf(key.Type)
		}
		all[i] = keyText(key)
	}
	return all
}

// keyText formats a key as dig does.
func keyText(k adapt.Key) string {
	switch {
	case k.Name != "":
		return fmt.Sprintf("%v[name = %q]", k.Type, k.Name)
	case k.Group != "":
		return fmt.Sprintf("%v[group = %q]", k.Type, k.Group)
	default:
		return k.Type.String()
	}
}
