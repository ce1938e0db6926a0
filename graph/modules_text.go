// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"strings"
	"text/tabwriter"

	"github.com/facet-go/facet/internal/names"
	"github.com/facet-go/facet/internal/text"
)

// String returns the modules for a terminal: for each a line with its path and size, and
// below it what it gives, keeps private, decorates and needs.
func (m Modules) String() string {
	var b strings.Builder
	b.WriteString(m.headline())
	v := modulesView{names: m.nodeNames()}
	v.table.Init(&b, 0, 0, 2, ' ', 0)
	for i := range m {
		writeStrings(&b, "\n", moduleName(m[i].Path), ", ", text.Count(len(m[i].Nodes), "node"), "\n")
		v.write(&m[i])
		_ = v.table.Flush() // a strings.Builder does not fail
	}
	return trimLines(b.String())
}

func (m Modules) headline() string {
	switch {
	case len(m) == 0:
		return "modules: nothing is registered\n"
	case m[0].Path != "":
		return "modules: " + text.Count(len(m), "module") + "\n"
	default:
		return "modules: " + text.Count(len(m)-1, "module") + ", and what is in none\n"
	}
}

// nodeNames returns for each id the short name, or the id if several nodes have that
// short name.
func (m Modules) nodeNames() map[string]string {
	return names.Unambiguous(func(yield func(id, short string) bool) {
		for i := range m {
			for _, id := range m[i].Nodes {
				if !yield(id, ShortName(id)) {
					return
				}
			}
		}
	})
}

type modulesView struct {
	names map[string]string // by id
	table tabwriter.Writer
}

func (v *modulesView) write(m *Module) {
	for _, k := range m.Gives {
		v.row("gives", k.Key, "by "+v.name(k.Node))
	}
	for _, k := range m.Private {
		by := "by " + v.name(k.Node)
		if k.For != m.Path {
			by += ", for " + moduleName(k.For)
		}
		v.row("private", k.Key, by)
	}
	for _, k := range m.Decorates {
		v.row("decorates", k.Key, "by "+v.name(k.Node))
	}
	for i := range m.Needs {
		n := &m.Needs[i]
		from := "MISSING"
		if n.From != nil {
			from = "from " + moduleName(*n.From)
		}
		if n.Optional {
			from += " (optional)"
		}
		v.row("needs", n.Key, from+", for "+v.list(n.By))
	}
}

func (v *modulesView) row(word string, key Key, what string) {
	writeCells(&v.table, "  ", word, text.Line(key.String()), what)
}

func (v *modulesView) name(id string) string { return text.Line(v.names[id]) }

func (v *modulesView) list(ids []string) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = v.name(id)
	}
	return listOf(list)
}
