// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// packages are those whose API is compared, relative to the module.
var packages = []string{"", "/fxevent", "/fxtest"}

// compareAPI compares the exported API of fx with that of this module.
func compareAPI(original string, update bool) error {
	dir, err := os.MkdirTemp("", "proof")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	isSource := func(path string) bool {
		return strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") || path == "go.mod" || path == "go.sum"
	}
	if err := copyTree(original, dir, isSource); err != nil { // the cache is no place to build in
		return err
	}
	theirs, err := apiOf(dir)
	if err != nil {
		return err
	}
	ours, err := apiOf(".")
	if err != nil {
		return err
	}
	fmt.Printf("API: %d exported names, fields and methods of fx\n", len(theirs))
	var differences results
	for _, line := range theirs {
		if !slices.Contains(ours, line) {
			differences = append(differences, "- "+line)
		}
	}
	for _, line := range ours {
		if !slices.Contains(theirs, line) {
			differences = append(differences, "+ "+line)
		}
	}
	return compareExactly(filepath.Join(testdata, "api.txt"), differences, update)
}

// compareExactly is compare that refuses additions, too.
func compareExactly(list string, lines results, update bool) error {
	if err := compare(list, lines, update); err != nil || update {
		return err
	}
	content, err := os.ReadFile(list) //nolint:gosec // a constant name
	if err != nil {
		return err
	}
	if want := strings.Join(lines, "\n") + "\n"; string(content) != want {
		return fmt.Errorf("%s has other differences than\n%s", list, want)
	}
	return nil
}

// apiOf returns a line for each exported name, field and method of the module in a folder.
func apiOf(dir string) ([]string, error) {
	out, err := command(dir, "CGO_ENABLED=0", "list", "-export", "-deps", "-f", "{{.ImportPath}}={{.Export}}", ".", "./fxevent", "./fxtest").Output()
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", dir, err)
	}
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), "=")
		files[path] = file
	}
	imports := importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) { return os.Open(files[path]) })
	var lines []string
	for _, rel := range packages {
		pkg, err := imports.Import(modulePath + rel)
		if err != nil {
			return nil, err
		}
		for _, name := range pkg.Scope().Names() {
			if o := pkg.Scope().Lookup(name); o.Exported() {
				lines = append(lines, linesOf(o)...)
			}
		}
	}
	slices.Sort(lines)
	return lines, nil
}

// linesOf returns the lines of an exported name.
func linesOf(o types.Object) []string {
	name := o.Pkg().Name() + "." + o.Name()
	switch o := o.(type) {
	case *types.Const:
		return []string{fmt.Sprintf("const %s %s = %s", name, o.Type(), o.Val())}
	case *types.Func:
		return []string{"func " + name + text(o.Type())}
	case *types.TypeName:
		return typeLines(name, o)
	default:
		t := "var " + name
		if named, ok := o.Type().(*types.Named); !ok || named.Obj().Exported() {
			t += " " + text(o.Type())
		}
		return []string{t}
	}
}

func typeLines(name string, o *types.TypeName) []string {
	if o.IsAlias() {
		return []string{"type " + name + " = " + text(types.Unalias(o.Type()))}
	}
	lines := []string{"type " + name}
	switch t := o.Type().Underlying().(type) {
	case *types.Struct:
		for i := range t.NumFields() {
			if f := t.Field(i); f.Exported() {
				lines = append(lines, fmt.Sprintf("field %s.%s %s %#q", name, f.Name(), text(f.Type()), t.Tag(i)))
			}
		}
	case *types.Interface:
		// Its methods are in the method set.
	default:
		lines[0] += " " + text(t)
	}
	methods := types.NewMethodSet(o.Type())
	if !types.IsInterface(o.Type()) {
		methods = types.NewMethodSet(types.NewPointer(o.Type()))
	}
	for method := range methods.Methods() {
		if m := method.Obj(); m.Exported() {
			lines = append(lines, "method "+name+"."+m.Name()+text(m.Type()))
		}
	}
	return lines
}

// text returns a type without the names of parameters.
func text(t types.Type) string {
	sig, ok := t.(*types.Signature)
	if !ok {
		return strings.ReplaceAll(types.TypeString(t, nil), "interface{}", "any")
	}
	var b strings.Builder
	if p := sig.TypeParams(); p.Len() > 0 {
		b.WriteString("[")
		for tparam := range p.TypeParams() {
			fmt.Fprintf(&b, "%s;", tparam.Constraint())
		}
		b.WriteString("]")
	}
	b.WriteString("(")
	for v := range sig.Params().Variables() {
		fmt.Fprintf(&b, "%s,", text(v.Type()))
	}
	b.WriteString(")")
	if sig.Variadic() {
		b.WriteString("...")
	}
	for v := range sig.Results().Variables() {
		fmt.Fprintf(&b, " %s", text(v.Type()))
	}
	return b.String()
}
