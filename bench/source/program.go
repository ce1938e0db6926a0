// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package source

import (
	"fmt"
	"strings"

	"github.com/facet-go/facet/bench/shape"
)

// Worker returns the program that measures sets, which are generated packages in a
// folder of the module.
func Worker(folder string, sets []shape.Shape) []byte {
	w := &writer{}
	w.printf("// Worker measures.\npackage main\n\nimport (\n\t\"github.com/facet-go/facet/bench/cases\"\n")
	var list []string
	for _, s := range sets {
		w.printf("\t\"%s/%s\"\n", folder, s.ID())
		list = append(list, s.ID()+".Set")
	}
	w.printf(")\n\nfunc main() { cases.Main(%s) }\n", strings.Join(list, ", "))
	return w.bytes()
}

// Libraries are the ways in which [Program] wires a program.
var Libraries = []string{"plain", "do", "dig", "fx", "facet"}

// Program returns a program in the style of a library's users. It wires the constructors of
// a package, writes a line when it has started, and waits for a signal.
func Program(library, constructors string, s shape.Shape) []byte {
	w := &writer{Shape: s}
	w.printf("// Program wires %d constructors with %s.\npackage main\n\nimport (\n", s.N, library)
	for _, path := range imports[library] {
		w.printf("\t%q\n", path)
	}
	w.printf("\n\tp %q\n)\n\n", constructors)
	w.printf("func started() { os.Stdout.WriteString(\"started\\n\") }\n\n")
	map[string]func(*writer){"plain": (*writer).plainMain, "do": (*writer).doMain, "dig": (*writer).digMain, "fx": (*writer).fxMain, "facet": (*writer).facetMain}[library](w)
	return w.bytes()
}

// Hello is the smallest program that writes the line.
func Hello() []byte {
	return []byte(header + "// Hello writes a line.\npackage main\n\nimport \"os\"\n\nfunc main() { os.Stdout.WriteString(\"started\\n\") }\n")
}

var imports = map[string][]string{
	"plain": {"context", "os", "os/signal", "syscall"},
	"do":    {"context", "os", "os/signal", "syscall", "github.com/samber/do/v2"},
	"dig":   {"context", "fmt", "os", "os/signal", "syscall", "go.uber.org/dig"},
	"fx":    {"context", "os", "go.uber.org/fx"},
	"facet": {"context", "os", "github.com/facet-go/facet"},
}

const (
	await = "\tctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)\n\tdefer stop()\n"
	check = "if err != nil {\n\t\tfmt.Fprintln(os.Stderr, err)\n\t\tos.Exit(1)\n\t}\n"
)

func (w *writer) plainMain() {
	w.printf("func main() {\n%s\tp.Plain()\n\tstarted()\n\t<-ctx.Done()\n}\n", await)
}

func (w *writer) doMain() {
	for i := range w.N {
		var args []string
		for _, d := range w.Deps[i] {
			args = append(args, fmt.Sprintf("do.MustInvoke[*p.T%d](i)", d))
		}
		w.printf("func new%d(i do.Injector) (*p.T%d, error) { return p.New%d(%s), nil }\n\n", i, i, i, strings.Join(args, ", "))
	}
	w.printf("func main() {\n%s\ti := do.New()\n", await)
	for i := range w.N {
		w.printf("\tdo.Provide(i, new%d)\n", i)
	}
	for _, t := range w.Top {
		w.printf("\tdo.MustInvoke[*p.T%d](i)\n", t)
	}
	w.printf("\tstarted()\n\t<-ctx.Done()\n}\n")
}

func (w *writer) digMain() {
	w.printf("func main() {\n%s\tc := dig.New(dig.DeferAcyclicVerification())\n\tfor _, f := range []any{\n", await)
	w.each("\t\tp.New%d,\n")
	w.printf("\t} {\n\t\tif err := c.Provide(f); err != nil {\n\t\t\tfmt.Fprintln(os.Stderr, err)\n\t\t\tos.Exit(1)\n\t\t}\n\t}\n")
	w.printf("\terr := c.Invoke(func(%s) {})\n\t%s\tstarted()\n\t<-ctx.Done()\n}\n", list(w.Top, "*p.T%d"), check)
}

func (w *writer) fxMain() {
	w.printf("func main() {\n\tfx.New(\n\t\tfx.NopLogger,\n\t\tfx.Provide(\n")
	w.each("\t\t\tp.New%d,\n")
	w.printf("\t\t),\n\t\tfx.Invoke(func(lc fx.Lifecycle, %s) {\n\t\t\tlc.Append(fx.Hook{OnStart: func(context.Context) error { started(); return nil }})\n\t\t}),\n\t).Run()\n}\n", list(w.Top, "_ *p.T%d"))
}

func (w *writer) facetMain() {
	w.printf("func main() {\n\tfacet.Main(\n")
	w.each("\t\tfacet.Provide(p.New%d),\n")
	w.printf("\t\tfacet.Invoke(func(lc *facet.Lifecycle, %s) {\n\t\t\tlc.OnStart(func(context.Context) error { started(); return nil })\n\t\t}),\n\t)\n}\n", list(w.Top, "_ *p.T%d"))
}

func (w *writer) each(line string) {
	for i := range w.N {
		w.printf(line, i)
	}
}
