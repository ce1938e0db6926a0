// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package mutant

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
)

// Find returns all mutants of a file in the order of their places. name becomes
// Mutant.File.
func Find(name string, source []byte) ([]Mutant, error) {
	files := token.NewFileSet()
	tree, err := parser.ParseFile(files, name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	f := &finder{files: files, name: name, code: withoutComments(files, tree, source)}
	for _, d := range tree.Decls {
		f.function = ""
		if d, ok := d.(*ast.FuncDecl); ok {
			f.function = functionName(d)
			f.walk(d, d.Type.Results)
			continue
		}
		f.walk(d, nil)
	}
	slices.SortStableFunc(f.found, func(a, b Mutant) int { return a.from - b.from })
	f.number()
	return f.found, nil
}

// withoutComments returns the source with spaces in place of comments, so that each byte
// of the code keeps its position.
func withoutComments(files *token.FileSet, tree *ast.File, source []byte) []byte {
	code := slices.Clone(source)
	for _, group := range tree.Comments {
		for i := files.Position(group.Pos()).Offset; i < files.Position(group.End()).Offset; i++ {
			if code[i] != '\n' {
				code[i] = ' '
			}
		}
	}
	return code
}

func functionName(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return d.Name.Name
	}
	t := d.Recv.List[0].Type
	for {
		switch of := t.(type) {
		case *ast.StarExpr:
			t = of.X
		case *ast.ParenExpr:
			t = of.X
		case *ast.IndexExpr:
			t = of.X
		case *ast.IndexListExpr:
			t = of.X
		case *ast.Ident:
			return of.Name + "." + d.Name.Name
		default:
			return d.Name.Name
		}
	}
}

// finder collects the mutants of a file.
type finder struct {
	files    *token.FileSet
	name     string
	code     []byte // without comments
	function string
	found    []Mutant
}

// add notes that the code from one position to another may be replaced by text.
func (f *finder) add(op Operator, from, to token.Pos, text string) {
	at := f.files.Position(from)
	m := Mutant{
		File: f.name, Function: f.function, Operator: op,
		Line: at.Line, Column: at.Column,
		from: at.Offset, to: f.files.Position(to).Offset, text: text,
	}
	first := strings.LastIndexByte(string(f.code[:m.from]), '\n') + 1
	last := len(f.code)
	if n := strings.IndexByte(string(f.code[m.to:]), '\n'); n >= 0 {
		last = m.to + n
	}
	m.Before = oneLine(string(f.code[first:last]))
	m.After = oneLine(string(f.code[first:m.from]) + text + string(f.code[m.to:last]))
	f.found = append(f.found, m)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// source returns the code of a node.
func (f *finder) source(n ast.Node) string {
	return string(f.code[f.files.Position(n.Pos()).Offset:f.files.Position(n.End()).Offset])
}

// number sets nth, which distinguishes equal mutants.
func (f *finder) number() {
	type name struct {
		function      string
		operator      Operator
		before, after string
	}
	seen := map[name]int{}
	for i := range f.found {
		m := &f.found[i]
		n := name{m.Function, m.Operator, m.Before, m.After}
		m.nth = seen[n]
		seen[n]++
	}
}
