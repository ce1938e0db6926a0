// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package source

import (
	"fmt"
	"strings"
)

// types writes the types, and the constructors that dig, fx and facet share.
func (w *writer) types() {
	for i := range w.N {
		params, args := w.params(i)
		fields := strings.ReplaceAll(params, ", ", "; ")
		if fields == "" {
			fields, args = "n int", ""
		}
		w.printf("type T%d struct{ %s }\n\nfunc New%d(%s) *T%d { return &T%d{%s} }\n\n", i, fields, i, params, i, i, args)
	}
}

// forDo writes the providers of samber/do, which get their dependencies from the injector.
func (w *writer) forDo() {
	for i := range w.N {
		var args []string
		for _, d := range w.Deps[i] {
			args = append(args, fmt.Sprintf("do.MustInvoke[*T%d](i)", d))
		}
		name := "i"
		if len(args) == 0 {
			name = "do.Injector"
		} else {
			name += " do.Injector"
		}
		w.printf("func do%d(%s) (*T%d, error) { return New%d(%s), nil }\n\n", i, name, i, i, strings.Join(args, ", "))
	}
	w.printf("func provideDo(i do.Injector) {\n")
	for i := range w.N {
		w.printf("\tdo.Provide(i, do%d)\n", i)
	}
	w.printf("}\n\nfunc invokeDo(i do.Injector) {\n")
	for _, t := range w.Top {
		w.printf("\tdo.MustInvoke[*T%d](i)\n", t)
	}
	w.printf("}\n\n")
}

// withHooks writes the constructors with a lifecycle, on which they register hooks.
func (w *writer) withHooks(library, lifecycle string) {
	for i := range w.N {
		params, args := w.params(i)
		if params != "" {
			params = ", " + params
		}
		w.printf("func %s%d(lc %s%s) *T%d {\n\tkit.%s(lc, %d)\n\treturn New%d(%s)\n}\n\n",
			library, i, lifecycle, params, i, library, i, i, args)
	}
}

func (w *writer) decorators() {
	for _, d := range w.Decorated {
		w.printf("func Decorate%d(t *T%d) *T%d {\n\tc := *t\n\treturn &c\n}\n\n", d, d, d)
	}
}

// byHand writes the wiring by hand: a call of each constructor, in order.
func (w *writer) byHand(name string) {
	used := make([]bool, w.N)
	for _, deps := range append(w.Deps, w.Top) {
		for _, d := range deps {
			used[d] = true
		}
	}
	w.printf("func %s() (roots []any) {\n", name)
	for i := range w.N {
		var args []string
		for _, d := range w.Deps[i] {
			args = append(args, fmt.Sprintf("t%d", d))
		}
		variable := fmt.Sprintf("t%d :", i)
		if !used[i] {
			variable = "_ "
		}
		w.printf("\t%s= New%d(%s)\n", variable, i, strings.Join(args, ", "))
	}
	w.printf("\treturn []any{%s}\n}\n\n", list(w.Top, "t%d"))
}

// roots writes a parameter struct with the dependencies of a root. fx accepts it too.
func (w *writer) roots(name string, top []int) {
	w.printf("type %s struct {\n\tdig.In\n\n", name)
	for _, t := range top {
		w.printf("\tR%d *T%d\n", t, t)
	}
	w.printf("}\n\n")
}

func (w *writer) set() {
	all := make([]int, w.N)
	for i := range all {
		all[i] = i
	}
	w.printf("// Set is the content of the package.\nvar Set = kit.Set{\n\tShape: shape.ByName(%q, %d),\n", w.Name, w.N)
	w.printf("\tNew: []any{%s},\n", list(all, "New%d"))
	if w.N <= Large {
		w.printf("\tFacet: []any{%s},\n\tFx: []any{%s},\n", list(all, "Facet%d"), list(all, "Fx%d"))
		w.printf("\tProvideDo: provideDo,\n\tInvokeDo: invokeDo,\n")
	}
	w.printf("\tDecorators: []any{%s},\n", list(w.Decorated, "Decorate%d"))
	w.printf("\tValues: func() []any { return []any{%s} },\n", list(all, "&T%d{}"))
	w.printf("\tPlain: Plain,\n\tRoot: func(Roots) {},\n\tTenth: func(Tenth) {},\n")
	last := w.Top[len(w.Top)-1]
	w.printf("\tLookup: func(a *facet.App) error {\n\t\t_, err := facet.Lookup[*T%d](a)\n\t\treturn err\n\t},\n}\n", last)
}

func list(numbers []int, format string) string {
	items := make([]string, len(numbers))
	for i, n := range numbers {
		items[i] = fmt.Sprintf(format, n)
	}
	return strings.Join(items, ", ")
}
