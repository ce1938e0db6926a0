// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"slices"
	"strings"
)

// piece is one token of Go source.
type piece struct {
	kind       token.Token
	text       string
	begin, end int // offsets in the source
}

// scan returns the tokens of source without comments and line ends.
func scan(source string) []piece {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(source))
	s.Init(file, []byte(source), nil, 0)
	var pieces []piece
	for {
		pos, kind, text := s.Scan()
		switch {
		case kind == token.EOF:
			return pieces
		case kind == token.SEMICOLON && text == "\n":
			continue
		case text == "":
			text = kind.String()
		}
		begin := file.Offset(pos)
		pieces = append(pieces, piece{kind, text, begin, begin + len(text)})
	}
}

// names maps the identifiers of a pattern to those of the code that it matches. No two of
// them map to the same one.
type names struct{ of, from map[string]string }

func (n *names) match(pattern, code string) bool {
	of, known := n.of[pattern]
	from, taken := n.from[code]
	if known || taken {
		return of == code && from == pattern
	}
	n.of[pattern], n.from[code] = code, pattern
	return true
}

// matchAt reports whether code begins with the tokens of pattern. Unless exact is set,
// identifiers may have other names.
func matchAt(pattern, code []piece, exact bool) (*names, bool) {
	n := &names{map[string]string{}, map[string]string{}}
	if len(code) < len(pattern) {
		return nil, false
	}
	for i, p := range pattern {
		c := code[i]
		if p.kind != c.kind {
			return nil, false
		}
		if p.kind == token.IDENT && !exact {
			if !n.match(p.text, c.text) {
				return nil, false
			}
		} else if p.text != c.text {
			return nil, false
		}
	}
	return n, true
}

var errNoUniqueMatch = errors.New("the lines with - do not occur exactly once; bring faults.txt up to date")

// replace replaces the code that matches the tokens of old by new. It looks in the function
// with a name, or in all of source if there is none. If the code has other identifiers than
// old, new gets them, too: a fault survives a renaming.
func replace(source, function, old, replacement string) (string, error) {
	within, err := functionRanges(source, function)
	if err != nil {
		return "", err
	}
	code := slices.DeleteFunc(scan(source), func(p piece) bool { return !slices.ContainsFunc(within, p.isIn) })
	pattern := scan(old)
	for _, exact := range []bool{true, false} {
		at, count := 0, 0
		var found *names
		for i := range code {
			if n, ok := matchAt(pattern, code[i:], exact); ok {
				at, found = i, n
				count++
			}
		}
		if count == 1 {
			begin, end := code[at].begin, code[at+len(pattern)-1].end
			return source[:begin] + found.rename(replacement) + source[end:], nil
		}
		if count > 1 {
			break
		}
	}
	return "", errNoUniqueMatch
}

// span is a part of the source.
type span struct{ begin, end int }

func (p piece) isIn(s span) bool { return p.begin >= s.begin && p.end <= s.end }

// functionRanges returns the functions and methods with a name, or all of source.
func functionRanges(source, name string) ([]span, error) {
	if name == "" {
		return []span{{0, len(source)}}, nil
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var all []span
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Name.Name == name {
			all = append(all, span{fset.Position(f.Pos()).Offset, fset.Position(f.End()).Offset})
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("there is no function %s", name)
	}
	return all, nil
}

// rename gives the identifiers in source the names of the matched code.
func (n *names) rename(source string) string {
	var b strings.Builder
	end := 0
	for _, p := range scan(source) {
		b.WriteString(source[end:p.begin])
		if name, ok := n.of[p.text]; ok && p.kind == token.IDENT {
			b.WriteString(name)
		} else {
			b.WriteString(p.text)
		}
		end = p.end
	}
	b.WriteString(strings.TrimSuffix(source[end:], "\n"))
	return b.String()
}
